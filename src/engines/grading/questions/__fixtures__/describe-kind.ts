import { describe, expect, it } from '@jest/globals';

import { gradeQuestion } from '../grade-question.js';
import { inspectQuestion } from '../inspect-question.js';
import type { Question, QuestionKindName } from '../question.js';
import { readResponse } from '../read-response.js';
import type { PartOutcome, ProblemCode, QuestionOutcome } from '../types.js';
import { EXAMPLES } from './examples.js';

/** Fields of the example question to replace; undefined takes one away. */
export interface Change {
  readonly body?: object;
  readonly key?: object;
  readonly rule?: object | undefined;
}

/** The fields of an answer without its kind; null for none. */
type Fields = object | null;

export interface KindCases {
  /** What answers are worth: the title, the question, the answer, its score and its outcomes. */
  readonly grades: readonly (readonly [
    title: string,
    change: Change,
    response: Fields,
    score: number | null,
    outcomes?: QuestionOutcome | readonly PartOutcome[],
  ])[];
  /** Answers that are refused. */
  readonly refuses: readonly (readonly [
    title: string,
    response: object,
    code: ProblemCode,
    path: string,
    change?: Change,
  ])[];
  /** What an author is told. */
  readonly faults: readonly (readonly [
    title: string,
    change: Change,
    code: ProblemCode,
    path: string,
  ])[];
}

export const FEWEST_CASES = 20;
export const FEWEST_FAULTS = 5;

/** The tests of one kind of question, as tables over its example. */
export function describeKind(kind: QuestionKindName, { grades, refuses, faults }: KindCases): void {
  describe(`a ${kind.replaceAll('_', ' ')} question`, () => {
    // Not it.each: it hands a callback to a row that is shorter than the function takes.
    for (const [title, change, fields, score, outcomes] of grades) {
      it(`grades ${title}`, () => {
        const question = changed(kind, change);
        const response = frozen(fields === null ? null : { kind, ...fields });
        const grade = gradeQuestion(question, response);
        expect(grade.score).toBe(score);
        if (typeof outcomes === 'string') expect(grade.outcome).toBe(outcomes);
        else if (outcomes !== undefined) {
          expect(grade.parts.map(({ outcome }) => outcome)).toEqual(outcomes);
        }
        const read = readResponse(question.body, response);
        expect(read).toHaveProperty('response');
        if ('response' in read) expect(gradeQuestion(question, read.response)).toEqual(grade);
      });
    }

    for (const [title, fields, code, path, change = {}] of refuses) {
      it(`refuses ${title}`, () => {
        const question = changed(kind, change);
        const response = frozen({ kind, ...fields });
        expect(readResponse(question.body, response)).toEqual({
          refused: expect.arrayContaining([{ code, path }]),
        });
        const { score, outcome } = gradeQuestion(question, response);
        expect([score, outcome]).toEqual([0, 'REFUSED']);
      });
    }

    for (const [title, change, code, path] of faults) {
      it(`tells its author of ${title}`, () => {
        const question = changed(kind, change);
        expect(inspectQuestion(question)).toContainEqual({ code, path });
        expect(() => gradeQuestion(question, EXAMPLES[kind].right)).not.toThrow();
      });
    }

    it(`is shown by ${FEWEST_CASES} cases and ${FEWEST_FAULTS} faults at least`, () => {
      expect(grades.length + refuses.length).toBeGreaterThanOrEqual(FEWEST_CASES);
      expect(faults.length).toBeGreaterThanOrEqual(FEWEST_FAULTS);
    });
  });
}

function changed(kind: QuestionKindName, change: Change): Question {
  const { body, key, rule }: Question = EXAMPLES[kind].question;
  const given = 'rule' in change ? change.rule : rule;
  // What the changes make of it is the test's to know.
  return frozen({
    body: { ...body, ...change.body },
    key: { ...key, ...change.key },
    ...(given === undefined ? {} : { rule: given }),
  }) as Question;
}

/** So that a grader that changes what it is given throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
