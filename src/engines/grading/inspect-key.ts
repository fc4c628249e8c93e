import { readText } from './algebra/readings.js';
import { withDefaultLimits } from './limits.js';
import type { AnswerKey, Tolerance } from './types.js';

/**
 * - `NOTHING_ACCEPTED`: no response can be right
 * - `NOT_A_CHOICE`: a right answer is not among the choices
 * - `NOT_MATHEMATICS`: an entry of an algebra key is compared as text, not by value; on purpose
 *   ("TRUE") or by a slip ("y^(3/4")
 * - `UNUSABLE_TOLERANCE`: a bound that is negative or not finite is ignored
 */
export interface KeyProblem {
  readonly code: 'NOTHING_ACCEPTED' | 'NOT_A_CHOICE' | 'NOT_MATHEMATICS' | 'UNUSABLE_TOLERANCE';
  /** The entry at fault, where it is one. */
  readonly entry?: string;
}

/** What an author should be told of a key. Grading works with any key all the same. */
export function inspectKey(key: AnswerKey): KeyProblem[] {
  const entries = key.kind === 'choice' ? key.correct : key.accepted;
  const problems: KeyProblem[] = entries.length === 0 ? [{ code: 'NOTHING_ACCEPTED' }] : [];
  switch (key.kind) {
    case 'choice':
      return [
        ...problems,
        ...entries
          .filter((entry) => !key.choices.includes(entry))
          .map((entry) => ({ code: 'NOT_A_CHOICE', entry }) as const),
      ];
    case 'text':
      return problems;
    case 'algebra':
      return [
        ...problems,
        ...entries
          .filter((entry) => 'refused' in readText(entry, withDefaultLimits(), 'as typed'))
          .map((entry) => ({ code: 'NOT_MATHEMATICS', entry }) as const),
        ...(isUsable(key.tolerance) ? [] : [{ code: 'UNUSABLE_TOLERANCE' } as const]),
      ];
  }
}

function isUsable(tolerance: Tolerance = {}): boolean {
  return [tolerance.absolute, tolerance.relative].every(
    (bound) => bound === undefined || (Number.isFinite(bound) && bound >= 0),
  );
}
