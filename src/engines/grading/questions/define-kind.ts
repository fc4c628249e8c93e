import { withDefaultLimits } from '../limits.js';
import type { GradingLimits } from '../types.js';
import { inspectMapping, mappedPoints, type Mapping } from './mapping.js';
import type { Shape } from './shape.js';
import type { Judgement, MappedPoints, Part, Problem, ResponseReading, RuleType } from './types.js';

/**
 * One version of one kind of question. Its functions take JSON of any shape, never throw, keep
 * nothing between calls and change nothing they are given. What a version answers it answers for
 * ever: a change gets a new version.
 */
export interface QuestionKind<B = unknown, K = unknown, R = unknown> {
  readonly name: string;
  readonly version: number;
  /** The rules a question of the kind may have; none for a kind that people grade. */
  readonly rules: readonly RuleType[];
  readonly body: Shape<B>;
  readonly key: Shape<K>;
  readonly response: Shape<R>;
  /** Every fault of a body and a key together. */
  readonly inspect: (body: unknown, key: unknown) => readonly Problem[];
  /** Reads an answer against a body. To read what was read gives the same again. */
  readonly read: (body: unknown, response: unknown) => ResponseReading<R>;
  readonly judge: (
    body: unknown,
    key: unknown,
    response: unknown,
    limits?: Partial<GradingLimits>,
  ) => Judgement;
  /** A right answer by the key; null when the key does not say one. */
  readonly solution: (body: unknown, key: unknown) => R | null;
}

/** What a kind says about itself, of values whose shape is known to be right. */
export interface KindDefinition<B, K, R> {
  readonly name: string;
  readonly version: number;
  readonly rules: readonly RuleType[];
  readonly body: Shape<B>;
  readonly key: Shape<K>;
  readonly response: Shape<R>;
  /** The faults that the shapes leave. */
  readonly inspect: (body: B, key: K) => readonly Problem[];
  /** What of an answer does not fit the body. */
  readonly check: (body: B, response: R) => readonly Problem[];
  /** The one way to write an answer that passed the check; null when it says nothing. */
  readonly normalise: (body: B, response: R) => R | null;
  /** The parts of a normalised answer, in the order of the key and the body. */
  readonly judge: (body: B, key: K, response: R, limits: GradingLimits) => readonly Part[];
  readonly solution: (body: B, key: K) => R | null;
  /** For kinds that may be mapped: what of an answer has points. */
  readonly mapped?: {
    readonly mapping: (key: K) => Mapping | undefined;
    /** The entries of an answer, in the order of the body. */
    readonly entries: (body: B, key: K, response: R) => readonly string[];
    /** All entries that an answer may have. */
    readonly possible: (body: B, key: K) => readonly string[];
  };
}

export function defineKind<B, K, R>(definition: KindDefinition<B, K, R>): QuestionKind<B, K, R> {
  const { name, version, rules, body, key, response, mapped } = definition;

  const readFor = (asked: B, given: unknown): ResponseReading<R> => {
    if (given == null) return { response: null };
    const problems: Problem[] = [];
    const found = response(given, 'response', problems);
    if (found === null) return { refused: problems };
    const refused = definition.check(asked, found);
    return refused.length > 0 ? { refused } : { response: definition.normalise(asked, found) };
  };

  const pointsOf = (asked: B, correct: K, given: R): MappedPoints | undefined => {
    const mapping = mapped?.mapping(correct);
    if (mapped === undefined || mapping === undefined) return undefined;
    const solution = readFor(asked, definition.solution(asked, correct));
    const best = 'response' in solution ? solution.response : null;
    return mappedPoints(
      mapping,
      mapped.entries(asked, correct, given),
      best === null ? [] : mapped.entries(asked, correct, best),
    );
  };

  return {
    name,
    version,
    rules,
    body,
    key,
    response,

    inspect(bodyJson, keyJson) {
      const { problems, asked, correct } = open(definition, bodyJson, keyJson);
      if (asked === null || correct === null) return problems;
      const mapping = mapped?.mapping(correct);
      return [
        ...definition.inspect(asked, correct),
        ...(mapped === undefined || mapping === undefined
          ? []
          : inspectMapping(mapping, mapped.possible(asked, correct))),
      ];
    },

    read(bodyJson, given) {
      const problems: Problem[] = [];
      const asked = body(bodyJson, 'body', problems);
      return asked === null ? { refused: problems } : readFor(asked, given);
    },

    judge(bodyJson, keyJson, given, limits) {
      const { problems, asked, correct } = open(definition, bodyJson, keyJson);
      if (asked === null || correct === null) return { unsound: problems };
      const reading = readFor(asked, given);
      if ('refused' in reading) return reading;
      if (reading.response === null) return { unanswered: true };
      return {
        parts: definition.judge(asked, correct, reading.response, withDefaultLimits(limits)),
        points: pointsOf(asked, correct, reading.response),
      };
    },

    solution(bodyJson, keyJson) {
      const { asked, correct } = open(definition, bodyJson, keyJson);
      return asked === null || correct === null ? null : definition.solution(asked, correct);
    },
  };
}

function open<B, K, R>(
  { body, key }: KindDefinition<B, K, R>,
  bodyJson: unknown,
  keyJson: unknown,
): { problems: Problem[]; asked: B | null; correct: K | null } {
  const problems: Problem[] = [];
  const asked = body(bodyJson, 'body', problems);
  const correct = key(keyJson, 'key', problems);
  return { problems, asked, correct };
}
