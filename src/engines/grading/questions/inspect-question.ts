import type { QuestionKind } from './define-kind.js';
import { faultIf } from './problems.js';
import { questionKindFor } from './registry.js';
import { inspectRule, ruleOf } from './rule.js';
import { scoreParts } from './score-parts.js';
import { isRecord } from './shape.js';
import type { Problem } from './types.js';

/**
 * Everything that is wrong with a question, for its author; empty when it is sound. Takes any JSON.
 * A sound question gives full marks to the answer of its key, which the learner may give.
 */
export function inspectQuestion(question: unknown): readonly Problem[] {
  if (!isRecord(question)) return [{ code: 'WRONG_TYPE', path: 'question' }];
  const { body, key, rule } = question;
  if (!isRecord(body)) return [{ code: body == null ? 'MISSING' : 'WRONG_TYPE', path: 'body' }];
  const kind = typeof body['kind'] === 'string' ? questionKindFor(body['kind']) : undefined;
  if (kind === undefined) return [{ code: 'UNKNOWN_KIND', path: 'body.kind' }];
  const problems = [...kind.inspect(body, key), ...inspectRule(kind, rule, key)];
  return problems.length > 0 ? problems : inspectSolution(kind, question);
}

/** Whether the answer of the key may be given, and is worth full marks. */
function inspectSolution(
  kind: QuestionKind,
  { body, key, rule: given }: Record<string, unknown>,
): readonly Problem[] {
  const rule = ruleOf(kind, given);
  if (rule == null) return [];
  const judged = kind.judge(body, key, kind.solution(body, key));
  if (!('parts' in judged)) return [{ code: 'UNREACHABLE', path: 'key' }];
  const { parts, points } = judged;
  if (points !== undefined && points.full <= 0) return [{ code: 'NO_POINTS', path: 'key.mapping' }];
  return faultIf(scoreParts(parts, rule, points) !== 1, 'UNREACHABLE', 'key');
}
