import type { Random } from './random.js';

/**
 * The elements in an order drawn so that every order is as likely, by striking out. Fisher and
 * Yates (1938), "Statistical Tables for Biological, Agricultural and Medical Research".
 */
export function shuffle<T>(elements: readonly T[], random: Random): T[] {
  return draw(elements, elements.length, random);
}

/** `count` of the elements without repeat, or all when there are fewer; the order is drawn too. */
export function draw<T>(elements: readonly T[], count: number, random: Random): T[] {
  const left = [...elements];
  const drawn: T[] = [];
  while (drawn.length < count && left.length > 0) {
    drawn.push(...left.splice(random.below(left.length), 1));
  }
  return drawn;
}

/** Shuffles the elements that are not fixed; those that are keep their places. */
export function shuffleAround<T>(
  elements: readonly T[],
  isFixed: (element: T) => boolean,
  random: Random,
): T[] {
  const loose = shuffle(
    elements.filter((element) => !isFixed(element)),
    random,
  );
  return elements.flatMap((element) => (isFixed(element) ? [element] : loose.splice(0, 1)));
}
