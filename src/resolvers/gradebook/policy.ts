import type { RequestContext } from '../../context/request-context.js';
import type { GradeColumnRule, GradePolicy, LateRule } from '../../schema/gradebook/policy.js';
import { parseGlobalId, toGlobalId } from '../../schema/shared/global-id.js';

/** A policy as the services take it. */
export type PolicyFacts = Parameters<RequestContext['services']['gradebook']['setPolicy']>[2];

/** From the graph: ids of columns are global there, and times are dates. */
export function readPolicy(policy: GradePolicy): PolicyFacts {
  return {
    late: policy.late ? readLateRule(policy.late) : null,
    counting: policy.counting,
    missing: policy.missing ?? null,
    columnRules: policy.columnRules.map(readColumnRule),
    total: policy.total,
    categories: policy.categories.map(
      ({ id, weight, extraCredit, dropLowest, dropHighest, neverDrop }) => ({
        id,
        weight,
        extraCredit,
        dropLowest,
        dropHighest,
        neverDrop: neverDrop.map(columnIdOf),
      }),
    ),
    periods: policy.periods.map(({ id, weight, startsAt, endsAt }) => ({
      id,
      weight,
      startsAt: startsAt.getTime(),
      endsAt: endsAt.getTime(),
    })),
    overall: policy.overall,
    cap: policy.cap ?? null,
    scheme: policy.scheme.map(({ name, from }) => ({ name, from })),
  };
}

function readColumnRule(rule: GradeColumnRule) {
  const { columnId, late, neverLate, counting, missing, neverMissing } = rule;
  return {
    columnId: columnIdOf(columnId),
    ...(neverLate ? { late: null } : late ? { late: readLateRule(late) } : {}),
    ...(counting ? { counting } : {}),
    ...(neverMissing ? { missing: null } : missing == null ? {} : { missing }),
  };
}

function readLateRule({ per, share, of, floor, graceMinutes, cutoffMinutes }: LateRule) {
  // Absent is null here.
  return { per, share, of, floor, graceMinutes, cutoffMinutes: cutoffMinutes ?? null };
}

/** What is no id of a column is as a column that is not there: the service names the field. */
function columnIdOf(id: string): string {
  const parts = parseGlobalId(id);
  return parts?.type === 'GradeColumn' ? parts.id : '';
}

export function tellPolicy(policy: PolicyFacts) {
  return {
    ...policy,
    columnRules: policy.columnRules.map((rule) => ({
      columnId: toGlobalId('GradeColumn', rule.columnId),
      late: rule.late ?? null,
      neverLate: rule.late === null,
      counting: rule.counting ?? null,
      missing: rule.missing ?? null,
      neverMissing: rule.missing === null,
    })),
    categories: policy.categories.map((category) => ({
      ...category,
      neverDrop: category.neverDrop.map((id) => toGlobalId('GradeColumn', id)),
    })),
    periods: policy.periods.map((period) => ({
      ...period,
      startsAt: new Date(period.startsAt),
      endsAt: new Date(period.endsAt),
    })),
  };
}
