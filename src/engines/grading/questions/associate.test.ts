import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const pairs = (...names: string[]) => ({
  pairs: names.map((name) => {
    const [first, second] = name.split(' ');
    return { first, second };
  }),
});
const free = {
  body: {
    choices: ['romeo', 'juliet', 'hamlet', 'ophelia'].map((id) => ({ id, content: id })),
    maxPairs: undefined,
  },
};
const mapping = (entries: Record<string, number>) => ({
  key: {
    mapping: { entries: Object.entries(entries).map(([entry, points]) => ({ entry, points })) },
  },
  ...rule('mapped'),
});
const mapped = mapping({ 'romeo juliet': 3, 'hamlet ophelia': 1, 'romeo hamlet': 1 });

describeKind('associate', {
  grades: [
    ['both pairs', {}, pairs('romeo juliet', 'hamlet ophelia'), 1, ['RIGHT', 'RIGHT']],
    ['both pairs turned about', {}, pairs('ophelia hamlet', 'juliet romeo'), 1, ['RIGHT', 'RIGHT']],
    ['one pair', {}, pairs('juliet romeo'), 0.5, ['RIGHT', 'MISSING']],
    [
      'one right and one wrong pair',
      free,
      pairs('romeo juliet', 'romeo ophelia'),
      0.5,
      ['RIGHT', 'WRONG'],
    ],
    [
      'a pair beyond the right ones',
      free,
      pairs('romeo juliet', 'hamlet ophelia', 'romeo ophelia'),
      0.5,
      ['RIGHT', 'RIGHT', 'EXTRA'],
    ],
    [
      'all pairs there are',
      free,
      pairs('romeo juliet', 'hamlet ophelia', 'romeo ophelia', 'romeo hamlet'),
      0,
    ],
    ['pairs crossed', {}, pairs('romeo ophelia', 'hamlet juliet'), 0, ['WRONG', 'WRONG']],
    [
      'pairs crossed with a penalty',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      pairs('romeo ophelia', 'hamlet juliet'),
      -1,
    ],
    [
      'a wrong pair with a penalty',
      { ...free, ...rule('per_part', { penalty: 0.5 }) },
      pairs('romeo juliet', 'romeo ophelia'),
      0.25,
    ],
    ['both pairs or nothing', rule('all_or_nothing'), pairs('romeo juliet', 'hamlet ophelia'), 1],
    ['one pair or nothing', rule('all_or_nothing'), pairs('romeo juliet'), 0],
    [
      'a pair too many or nothing',
      { ...free, ...rule('all_or_nothing') },
      pairs('romeo juliet', 'hamlet ophelia', 'romeo hamlet'),
      0,
    ],
    [
      'a key whose pairs are turned about',
      { key: { correct: pairs('juliet romeo', 'ophelia hamlet').pairs } },
      pairs('romeo juliet', 'hamlet ophelia'),
      1,
    ],
    ['mapped pairs', mapped, pairs('juliet romeo', 'ophelia hamlet'), 1],
    ['a mapped pair turned about', mapped, pairs('juliet romeo'), 0.75],
    ['a mapped pair that is not of the key', mapped, pairs('hamlet romeo'), 0.25],
    ['an unmapped pair', mapped, pairs('juliet ophelia'), 0],
    ['an empty answer', {}, pairs(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    [
      'a choice that is not there',
      pairs('romeo rosaline'),
      'UNKNOWN_ID',
      'response.pairs[0].second',
    ],
    ['a choice paired with itself', pairs('romeo romeo'), 'SELF_PAIR', 'response.pairs[0]'],
    ['a pair given twice', pairs('romeo juliet', 'romeo juliet'), 'DUPLICATE', 'response.pairs[1]'],
    [
      'a pair given both ways',
      pairs('romeo juliet', 'juliet romeo'),
      'DUPLICATE',
      'response.pairs[1]',
    ],
    [
      'a choice in more pairs than it may be',
      pairs('romeo juliet', 'romeo ophelia'),
      'OVERUSED',
      'response.pairs',
    ],
    [
      'more pairs than are allowed',
      pairs('romeo juliet', 'romeo hamlet', 'romeo ophelia'),
      'TOO_MANY',
      'response.pairs',
      { body: { maxPairs: 2 } },
    ],
    [
      'the pair of a match',
      { pairs: [{ source: 'romeo', target: 'juliet' }] },
      'UNKNOWN_FIELD',
      'response.pairs[0].source',
    ],
  ],
  faults: [
    [
      'a right pair with a stranger',
      { key: { correct: pairs('romeo rosaline').pairs } },
      'UNKNOWN_ID',
      'key.correct[0].second',
    ],
    [
      'a right pair of one',
      { key: { correct: pairs('romeo romeo').pairs } },
      'SELF_PAIR',
      'key.correct[0]',
    ],
    [
      'a right pair given both ways',
      { key: { correct: pairs('romeo juliet', 'juliet romeo').pairs } },
      'DUPLICATE',
      'key.correct[1]',
    ],
    ['no right pairs', { key: { correct: [] } }, 'EMPTY', 'key.correct'],
    ['more right pairs than are allowed', { body: { maxPairs: 1 } }, 'UNREACHABLE', 'key'],
    [
      'choices with one name',
      {
        body: {
          choices: [
            { id: 'a', content: 'A' },
            { id: 'a', content: 'B' },
          ],
        },
      },
      'DUPLICATE',
      'body.choices[1].id',
    ],
    [
      'a mapping with the later choice first',
      mapping({ 'juliet romeo': 1 }),
      'UNKNOWN_ID',
      'key.mapping.entries[0].entry',
    ],
  ],
});
