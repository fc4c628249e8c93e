import type { Problem, ProblemCode } from './types.js';

/** The fault, when it is one. */
export function faultIf(isFault: boolean, code: ProblemCode, path: string): Problem[] {
  return isFault ? [{ code, path }] : [];
}

/** A `DUPLICATE` for each id that was there before; `at` is where the i-th one stands. */
export function duplicates(ids: readonly string[], at: (i: number) => string): Problem[] {
  const seen = new Set<string>();
  return ids.flatMap((id, i) => {
    if (seen.has(id)) return [{ code: 'DUPLICATE', path: at(i) } as const];
    seen.add(id);
    return [];
  });
}

/** An `UNKNOWN_ID` for each id that is not among the known ones. */
export function strangers(
  ids: readonly string[],
  known: readonly string[],
  at: (i: number) => string,
): Problem[] {
  const names = new Set(known);
  return ids.flatMap((id, i) => faultIf(!names.has(id), 'UNKNOWN_ID', at(i)));
}

/** The same problems with `from` at the head of each path replaced: for a question in a question. */
export function moved(problems: readonly Problem[], from: string, to: string): Problem[] {
  return problems.map(({ code, path }) => ({
    code,
    path: path.startsWith(from) ? to + path.slice(from.length) : path,
  }));
}

export function idsOf(things: readonly { readonly id: string }[]): string[] {
  return things.map(({ id }) => id);
}
