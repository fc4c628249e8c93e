import { foldAnswer } from '../fold-text.js';
import type { AlgebraKey, Grader, GradingLimits, Outcome } from '../types.js';
import { foldNotation, foldSpelling } from './notation.js';
import { readText, type Reading, type Readings } from './readings.js';
import { Refusal } from './refusal.js';
import { sameReading } from './same-answer.js';
import { Samples } from './samples.js';
import { writtenAnswer } from './written-form.js';

/**
 * Grades mathematics by what it says, not by how it is written. In this order, the first that
 * holds: spelled like the key (EXACT), written like it but for the order of terms and factors
 * (EQUIVALENT), equal in value and only the question again (RESTATED), equal in value (EQUIVALENT),
 * near enough (WITHIN_TOLERANCE). Numbers are real: √−25 has no value and is known by its writing
 * alone. Whether a fraction is reduced or a product expanded is not graded. An accepted entry that
 * cannot be read as mathematics ("TRUE", "16n4c") is compared as text.
 */
export const algebraGrader: Grader<AlgebraKey> = { name: 'algebra', version: 1, judge };

function judge(key: AlgebraKey, response: string, limits: GradingLimits): Outcome {
  const spelling = foldSpelling(response);
  if (spelling === '') return 'UNREADABLE';
  if (key.accepted.some((accepted) => foldSpelling(accepted) === spelling)) return 'EXACT';

  const letters = key.accepted.some(mixesCase) ? 'as typed' : 'lower case';
  const read = (text: string) => readText(text, limits, letters);
  const keys = key.accepted.map((text) => ({ text, read: read(text) }));
  const verdicts = keys.filter((entry) => 'refused' in entry.read);
  if (verdicts.some(({ text }) => isSameText(text, response))) return 'EXACT';

  const answer = read(response);
  if ('refused' in answer) {
    const isOtherVerdict = answer.refused === 'UNREADABLE' && verdicts.length > 0;
    return isOtherVerdict ? 'NOT_EQUAL' : answer.refused;
  }
  const readable = keys.flatMap((entry) => readingsOf(entry.read));
  const given = (key.given ?? []).flatMap((text) => readingsOf(read(text)));
  if (isWrittenLike(readable, answer)) return 'EQUIVALENT';

  const outcome = compareValues(readable, answer.readings, key, limits);
  return outcome === 'EQUIVALENT' && isWrittenLike(given, answer) ? 'RESTATED' : outcome;
}

function compareValues(
  expected: readonly Reading[],
  found: readonly Reading[],
  { tolerance }: AlgebraKey,
  { maxExponent }: GradingLimits,
): Outcome {
  let outcome: Outcome = 'NOT_EQUAL';
  try {
    const samples = new Samples([...expected, ...found].flat(), maxExponent);
    for (const response of found) {
      for (const key of expected) {
        const likeness = sameReading(key, response, { samples, tolerance });
        if (likeness === 'EQUIVALENT') return likeness;
        outcome = likeness ?? outcome;
      }
    }
  } catch (error) {
    if (error instanceof Refusal) return error.outcome;
    throw error;
  }
  return outcome;
}

function readingsOf(read: Readings): readonly Reading[] {
  return 'refused' in read ? [] : read.readings;
}

function isWrittenLike(others: readonly Reading[], { readings }: { readings: readonly Reading[] }) {
  const forms = new Set(others.map(writtenReading));
  return readings.some((reading) => forms.has(writtenReading(reading)));
}

function writtenReading(reading: Reading): string {
  return reading.map(writtenAnswer).join(' ; ');
}

/** Whether r and R are both there, so that case tells unknowns apart. */
function mixesCase(text: string): boolean {
  const letters = foldNotation(text).replace(/\\[A-Za-z]+/gu, '');
  return (letters.match(/[A-Z]/gu) ?? []).some((capital) =>
    letters.includes(capital.toLowerCase()),
  );
}

function isSameText(a: string, b: string): boolean {
  return foldAnswer(a).toLowerCase() === foldAnswer(b).toLowerCase();
}
