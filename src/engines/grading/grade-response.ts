import { withDefaultLimits } from './limits.js';
import { graderFor } from './registry.js';
import type { AnswerKey, Grade, Grader, GradingLimits, Outcome } from './types.js';

const RIGHT: ReadonlySet<Outcome> = new Set(['EXACT', 'EQUIVALENT', 'WITHIN_TOLERANCE']);

/**
 * Grades a response against a key by the current grader of its kind.
 *
 * A function of its arguments: the same three give the same grade on every machine and after any
 * other call. It never throws; a response that cannot be graded gets score 0 and an outcome that
 * says why. An empty response is unreadable.
 */
export function gradeResponse(
  key: AnswerKey,
  response: string,
  limits?: Partial<GradingLimits>,
): Grade {
  switch (key.kind) {
    case 'choice':
      return gradeWith(graderFor('choice'), key, response, limits);
    case 'text':
      return gradeWith(graderFor('text'), key, response, limits);
    case 'algebra':
      return gradeWith(graderFor('algebra'), key, response, limits);
  }
}

/** Grades by a grader of the caller's choice: an earlier version, to explain an old grade. */
export function gradeWith<K extends AnswerKey>(
  grader: Grader<K>,
  key: K,
  response: string,
  limits?: Partial<GradingLimits>,
): Grade {
  const all = withDefaultLimits(limits);
  const outcome = response.length > all.maxLength ? 'TOO_LONG' : grader.judge(key, response, all);
  const correct = RIGHT.has(outcome);
  return {
    correct,
    score: correct ? 1 : 0,
    grader: { name: grader.name, version: grader.version },
    outcome,
  };
}
