import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const filled = (...names: string[]) => ({
  filled: names.map((name) => {
    const [choice, gap] = name.split(' ');
    return { gap, choice };
  }),
});
const either = {
  key: {
    gaps: [
      { gap: 'G1', accepted: ['winter', 'summer'] },
      { gap: 'G2', accepted: ['winter'] },
    ],
  },
};
const weighted = (first: number, second: number) => ({
  key: {
    gaps: [
      { gap: 'G1', accepted: ['winter'], weight: first },
      { gap: 'G2', accepted: ['summer'], weight: second },
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
const mapped = mapping({ 'winter G1': 1, 'summer G2': 2, 'autumn G2': 1 });

describeKind('gap_match', {
  grades: [
    ['both gaps', {}, filled('winter G1', 'summer G2'), 1, ['RIGHT', 'RIGHT']],
    ['both gaps in another order', {}, filled('summer G2', 'winter G1'), 1],
    ['one gap', {}, filled('summer G2'), 0.5, ['MISSING', 'RIGHT']],
    ['one gap wrong', {}, filled('winter G1', 'autumn G2'), 0.5, ['RIGHT', 'WRONG']],
    ['gaps swapped', {}, filled('summer G1', 'winter G2'), 0, ['WRONG', 'WRONG']],
    [
      'gaps swapped with a penalty',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      filled('summer G1', 'winter G2'),
      -1,
    ],
    [
      'one gap wrong with a penalty',
      rule('per_part', { penalty: 0.5 }),
      filled('winter G1', 'autumn G2'),
      0.25,
    ],
    ['an empty gap without a penalty', rule('per_part', { penalty: 1 }), filled('winter G1'), 0.5],
    ['both gaps or nothing', rule('all_or_nothing'), filled('winter G1', 'summer G2'), 1],
    ['one gap or nothing', rule('all_or_nothing'), filled('winter G1'), 0],
    [
      'one gap or nothing with a penalty',
      rule('all_or_nothing', { penalty: 1, floorAtZero: false }),
      filled('winter G1'),
      0,
    ],
    ['a gap that accepts several', either, filled('summer G1', 'winter G2'), 1],
    ['a gap that is worth more', weighted(3, 1), filled('winter G1'), 0.75],
    ['a gap that is worth nothing', weighted(1, 0), filled('winter G1'), 1],
    [
      'a worthless gap that is wrong',
      { ...weighted(1, 0), ...rule('all_or_nothing') },
      filled('winter G1', 'autumn G2'),
      1,
    ],
    ['mapped gaps', mapped, filled('winter G1', 'summer G2'), 1],
    [
      'a mapped second best',
      mapping({ 'winter G1': 2, 'summer G2': 2, 'autumn G2': 1 }),
      filled('winter G1', 'autumn G2'),
      0.75,
    ],
    [
      'an unmapped gap by the default',
      mapping({ 'winter G1': 2, 'summer G2': 2 }, { default: -1 }),
      filled('winter G1', 'autumn G2'),
      0.25,
    ],
    ['an empty answer', {}, filled(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a gap that is not there', filled('winter G3'), 'UNKNOWN_ID', 'response.filled[0].gap'],
    ['a choice that is not there', filled('spring G1'), 'UNKNOWN_ID', 'response.filled[0].choice'],
    ['a gap filled twice', filled('winter G1', 'summer G1'), 'DUPLICATE', 'response.filled[1]'],
    [
      'a choice used more than it may be',
      filled('winter G1', 'winter G2'),
      'OVERUSED',
      'response.filled',
    ],
    [
      'a gap without a choice',
      { filled: [{ gap: 'G1', choice: null }] },
      'MISSING',
      'response.filled[0].choice',
    ],
    ['a table from gaps to choices', { filled: { G1: 'winter' } }, 'WRONG_TYPE', 'response.filled'],
  ],
  faults: [
    [
      'a gap without a key',
      { key: { gaps: [{ gap: 'G1', accepted: ['winter'] }] } },
      'WITHOUT_KEY',
      'body.gaps[1]',
    ],
    [
      'a key without a gap',
      { key: { gaps: [{ gap: 'G3', accepted: ['winter'] }] } },
      'UNKNOWN_ID',
      'key.gaps[0].gap',
    ],
    [
      'a gap with two keys',
      {
        key: {
          gaps: [
            { gap: 'G1', accepted: ['winter'] },
            { gap: 'G1', accepted: ['summer'] },
          ],
        },
      },
      'DUPLICATE',
      'key.gaps[1]',
    ],
    [
      'a gap that accepts a stranger',
      {
        key: {
          gaps: [
            { gap: 'G1', accepted: ['winter', 'spring'] },
            { gap: 'G2', accepted: ['summer'] },
          ],
        },
      },
      'UNKNOWN_ID',
      'key.gaps[0].accepted[1]',
    ],
    [
      'a gap that accepts nothing',
      { key: { gaps: [{ gap: 'G1', accepted: [] }] } },
      'EMPTY',
      'key.gaps[0].accepted',
    ],
    [
      'two gaps that need one choice',
      {
        key: {
          gaps: [
            { gap: 'G1', accepted: ['winter'] },
            { gap: 'G2', accepted: ['winter'] },
          ],
        },
      },
      'UNREACHABLE',
      'key',
    ],
    ['weights that sum to nothing', weighted(0, 0), 'NO_WEIGHT', 'key.gaps'],
    ['a negative weight', weighted(-1, 2), 'OUT_OF_RANGE', 'key.gaps[0].weight'],
    ['a weight that is no number', weighted(NaN, 2), 'NOT_FINITE', 'key.gaps[0].weight'],
    [
      'gaps with one name',
      { body: { gaps: [{ id: 'G1' }, { id: 'G1' }, { id: 'G2' }] } },
      'DUPLICATE',
      'body.gaps[1].id',
    ],
    [
      'a mapping with the gap first',
      mapping({ 'G1 winter': 1 }),
      'UNKNOWN_ID',
      'key.mapping.entries[0].entry',
    ],
  ],
});
