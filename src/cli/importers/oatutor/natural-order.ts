/** Fixed to one locale: the order of problems must not depend on the machine that imports them. */
const collator = new Intl.Collator('en', { numeric: true });

/** Compares ids so that `add2` comes before `add10`; equal only for the same string. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || Number(a > b) - Number(a < b);
}
