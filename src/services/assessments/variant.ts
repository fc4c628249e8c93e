import {
  drawVariables,
  randomFrom,
  shuffleAround,
  substitute,
  type Random,
  type Variables,
} from '../../engines/item-selection/index.js';
import type { AttemptItemRow } from '../../entities/assessments.repository.js';

/** What of an attempt's item its variant is made of. */
export type Asked = Pick<
  AttemptItemRow,
  'seed' | 'position' | 'itemVersionId' | 'prompt' | 'body' | 'variables' | 'rationale'
>;

/** A question as one attempt asks it. */
export interface Variant {
  readonly prompt: string;
  readonly body: Record<string, unknown>;
  readonly rationale: string | null;
}

/** The question as this attempt asks it: variables and the order of choices follow from its seed. */
export function variantOf(asked: Asked): Variant {
  const { prompt, body, rationale } = withVariables(asked, {
    prompt: asked.prompt,
    body: asked.body,
    rationale: asked.rationale,
  });
  return { prompt, body: shuffled(body, randomOf(asked, 'order')), rationale };
}

/** The JSON, such as a key, with the values that this attempt has for the question's variables. */
export function withVariables<Json>(
  asked: Pick<Asked, 'seed' | 'itemVersionId' | 'variables'>,
  json: Json,
): Json {
  // Stored only after `inspectVariables` found nothing wrong with them.
  const variables = asked.variables as Variables;
  return substitute(json, drawVariables(variables, randomOf(asked, 'variables')));
}

function randomOf({ seed, itemVersionId }: Pick<Asked, 'seed' | 'itemVersionId'>, use: string) {
  return randomFrom(`${seed}/${itemVersionId}/${use}`);
}

/** Lists of a body that may be shuffled. */
const SHUFFLED = ['choices', 'sources', 'targets'] as const;

interface Shown {
  readonly fixed?: boolean;
}

/** The body with its choices in this learner's order, when its author wants them shuffled. */
function shuffled(body: Record<string, unknown>, random: Random): Record<string, unknown> {
  if (body['shuffle'] !== true) return body;
  const made = { ...body };
  for (const name of SHUFFLED) {
    if (name in body) made[name] = around(body[name], random);
  }
  if (body['kind'] === 'inline_choice') {
    made['gaps'] = (body['gaps'] as { choices: unknown }[]).map((gap) => ({
      ...gap,
      choices: around(gap.choices, random),
    }));
  }
  return made;
}

function around(choices: unknown, random: Random): Shown[] {
  return shuffleAround(choices as Shown[], ({ fixed }) => fixed === true, random);
}
