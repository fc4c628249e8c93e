export { computeGrade, gradebookEngine } from './compute-grade.js';
export { PolicyError } from './errors.js';
export type {
  AttemptFacts,
  ColumnFacts,
  ColumnOverride,
  GradeFacts,
  TotalOverride,
} from './facts.js';
export { inspectPolicy, type PolicyProblem } from './inspect-policy.js';
export { periodAt } from './period-at.js';
export {
  DEFAULT_POLICY,
  type Category,
  type ColumnRule,
  type CountingRule,
  type GradePolicy,
  type GradingPeriod,
  type LateRule,
  type SchemeGrade,
} from './policy.js';
export type {
  CategoryTotal,
  ColumnGrade,
  ColumnState,
  Gradebook,
  GradeStep,
  GradeView,
  PeriodTotals,
  Score,
  StepCode,
  Total,
  Totals,
} from './types.js';
