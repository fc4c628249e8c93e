import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const filled = (...names: string[]) => ({
  filled: names.map((name) => {
    const [choice, gap] = name.split(' ');
    return { gap, choice };
  }),
});
const weighted = (first: number, second: number) => ({
  key: {
    gaps: [
      { gap: 'verb', accepted: ['are'], weight: first },
      { gap: 'noun', accepted: ['oxen', 'oxes'], weight: second },
    ],
  },
});
const mapping = (entries: Record<string, number>, more: object = {}) => ({
  key: {
    mapping: {
      entries: Object.entries(entries).map(([entry, points]) => ({ entry, points })),
      ...more,
    },
  },
  ...rule('mapped'),
});
const mapped = mapping({ 'are verb': 1, 'oxen noun': 3, 'oxes noun': 1 });
const two = [
  { id: 'a', content: 'A' },
  { id: 'b', content: 'B' },
];

describeKind('inline_choice', {
  grades: [
    ['both gaps', {}, filled('are verb', 'oxen noun'), 1, ['RIGHT', 'RIGHT']],
    ['both gaps in another order', {}, filled('oxen noun', 'are verb'), 1],
    ['the first gap', {}, filled('are verb'), 0.5, ['RIGHT', 'MISSING']],
    ['the second gap', {}, filled('oxen noun'), 0.5, ['MISSING', 'RIGHT']],
    ['one gap wrong', {}, filled('are verb', 'ox noun'), 0.5, ['RIGHT', 'WRONG']],
    ['both gaps wrong', {}, filled('is verb', 'ox noun'), 0, ['WRONG', 'WRONG']],
    [
      'both gaps wrong with a penalty',
      rule('per_part', { penalty: 0.25, floorAtZero: false }),
      filled('is verb', 'ox noun'),
      -0.25,
    ],
    [
      'one gap wrong with a penalty',
      rule('per_part', { penalty: 0.25 }),
      filled('are verb', 'ox noun'),
      0.375,
    ],
    [
      'an empty gap without a penalty',
      rule('per_part', { penalty: 0.25 }),
      filled('are verb'),
      0.5,
    ],
    ['both gaps or nothing', rule('all_or_nothing'), filled('are verb', 'oxen noun'), 1],
    ['one gap or nothing', rule('all_or_nothing'), filled('are verb', 'ox noun'), 0],
    ['a gap that accepts several', weighted(1, 1), filled('are verb', 'oxes noun'), 1],
    ['a gap that is worth more', weighted(1, 3), filled('oxes noun'), 0.75],
    ['a gap that is worth nothing', weighted(0, 1), filled('is verb', 'oxen noun'), 1],
    ['mapped gaps', mapped, filled('are verb', 'oxen noun'), 1],
    ['a mapped second best', mapped, filled('are verb', 'oxes noun'), 0.5],
    [
      'an unmapped gap by the default',
      mapping({ 'are verb': 1, 'oxen noun': 3 }, { default: -1 }),
      filled('is verb', 'oxen noun'),
      0.5,
    ],
    ['an empty answer', {}, filled(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a gap that is not there', filled('are adverb'), 'UNKNOWN_ID', 'response.filled[0].gap'],
    ['a choice that is not there', filled('am verb'), 'UNKNOWN_ID', 'response.filled[0].choice'],
    ['a choice of another gap', filled('oxen verb'), 'UNKNOWN_ID', 'response.filled[0].choice'],
    ['a gap filled twice', filled('are verb', 'is verb'), 'DUPLICATE', 'response.filled[1]'],
    ['a list of texts', { filled: ['are', 'oxen'] }, 'WRONG_TYPE', 'response.filled[0]'],
  ],
  faults: [
    [
      'a gap without a key',
      { key: { gaps: [{ gap: 'verb', accepted: ['are'] }] } },
      'WITHOUT_KEY',
      'body.gaps[1]',
    ],
    [
      'a gap that accepts a choice of another',
      {
        key: {
          gaps: [
            { gap: 'verb', accepted: ['oxen'] },
            { gap: 'noun', accepted: ['oxen'] },
          ],
        },
      },
      'UNKNOWN_ID',
      'key.gaps[0].accepted[0]',
    ],
    [
      'a gap that accepts a choice twice',
      {
        key: {
          gaps: [
            { gap: 'verb', accepted: ['are', 'are'] },
            { gap: 'noun', accepted: ['oxen'] },
          ],
        },
      },
      'DUPLICATE',
      'key.gaps[0].accepted[1]',
    ],
    [
      'a gap with one choice',
      { body: { gaps: [{ id: 'verb', choices: [{ id: 'are', content: 'are' }] }] } },
      'TOO_FEW',
      'body.gaps[0].choices',
    ],
    [
      'choices with one name',
      { body: { gaps: [{ id: 'verb', choices: [...two, ...two] }] } },
      'DUPLICATE',
      'body.gaps[0].choices[2].id',
    ],
    [
      'gaps with one name',
      {
        body: {
          gaps: [
            { id: 'verb', choices: two },
            { id: 'verb', choices: two },
          ],
        },
      },
      'DUPLICATE',
      'body.gaps[1].id',
    ],
    ['weights that sum to nothing', weighted(0, 0), 'NO_WEIGHT', 'key.gaps'],
    [
      'a mapping of a choice in another gap',
      mapping({ 'oxen verb': 1 }),
      'UNKNOWN_ID',
      'key.mapping.entries[0].entry',
    ],
  ],
});
