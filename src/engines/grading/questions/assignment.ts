/**
 * Gives each place one of the things that fit it, no thing to two places: `fits[p]` are the things
 * for place p, best first. Answers the thing of each place, undefined for none. As many places as
 * possible get one, and a place is never left empty for a later one. By augmenting paths: Berge
 * (1957), "Two theorems in graph theory".
 */
export function assign(fits: readonly (readonly number[])[]): (number | undefined)[] {
  const placeOf = new Map<number, number>();
  for (const place of fits.keys()) settle(place, fits, placeOf, new Set());
  const things: (number | undefined)[] = fits.map(() => undefined);
  for (const [thing, place] of placeOf) things[place] = thing;
  return things;
}

function settle(
  place: number,
  fits: readonly (readonly number[])[],
  placeOf: Map<number, number>,
  tried: Set<number>,
): boolean {
  for (const thing of fits[place] ?? []) {
    if (tried.has(thing)) continue;
    tried.add(thing);
    const other = placeOf.get(thing);
    if (other === undefined || settle(other, fits, placeOf, tried)) {
      placeOf.set(thing, place);
      return true;
    }
  }
  return false;
}
