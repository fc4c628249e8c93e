import { algebraGrader } from '../algebra/algebra-grader.js';
import { foldBlanks } from '../fold-text.js';
import { gradeWith } from '../grade-response.js';
import { inspectKey } from '../inspect-key.js';
import type { AlgebraKey, GradingLimits, Outcome, Tolerance } from '../types.js';
import { part } from './choices.js';
import { defineKind } from './define-kind.js';
import { faultIf } from './problems.js';
import { kindOf, list, number, optional, record, text } from './shape.js';
import { lettersOf, LINE } from './text-entry.js';
import type { Part, PartOutcome } from './types.js';

export interface FormulaBody {
  readonly kind: 'formula';
  /** The unknowns that the question speaks of, shown as keys. */
  readonly unknowns?: readonly string[];
}

/** As the key of an algebra step. */
export interface FormulaKey {
  readonly kind: 'formula';
  readonly accepted: readonly string[];
  /** Expressions of the question that must not only be written again. */
  readonly given?: readonly string[];
  readonly tolerance?: Tolerance;
}

export interface FormulaResponse {
  readonly kind: 'formula';
  /** LaTeX, or as one types it. */
  readonly text: string;
}

const line = text({ max: LINE });
const bound = number({ min: 0 });

const OUTCOMES: Readonly<Record<Outcome, PartOutcome>> = {
  EXACT: 'RIGHT',
  EQUIVALENT: 'RIGHT',
  WITHIN_TOLERANCE: 'WITHIN_TOLERANCE',
  NOT_EQUAL: 'WRONG',
  RESTATED: 'RESTATED',
  UNREADABLE: 'UNREADABLE',
  TOO_LONG: 'TOO_LONG',
  TOO_COMPLEX: 'TOO_COMPLEX',
};

/** Mathematics by its value, one part: version 1 of the algebra grader decides. */
export const formula = defineKind<FormulaBody, FormulaKey, FormulaResponse>({
  name: 'formula',
  version: 1,
  rules: ['all_or_nothing', 'per_part'],
  body: record<FormulaBody>({
    kind: kindOf('formula'),
    unknowns: optional(list(text({ max: 40 }), { max: 50 })),
  }),
  key: record<FormulaKey>({
    kind: kindOf('formula'),
    accepted: list(line, { min: 1, max: 50 }),
    given: optional(list(line, { max: 50 })),
    tolerance: optional(
      record<Tolerance>({ absolute: optional(bound), relative: optional(bound) }),
    ),
  }),
  response: record<FormulaResponse>({ kind: kindOf('formula'), text: text({ min: 0 }) }),
  inspect: (_, key) => {
    const unread = new Set(inspectKey(asAlgebra(key)).map(({ entry }) => entry));
    return key.accepted.flatMap((entry, i) =>
      faultIf(unread.has(entry), 'NOT_MATHEMATICS', `key.accepted[${i}]`),
    );
  },
  check: (_, response) => faultIf(lettersOf(response.text) > LINE, 'TOO_LONG', 'response.text'),
  normalise: (_, response) => (foldBlanks(response.text) === '' ? null : response),
  judge: (_, key, response, limits) => [judgeFormula(key, response.text, limits)],
  solution: (_, { kind, accepted: [first] }) =>
    first === undefined ? null : { kind, text: first },
});

function judgeFormula(key: FormulaKey, typed: string, limits: GradingLimits): Part {
  const { outcome, score } = gradeWith(algebraGrader, asAlgebra(key), typed, limits);
  return part('text', OUTCOMES[outcome], score);
}

function asAlgebra(key: FormulaKey): AlgebraKey {
  return { ...key, kind: 'algebra' };
}
