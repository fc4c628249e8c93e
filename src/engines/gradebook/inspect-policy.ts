import type { GradePolicy, LateRule } from './policy.js';

export interface PolicyProblem {
  /**
   * - `NOT_FINITE`: not a number, or infinite
   * - `NEGATIVE`: below 0
   * - `NOT_A_SHARE`: not in [0, 1]
   * - `NOT_WHOLE`: not a whole number
   * - `DUPLICATE_ID`: stands there twice; the path names the second. So for a name in a scheme
   * - `DUPLICATE_BOUND`: two names in a scheme begin at the same fraction
   * - `WEIGHTS_SUM_TO_ZERO`: nothing could count
   * - `PERIOD_ENDS_BEFORE_START`, or at its start
   * - `PERIODS_OVERLAP`: begins before an earlier one has ended
   * - `CUTOFF_WITHIN_GRACE`: too late to count before it is late
   */
  readonly code:
    | 'NOT_FINITE'
    | 'NEGATIVE'
    | 'NOT_A_SHARE'
    | 'NOT_WHOLE'
    | 'DUPLICATE_ID'
    | 'DUPLICATE_BOUND'
    | 'WEIGHTS_SUM_TO_ZERO'
    | 'PERIOD_ENDS_BEFORE_START'
    | 'PERIODS_OVERLAP'
    | 'CUTOFF_WITHIN_GRACE';
  /** The field, by names and indices: `['categories', 1, 'weight']`. */
  readonly path: readonly (string | number)[];
}

type Code = PolicyProblem['code'];
type Path = PolicyProblem['path'];

/** What whoever brings a policy should be told of it; `computeGrade` takes one without problems. */
export function inspectPolicy(policy: GradePolicy): PolicyProblem[] {
  const { late, missing, columnRules, categories, periods, cap, scheme } = policy;
  const weighing = categories.filter(({ extraCredit }) => !extraCredit);
  return [
    ...ofLateRule(['late'], late),
    ...ofShare(['missing'], missing),
    ...columnRules.flatMap((rule, i) => [
      ...ofLateRule(['columnRules', i, 'late'], rule.late ?? null),
      ...ofShare(['columnRules', i, 'missing'], rule.missing ?? null),
    ]),
    ...repeated(
      columnRules.map(({ columnId }) => columnId),
      (i) => problem('DUPLICATE_ID', ['columnRules', i, 'columnId']),
    ),
    ...categories.flatMap(({ weight, dropLowest, dropHighest }, i) => [
      ...ofAmount(['categories', i, 'weight'], weight),
      ...ofCount(['categories', i, 'dropLowest'], dropLowest),
      ...ofCount(['categories', i, 'dropHighest'], dropHighest),
    ]),
    ...repeated(
      categories.map(({ id }) => id),
      (i) => problem('DUPLICATE_ID', ['categories', i, 'id']),
    ),
    ...(policy.total === 'weighted' ? ofWeights(['categories'], weighing) : []),
    ...ofPeriods(periods),
    ...(policy.overall === 'periods' ? ofWeights(['periods'], periods) : []),
    ...(cap === null ? [] : ofAmount(['cap'], cap)),
    ...scheme.flatMap(({ from }, i) => ofNumber(['scheme', i, 'from'], from)),
    ...repeated(
      scheme.map(({ from }) => from),
      (i) => problem('DUPLICATE_BOUND', ['scheme', i, 'from']),
    ),
    ...repeated(
      scheme.map(({ name }) => name),
      (i) => problem('DUPLICATE_ID', ['scheme', i, 'name']),
    ),
  ];
}

function ofLateRule(path: Path, rule: LateRule | null): PolicyProblem[] {
  if (rule === null) return [];
  const { share, floor, graceMinutes, cutoffMinutes } = rule;
  return [
    ...ofShare([...path, 'share'], share),
    ...ofShare([...path, 'floor'], floor),
    ...ofCount([...path, 'graceMinutes'], graceMinutes),
    ...(cutoffMinutes === null ? [] : ofCount([...path, 'cutoffMinutes'], cutoffMinutes)),
    ...(cutoffMinutes !== null && cutoffMinutes < graceMinutes
      ? [problem('CUTOFF_WITHIN_GRACE', [...path, 'cutoffMinutes'])]
      : []),
  ];
}

function ofPeriods(periods: GradePolicy['periods']): PolicyProblem[] {
  return [
    ...periods.flatMap(({ weight, startsAt, endsAt }, i) => [
      ...ofAmount(['periods', i, 'weight'], weight),
      ...ofNumber(['periods', i, 'startsAt'], startsAt),
      ...ofNumber(['periods', i, 'endsAt'], endsAt),
      ...(endsAt <= startsAt
        ? [problem('PERIOD_ENDS_BEFORE_START', ['periods', i, 'endsAt'])]
        : []),
    ]),
    ...repeated(
      periods.map(({ id }) => id),
      (i) => problem('DUPLICATE_ID', ['periods', i, 'id']),
    ),
    ...periods.flatMap((period, i) =>
      periods.some(
        (other, j) => j < i && period.startsAt < other.endsAt && other.startsAt < period.endsAt,
      )
        ? [problem('PERIODS_OVERLAP', ['periods', i])]
        : [],
    ),
  ];
}

function ofNumber(path: Path, value: number): PolicyProblem[] {
  return Number.isFinite(value) ? [] : [problem('NOT_FINITE', path)];
}

function ofAmount(path: Path, value: number): PolicyProblem[] {
  if (!Number.isFinite(value)) return [problem('NOT_FINITE', path)];
  return value < 0 ? [problem('NEGATIVE', path)] : [];
}

function ofCount(path: Path, value: number): PolicyProblem[] {
  const problems = ofAmount(path, value);
  if (problems.length > 0 || Number.isInteger(value)) return problems;
  return [problem('NOT_WHOLE', path)];
}

function ofShare(path: Path, value: number | null): PolicyProblem[] {
  if (value === null) return [];
  if (!Number.isFinite(value)) return [problem('NOT_FINITE', path)];
  return value < 0 || value > 1 ? [problem('NOT_A_SHARE', path)] : [];
}

function ofWeights(path: Path, parts: readonly { readonly weight: number }[]): PolicyProblem[] {
  return parts.every(({ weight }) => weight === 0) ? [problem('WEIGHTS_SUM_TO_ZERO', path)] : [];
}

function repeated(
  keys: readonly (string | number)[],
  told: (index: number) => PolicyProblem,
): PolicyProblem[] {
  return keys.flatMap((key, i) => (keys.indexOf(key) < i ? [told(i)] : []));
}

function problem(code: Code, path: Path): PolicyProblem {
  return { code, path };
}
