import { foldAnswer, foldBlanks } from './fold-text.js';
import type { Grader, Outcome, TextKey } from './types.js';

/** "x=3", "uphill speed=5": a name in front of a value tells what the value is of. */
const LABELLED = /^[\p{L}][\p{L}\p{N}_ ]*=[^=]+$/u;

/**
 * A text is right when it is spelled like an accepted one. Folded on both sides: Unicode
 * composition, blanks, dashes, `**` and `$$` (fold-text.ts), and case unless the key minds it.
 *
 * The order of a list counts, "9,15" is not "15,9", since the question may have asked for the
 * smaller number first. Except where every part carries its label: "x=-3, x=2" and "x=2 or x=-3"
 * say the same whatever was asked.
 */
export const textGrader: Grader<TextKey> = { name: 'text', version: 1, judge };

function judge(key: TextKey, response: string): Outcome {
  if (foldBlanks(response) === '') return 'UNREADABLE';
  const fold = (text: string) => {
    const folded = foldAnswer(text);
    return key.caseSensitive === true ? folded : folded.toLowerCase();
  };
  const folded = fold(response);
  const accepted = key.accepted.map(fold);
  if (accepted.includes(folded)) return 'EXACT';
  const labelled = sortedLabels(folded);
  if (labelled !== undefined && accepted.some((text) => sortedLabels(text) === labelled)) {
    return 'EQUIVALENT';
  }
  return 'NOT_EQUAL';
}

function sortedLabels(folded: string): string | undefined {
  const parts = folded.split(/[,;]| (?:or|and) /iu);
  if (parts.length < 2 || !parts.every((part) => LABELLED.test(part))) return undefined;
  return parts.sort().join(',');
}
