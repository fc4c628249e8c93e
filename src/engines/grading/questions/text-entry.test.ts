import { describe, expect, it } from '@jest/globals';

import { describeKind } from './__fixtures__/describe-kind.js';
import { editDistance } from './edit-distance.js';

const accepts = (text: string, more: object = {}) => ({
  body: { maxLength: undefined },
  key: { accepted: [{ text }], maxEdits: undefined, ...more },
});
const text = (typed: string) => ({ text: typed });

describeKind('text_entry', {
  grades: [
    ['the text', {}, text('photosynthesis'), 1, ['RIGHT']],
    ['a text of part of the credit', {}, text('Assimilation'), 0.5, ['PARTLY_RIGHT']],
    ['another text', {}, text('respiration'), 0, ['WRONG']],
    ['blanks at both ends', {}, text('  photosynthesis\n'), 1],
    ['capitals', accepts('Paris'), text('PARIS'), 1],
    ['capitals that count', accepts('Paris', { caseSensitive: true }), text('paris'), 0],
    ['accents, which count', accepts('Malmö'), text('Malmo'), 0],
    ['accents that do not count', accepts('Malmö', { ignoreAccents: true }), text('malmo'), 1],
    [
      'accents too many that do not count',
      accepts('Malmo', { ignoreAccents: true }),
      text('Målmö'),
      1,
    ],
    ['accents composed otherwise', accepts('Malm\u00f6'), text('malmo\u0308'), 1],
    ['blanks between words, folded', accepts('New York'), text('new \u00a0  york'), 1],
    ['blanks that are missing', accepts('New York'), text('newyork'), 0],
    ['blanks that are ignored', accepts('New York', { blanks: 'ignore' }), text('newyork'), 1],
    ['blanks that are exact', accepts('a  b', { blanks: 'exact' }), text('a  b'), 1],
    ['blanks that are not exact', accepts('a  b', { blanks: 'exact' }), text(' a b '), 0],
    ['an invisible character', accepts('Paris'), text('Pa\u200bris'), 1],
    ['a typographic apostrophe', accepts("don't"), text('don\u2019t'), 1],
    ['a letter too few', {}, text('photosynthsis'), 1, ['MISSPELT']],
    ['a letter too many', {}, text('photosynthessis'), 1, ['MISSPELT']],
    ['another letter', {}, text('photosinthesis'), 1, ['MISSPELT']],
    ['letters swapped', {}, text('photosynthseis'), 1, ['MISSPELT']],
    ['two letters wrong', {}, text('fotosynthesis'), 0],
    ['two letters wrong of two', { key: { maxEdits: 2 } }, text('fotosynthesis'), 1],
    ['a misspelt text for less', { key: { misspeltCredit: 0.5 } }, text('photosinthesis'), 0.5],
    [
      'a misspelt text of part of the credit',
      { key: { misspeltCredit: 0.5 } },
      text('asimilation'),
      0.25,
    ],
    [
      'a misspelt text or nothing',
      { key: { misspeltCredit: 0.5 }, rule: { type: 'all_or_nothing' } },
      text('photosinthesis'),
      0,
    ],
    ['one letter that is all of the text', accepts('H', { maxEdits: 1 }), text('O'), 0],
    [
      'a text spelled exactly before one misspelt',
      { key: { accepted: [{ text: 'then' }, { text: 'than', credit: 0.5 }] } },
      text('than'),
      0.5,
      ['PARTLY_RIGHT'],
    ],
    [
      'a letter beyond the basic plane',
      accepts('𝑥𝑦', { maxEdits: 1 }),
      text('𝑥𝑧'),
      1,
      ['MISSPELT'],
    ],
    ['a capital sharp s', accepts('straße'), text('STRASSE'), 0],
    ['nothing but blanks', {}, text(' \u200b\t'), 0, 'UNANSWERED'],
    ['an empty text', {}, text(''), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
    [
      'a wrong text with a penalty',
      { rule: { type: 'per_part', penalty: 0.5, floorAtZero: false } },
      text('x'),
      -0.5,
    ],
  ],
  refuses: [
    ['a text over its limit', text('x'.repeat(41)), 'TOO_LONG', 'response.text'],
    ['a text over every limit', text('x'.repeat(1_001)), 'TOO_LONG', 'response.text', accepts('x')],
    ['half a surrogate pair', text('\ud83d'), 'BAD_TEXT', 'response.text'],
    ['a NUL', text('a\0b'), 'BAD_TEXT', 'response.text'],
    ['a number', { text: 7 }, 'WRONG_TYPE', 'response.text'],
    ['no text', {}, 'MISSING', 'response.text'],
  ],
  faults: [
    ['nothing accepted', { key: { accepted: [] } }, 'EMPTY', 'key.accepted'],
    ['an accepted text of blanks', accepts('  '), 'EMPTY', 'key.accepted[0].text'],
    [
      'accepted texts that are one',
      { key: { accepted: [{ text: 'Paris' }, { text: 'paris ' }] } },
      'DUPLICATE',
      'key.accepted[1].text',
    ],
    [
      'no text of full credit',
      { key: { accepted: [{ text: 'Paris', credit: 0.9 }] } },
      'UNREACHABLE',
      'key',
    ],
    [
      'a text of no credit',
      { key: { accepted: [{ text: 'Paris' }, { text: 'Rome', credit: 0 }] } },
      'OUT_OF_RANGE',
      'key.accepted[1].credit',
    ],
    [
      'a credit above one',
      { key: { accepted: [{ text: 'Paris', credit: 2 }] } },
      'OUT_OF_RANGE',
      'key.accepted[0].credit',
    ],
    ['a text longer than may be typed', { body: { maxLength: 3 } }, 'UNREACHABLE', 'key'],
    ['a negative number of edits', { key: { maxEdits: -1 } }, 'OUT_OF_RANGE', 'key.maxEdits'],
    [
      'a credit for misspelling that cannot be',
      accepts('x', { misspeltCredit: 0.5 }),
      'NOT_APPLICABLE',
      'key.misspeltCredit',
    ],
    ['a rule for blanks that is none', { key: { blanks: 'some' } }, 'NOT_ONE_OF', 'key.blanks'],
  ],
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'ab', 1],
    ['abc', 'abcd', 1],
    ['abc', 'axc', 1],
    ['abc', 'acb', 1],
    // Damerau's own metric has 2 here; a swap is not changed again.
    ['ca', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['saturday', 'sunday', 3],
    ['', 'abc', 3],
    ['😀', '', 1],
  ])('of %j and %j is %d', (a, b, distance) => {
    expect(editDistance(a, b, 9)).toBe(distance);
    expect(editDistance(b, a, 9)).toBe(distance);
  });

  it('is one more than the most that is asked for, when it is beyond', () => {
    expect(editDistance('kitten', 'sitting', 1)).toBe(2);
    expect(editDistance('a'.repeat(900), 'b'.repeat(900), 2)).toBe(3);
  });
});
