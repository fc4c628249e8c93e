import { describe, expect, it } from '@jest/globals';

import { readAnswer } from './read-answer.js';

const choice = (choices: string[], answers: string[]) =>
  readAnswer({ problemType: 'MultipleChoice', answerType: 'string', choices, answers });

describe('readAnswer', () => {
  it.each([
    ['TextBox', 'arithmetic', 'ALGEBRA'],
    ['TextBox', 'numeric', 'ALGEBRA'],
    ['TextBox', 'string', 'TEXT'],
  ])('reads %s with %s as %s', (problemType, answerType, kind) => {
    expect(readAnswer({ problemType, answerType, answers: ['$$x$$', '$$x$$', '$$y$$'] })).toEqual({
      question: { kind, choices: [], answers: ['$$x$$', '$$y$$'] },
      warnings: [],
    });
  });

  it('reads MultipleChoice as CHOICE', () => {
    expect(choice(['Yes', 'No'], ['No'])).toEqual({
      question: { kind: 'CHOICE', choices: ['Yes', 'No'], answers: ['No'] },
      warnings: [],
    });
  });

  it.each([
    [{ problemType: 'GridInput', answerType: 'string', answers: ['1'] }, 'GridInput'],
    [{ problemType: 'TextBox', answers: ['1'] }, 'answer type none'],
    [{ problemType: 'TextBox', answerType: 'string', answers: [' '] }, 'has no answer'],
    [{ problemType: 'TextBox', answerType: 'string' }, 'has no answer'],
    [{ problemType: 'MultipleChoice', choices: ['a', 'b'], answers: ['c'] }, '"c" is not among'],
    [{ problemType: 'MultipleChoice', choices: ['a', 'a'], answers: ['a'] }, 'nothing to choose'],
  ])('refuses %j', (raw, reason) => {
    expect(readAnswer(raw)).toEqual({ refused: expect.stringContaining(reason) });
  });

  it('keeps a choice that stands twice once, with a warning', () => {
    expect(choice(['a', 'b', 'a'], ['a'])).toEqual({
      question: { kind: 'CHOICE', choices: ['a', 'b'], answers: ['a'] },
      warnings: [expect.stringContaining('twice')],
    });
  });

  it.each([
    '$$(4,0)I(0,4)I(2,0)I(0,2)$$',
    '$$x=6, y=9Ix=2, y=10$$',
    'Notebooks are $4.INotebooks are $2.',
    '$$-8$$ or 2I $$-2$$ or $$-8$$',
  ])('warns of choices joined by the letter I: %s', (joined) => {
    expect(choice(['$$(4,0)$$', joined], ['$$(4,0)$$'])).toEqual({
      question: { kind: 'CHOICE', choices: ['$$(4,0)$$', joined], answers: ['$$(4,0)$$'] },
      warnings: [expect.stringContaining('joined')],
    });
  });

  it.each(['$$P=\\frac{I}{rt}$$', '$$I=Prt$$', 'If I may', 'In general', 'III'])(
    'does not warn of an I that belongs: %s',
    (text) => {
      expect(choice([text, 'other'], ['other'])).toMatchObject({ warnings: [] });
    },
  );
});
