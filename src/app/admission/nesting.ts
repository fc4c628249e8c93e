/** Whether JSON is nested more than `limit` levels. Goes no deeper itself. */
export function isNestedDeeperThan(limit: number, value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (limit === 0) return true;
  return Object.values(value).some((inner) => isNestedDeeperThan(limit - 1, inner));
}
