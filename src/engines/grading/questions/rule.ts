import type { QuestionKind } from './define-kind.js';
import { faultIf } from './problems.js';
import { applied, DEFAULT_RULE, type AppliedRule } from './score-parts.js';
import { flag, isRecord, number, oneOf, optional, record, type Shape } from './shape.js';
import type { GradingRule, Problem, RuleType } from './types.js';

const rule: Shape<GradingRule> = record<GradingRule>({
  type: oneOf<RuleType>('all_or_nothing', 'per_part', 'per_option', 'mapped'),
  penalty: optional(number({ min: 0, max: 1 })),
  floorAtZero: optional(flag),
});

/** The rule to grade by; null for a kind that people grade, undefined for one that is no rule. */
export function ruleOf(kind: QuestionKind, given: unknown): AppliedRule | null | undefined {
  if (kind.rules.length === 0) return null;
  const found = rule(given ?? DEFAULT_RULE, 'rule', []);
  return found !== null && kind.rules.includes(found.type) ? applied(found) : undefined;
}

/** What is wrong with a rule for a kind, and for a key that has a mapping or has not. */
export function inspectRule(kind: QuestionKind, given: unknown, key: unknown): Problem[] {
  if (kind.rules.length === 0) return faultIf(given != null, 'NOT_APPLICABLE', 'rule');
  const problems: Problem[] = [];
  const found = rule(given ?? DEFAULT_RULE, 'rule', problems);
  if (found === null) return problems;
  const isMapped = found.type === 'mapped';
  const hasMapping = isRecord(key) && key['mapping'] != null;
  return [
    ...faultIf(!kind.rules.includes(found.type), 'NOT_APPLICABLE', 'rule.type'),
    ...faultIf(isMapped && found.penalty !== undefined, 'NOT_APPLICABLE', 'rule.penalty'),
    ...faultIf(isMapped && !hasMapping, 'MISSING', 'key.mapping'),
    ...faultIf(!isMapped && hasMapping, 'NOT_APPLICABLE', 'key.mapping'),
  ];
}
