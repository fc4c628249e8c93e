import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { frozen } from './__fixtures__/describe-kind.js';
import { EXAMPLES } from './__fixtures__/examples.js';
import { gradeQuestion, gradeQuestionWith } from './grade-question.js';
import { inspectQuestion } from './inspect-question.js';
import type { QuestionKindName } from './question.js';
import { readResponse } from './read-response.js';
import { QUESTION_KINDS, questionKindFor } from './registry.js';

/** Kinds where nothing is half right. */
const WHOLE: readonly QuestionKindName[] = ['true_false', 'formula'];

describe.each(QUESTION_KINDS)('%s', (name) => {
  const kind = questionKindFor(name);
  const { question, right, half, wrong } = frozen(EXAMPLES[name]);
  const isGradedByPeople = kind.rules.length === 0;

  it('is known by its name and its versions, and by no other', () => {
    expect(kind.name).toBe(name);
    expect(questionKindFor(name, kind.version)).toBe(kind);
    expect(questionKindFor(name, 99)).toBeUndefined();
  });

  it('has a file, a test beside it, and its cases in it', () => {
    const file = new URL(`./${name.replaceAll('_', '-')}.ts`, import.meta.url);
    const test = new URL(`./${name.replaceAll('_', '-')}.test.ts`, import.meta.url);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(test, 'utf8')).toContain(`\ndescribeKind('${name}', {`);
  });

  it('has a sound example', () => {
    expect(inspectQuestion(question)).toEqual([]);
  });

  it('gives the answers of its example what they are worth', () => {
    const score = (response: unknown) => gradeQuestion(question, response).score;
    expect(score(right)).toBe(isGradedByPeople ? null : 1);
    expect(half === null).toBe(isGradedByPeople || WHOLE.includes(name));
    if (half !== null) expect(score(half)).toBe(0.5);
    expect(wrong === null).toBe(isGradedByPeople);
    if (wrong !== null) expect(score(wrong)).toBe(0);
  });

  it('says by what it graded', () => {
    const { grader, rule, parts, correct } = gradeQuestion(question, right);
    expect(grader).toEqual({ name, version: kind.version });
    expect(rule === null).toBe(isGradedByPeople);
    expect(correct).toBe(isGradedByPeople ? null : true);
    expect(parts.length).toBeGreaterThan(0);
  });

  it('gives 0 for no answer, whatever the rule', () => {
    for (const type of kind.rules) {
      const asked = { ...question, rule: { type, penalty: 1, floorAtZero: false } };
      expect(gradeQuestion(asked as typeof question, null)).toMatchObject({
        score: 0,
        correct: false,
        outcome: 'UNANSWERED',
        parts: [],
      });
    }
    expect(gradeQuestion(question, undefined).outcome).toBe('UNANSWERED');
  });

  it('solves its own example, where it has a key to solve it by', () => {
    const solution = kind.solution(question.body, question.key);
    expect(solution === null).toBe(isGradedByPeople);
    if (solution !== null) expect(gradeQuestion(question, solution).score).toBe(1);
  });

  it('keeps what belongs to the key out of the body', () => {
    const { kind: _, ...key } = { modelAnswer: 'x', ...question.key };
    const secrets = isGradedByPeople ? { modelAnswer: 'x' } : key;
    const body = { ...question.body, ...secrets };
    expect(inspectQuestion({ ...question, body })).not.toEqual([]);
    expect(readResponse(body as typeof question.body, right)).toHaveProperty('refused');
  });

  it('is plain data on all sides', () => {
    const example = { question, right, half, wrong };
    expect(JSON.parse(JSON.stringify(example))).toEqual(example);
  });

  it('has no score when the key is of another kind', () => {
    const other = name === 'slider' ? 'order' : 'slider';
    const mixed = { ...question, key: EXAMPLES[other].question.key } as typeof question;
    expect(gradeQuestion(mixed, right)).toMatchObject({ score: null, outcome: 'UNSOUND' });
    expect(inspectQuestion(mixed)).toContainEqual({ code: 'WRONG_KIND', path: 'key.kind' });
  });
});

describe('gradeQuestionWith', () => {
  it('grades by an earlier version when one is asked for', () => {
    const { question, wrong } = EXAMPLES.true_false;
    const lenient = {
      ...questionKindFor('true_false'),
      version: 0,
      judge: () => ({
        parts: [{ id: 'value', weight: 1, outcome: 'RIGHT' as const, credit: 1 }],
        points: undefined,
      }),
    };
    const grade = gradeQuestionWith(lenient, question, wrong);
    expect(grade).toMatchObject({ score: 1, grader: { version: 0 } });
  });
});

describe('gradeQuestion', () => {
  it('measures by the limits it is given', () => {
    const { question, right } = EXAMPLES.formula;
    const [part] = gradeQuestion(question, right, { maxNodes: 1 }).parts;
    expect(part?.outcome).toBe('TOO_COMPLEX');
  });

  it('says that it does not know a kind', () => {
    const question = { body: { kind: 'toString' }, key: {} } as never;
    expect(gradeQuestion(question, {})).toMatchObject({
      score: null,
      outcome: 'UNSOUND',
      grader: { name: 'toString', version: 0 },
    });
  });
});
