import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const pairs = (...names: string[]) => ({
  pairs: names.map((name) => {
    const [source, target] = name.split(' ');
    return { source, target };
  }),
});
const right = ['whale mammal', 'whale swims', 'bat mammal', 'bat flies'];
const mapping = (more: object = {}) => ({
  key: {
    mapping: {
      entries: [
        { entry: 'whale mammal', points: 1 },
        { entry: 'whale swims', points: 2 },
        { entry: 'bat mammal', points: 2 },
        { entry: 'bat flies', points: 3 },
        { entry: 'whale flies', points: -1 },
      ],
      ...more,
    },
  },
  ...rule('mapped'),
});

describeKind('match', {
  grades: [
    ['all pairs', {}, pairs(...right), 1, ['RIGHT', 'RIGHT', 'RIGHT', 'RIGHT']],
    ['all pairs in another order', {}, pairs(...right.toReversed()), 1, 'RIGHT'],
    [
      'three of four pairs',
      {},
      pairs(...right.slice(1)),
      0.75,
      ['MISSING', 'RIGHT', 'RIGHT', 'RIGHT'],
    ],
    [
      'a wrong pair in the place of a right one',
      {},
      pairs('whale flies', ...right.slice(1)),
      0.75,
      ['WRONG', 'RIGHT', 'RIGHT', 'RIGHT'],
    ],
    [
      'a pair beyond the right ones',
      {},
      pairs('whale flies', ...right),
      0.75,
      ['RIGHT', 'RIGHT', 'RIGHT', 'RIGHT', 'EXTRA'],
    ],
    ['one pair', {}, pairs('bat flies'), 0.25],
    [
      'wrong pairs',
      {},
      pairs('whale flies', 'bat swims'),
      0,
      ['WRONG', 'WRONG', 'MISSING', 'MISSING'],
    ],
    [
      'wrong pairs without a floor',
      rule('per_part', { floorAtZero: false }),
      pairs('whale flies'),
      0,
    ],
    [
      'wrong pairs with a penalty and no floor',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      pairs('whale flies', 'bat swims'),
      -0.5,
    ],
    [
      'a wrong pair with half the penalty',
      rule('per_part', { penalty: 0.5 }),
      pairs('whale flies', ...right.slice(1)),
      0.625,
    ],
    [
      'a pair beyond the right ones that costs half',
      rule('per_part', { penalty: 0.5 }),
      pairs('whale flies', ...right),
      0.875,
    ],
    [
      'a pair beyond the right ones that costs nothing',
      rule('per_part', { penalty: 0 }),
      pairs('whale flies', ...right),
      1,
    ],
    ['all pairs or nothing', rule('all_or_nothing'), pairs(...right), 1],
    ['three pairs or nothing', rule('all_or_nothing'), pairs(...right.slice(1)), 0],
    ['a pair too many or nothing', rule('all_or_nothing'), pairs('whale flies', ...right), 0],
    ['mapped pairs', mapping(), pairs(...right), 1],
    ['a mapped pair', mapping(), pairs('bat flies'), 0.375],
    ['mapped pairs with one that costs', mapping(), pairs('whale flies', ...right), 0.875],
    [
      'an unmapped pair by the default',
      mapping({ default: -2 }),
      pairs('bat flies', 'bat swims'),
      0.125,
    ],
    ['an empty answer', {}, pairs(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a source that is not there', pairs('cat mammal'), 'UNKNOWN_ID', 'response.pairs[0].source'],
    ['a target that is not there', pairs('bat barks'), 'UNKNOWN_ID', 'response.pairs[0].target'],
    ['a pair the wrong way round', pairs('mammal bat'), 'UNKNOWN_ID', 'response.pairs[0].source'],
    ['a pair given twice', pairs('bat flies', 'bat flies'), 'DUPLICATE', 'response.pairs[1]'],
    [
      'a target in more pairs than it may be',
      pairs('bat swims', 'whale swims'),
      'OVERUSED',
      'response.pairs',
    ],
    [
      'a source in more pairs than it may be',
      pairs('bat swims', 'bat flies'),
      'OVERUSED',
      'response.pairs',
      {
        body: {
          sources: [
            { id: 'bat', content: 'Bat', maxMatches: 1 },
            { id: 'whale', content: 'Whale' },
          ],
        },
      },
    ],
    [
      'more pairs than are allowed',
      pairs('bat mammal', 'bat flies'),
      'TOO_MANY',
      'response.pairs',
      { body: { maxPairs: 1 } },
    ],
    ['half a pair', { pairs: [{ source: 'bat' }] }, 'MISSING', 'response.pairs[0].target'],
    ['a pair that is a text', { pairs: ['bat flies'] }, 'WRONG_TYPE', 'response.pairs[0]'],
  ],
  faults: [
    [
      'a right pair with a stranger',
      { key: { correct: pairs('cat mammal').pairs } },
      'UNKNOWN_ID',
      'key.correct[0].source',
    ],
    [
      'a right pair given twice',
      { key: { correct: pairs('bat flies', 'bat flies').pairs } },
      'DUPLICATE',
      'key.correct[1]',
    ],
    ['no right pairs', { key: { correct: [] } }, 'EMPTY', 'key.correct'],
    [
      'right pairs that use a target too often',
      { key: { correct: pairs('bat swims', 'whale swims').pairs } },
      'UNREACHABLE',
      'key',
    ],
    ['more right pairs than are allowed', { body: { maxPairs: 3 } }, 'UNREACHABLE', 'key'],
    [
      'targets with one name',
      {
        body: {
          targets: [
            { id: 'a', content: 'A' },
            { id: 'a', content: 'B' },
          ],
        },
      },
      'DUPLICATE',
      'body.targets[1].id',
    ],
    [
      'sources with one name',
      {
        body: {
          sources: [
            { id: 'a', content: 'A' },
            { id: 'a', content: 'B' },
          ],
        },
      },
      'DUPLICATE',
      'body.sources[1].id',
    ],
    [
      'a mapping of half a pair',
      mapping({ entries: [{ entry: 'whale', points: 1 }] }),
      'UNKNOWN_ID',
      'key.mapping.entries[0].entry',
    ],
    ['a limit below one', { body: { maxPairs: -1 } }, 'OUT_OF_RANGE', 'body.maxPairs'],
  ],
});
