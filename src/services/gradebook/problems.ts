import { inspectPolicy, type GradePolicy } from '../../engines/gradebook/index.js';
import { isStorableText } from '../text.js';

/** What is wrong with one field of what was entered. */
export interface FieldProblem {
  /** Stable name, such as NEGATIVE; those of the policy are the engine's. */
  readonly code: string;
  /** The field, by names and indices, such as `categories.1.weight`. */
  readonly field: string;
}

const MAX_POINTS = 1_000_000;
const MAX_FRACTION = 100;
const MAX_NAME = 200;
const MAX_ID = 100;
const MAX_REASON = 2_000;
/** Of each list in a policy. */
const MAX_ENTRIES = 500;

export function ofPoints(field: string, points: number): FieldProblem[] {
  if (!Number.isFinite(points)) return [{ code: 'NOT_FINITE', field }];
  return Math.abs(points) > MAX_POINTS ? [{ code: 'TOO_LARGE', field }] : [];
}

export function ofPointsPossible(field: string, points: number): FieldProblem[] {
  const problems = ofPoints(field, points);
  return problems.length === 0 && points < 0 ? [{ code: 'NEGATIVE', field }] : problems;
}

export function ofFraction(field: string, fraction: number): FieldProblem[] {
  if (!Number.isFinite(fraction)) return [{ code: 'NOT_FINITE', field }];
  return Math.abs(fraction) > MAX_FRACTION ? [{ code: 'TOO_LARGE', field }] : [];
}

export function ofCount(field: string, count: number): FieldProblem[] {
  if (!Number.isSafeInteger(count) || count > MAX_POINTS) return [{ code: 'NOT_WHOLE', field }];
  return count < 0 ? [{ code: 'NEGATIVE', field }] : [];
}

export function ofTitle(field: string, title: string): FieldProblem[] {
  return ofText(field, title, MAX_NAME);
}

export function ofReason(field: string, reason: string): FieldProblem[] {
  return ofText(field, reason, MAX_REASON);
}

function ofText(field: string, text: string, maximum: number): FieldProblem[] {
  if (text.trim() === '') return [{ code: 'EMPTY', field }];
  if (text.length > maximum) return [{ code: 'TOO_LONG', field }];
  return isStorableText(text) ? [] : [{ code: 'NOT_STORABLE', field }];
}

/** What is wrong with a policy: as the engine says, and what it names that the course has not. */
export function ofPolicy(policy: GradePolicy, columnIds: ReadonlySet<string>): FieldProblem[] {
  const lists = ['columnRules', 'categories', 'periods', 'scheme'] as const;
  const tooLong = lists
    .filter((list) => policy[list].length > MAX_ENTRIES)
    .map((list) => ({ code: 'TOO_MANY', field: list }));
  // What is beyond all measure is not looked into.
  if (tooLong.length > 0) return tooLong;
  const unknown = (id: string, field: string) =>
    columnIds.has(id) ? [] : [{ code: 'UNKNOWN_COLUMN', field }];
  return [
    ...inspectPolicy(policy).map(({ code, path }) => ({ code, field: path.join('.') })),
    ...policy.columnRules.flatMap(({ columnId }, i) =>
      unknown(columnId, `columnRules.${String(i)}.columnId`),
    ),
    ...policy.categories.flatMap(({ id, neverDrop }, i) => [
      ...ofText(`categories.${String(i)}.id`, id, MAX_ID),
      ...neverDrop.flatMap((columnId, j) =>
        unknown(columnId, `categories.${String(i)}.neverDrop.${String(j)}`),
      ),
    ]),
    ...policy.periods.flatMap(({ id }, i) => ofText(`periods.${String(i)}.id`, id, MAX_ID)),
    ...policy.scheme.flatMap(({ name }, i) => ofText(`scheme.${String(i)}.name`, name, MAX_ID)),
  ];
}

/** A category and a period are those of the policy in force. */
export function ofPlace(
  policy: GradePolicy,
  place: { readonly categoryId?: string | null; readonly periodId?: string | null },
): FieldProblem[] {
  const { categoryId, periodId } = place;
  return [
    ...(categoryId == null || policy.categories.some(({ id }) => id === categoryId)
      ? []
      : [{ code: 'UNKNOWN_CATEGORY', field: 'categoryId' }]),
    ...(periodId == null || policy.periods.some(({ id }) => id === periodId)
      ? []
      : [{ code: 'UNKNOWN_PERIOD', field: 'periodId' }]),
  ];
}
