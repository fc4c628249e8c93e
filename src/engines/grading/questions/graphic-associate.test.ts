import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const pairs = (...names: string[]) => ({
  pairs: names.map((name) => {
    const [first, second] = name.split(' ');
    return { first, second };
  }),
});
const mapped = {
  key: {
    mapping: {
      entries: [
        { entry: 'malmo stockholm', points: 1 },
        { entry: 'stockholm umea', points: 3 },
      ],
      default: -1,
    },
  },
  ...rule('mapped'),
};
const circle = { type: 'circle', x: 50, y: 50, radius: 5 };
const limited = {
  body: {
    hotspots: [
      { id: 'malmo', area: circle, maxMatches: 1 },
      { id: 'stockholm', area: circle },
      { id: 'umea', area: circle },
    ],
  },
};

describeKind('graphic_associate', {
  grades: [
    ['both lines', {}, pairs('malmo stockholm', 'stockholm umea'), 1, ['RIGHT', 'RIGHT']],
    ['both lines drawn backwards', {}, pairs('umea stockholm', 'stockholm malmo'), 1],
    ['one line', {}, pairs('malmo stockholm'), 0.5, ['RIGHT', 'MISSING']],
    [
      'a right and a wrong line',
      {},
      pairs('malmo stockholm', 'malmo kiruna'),
      0.5,
      ['RIGHT', 'WRONG'],
    ],
    [
      'a line beyond the right ones',
      {},
      pairs('malmo stockholm', 'stockholm umea', 'umea kiruna'),
      0.5,
    ],
    ['wrong lines', {}, pairs('malmo kiruna', 'malmo umea'), 0, 'WRONG'],
    [
      'more wrong lines than right ones',
      {},
      pairs('malmo kiruna', 'malmo umea', 'umea kiruna'),
      0,
      ['WRONG', 'WRONG', 'EXTRA'],
    ],
    [
      'three wrong lines of two, on the lowest score',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      pairs('malmo kiruna', 'malmo umea', 'umea kiruna'),
      -1,
    ],
    [
      'wrong lines with a penalty',
      rule('per_part', { penalty: 1, floorAtZero: false }),
      pairs('malmo kiruna', 'malmo umea'),
      -1,
    ],
    [
      'a line too many with half the penalty',
      rule('per_part', { penalty: 0.5 }),
      pairs('malmo stockholm', 'stockholm umea', 'umea kiruna'),
      0.75,
    ],
    ['all lines or nothing', rule('all_or_nothing'), pairs('malmo stockholm', 'stockholm umea'), 1],
    ['one line or nothing', rule('all_or_nothing'), pairs('malmo stockholm'), 0],
    ['mapped lines', mapped, pairs('umea stockholm', 'malmo stockholm'), 1],
    ['a mapped line', mapped, pairs('umea stockholm'), 0.75],
    ['an unmapped line', mapped, pairs('umea stockholm', 'malmo kiruna'), 0.5],
    ['an empty answer', {}, pairs(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a place that is not there', pairs('oslo malmo'), 'UNKNOWN_ID', 'response.pairs[0].first'],
    ['a place joined with itself', pairs('malmo malmo'), 'SELF_PAIR', 'response.pairs[0]'],
    ['a line drawn twice', pairs('malmo umea', 'umea malmo'), 'DUPLICATE', 'response.pairs[1]'],
    [
      'more lines than are allowed',
      pairs('malmo umea', 'malmo kiruna', 'malmo stockholm', 'umea kiruna'),
      'TOO_MANY',
      'response.pairs',
    ],
    [
      'a place on more lines than it may be',
      pairs('malmo umea', 'malmo stockholm'),
      'OVERUSED',
      'response.pairs',
      limited,
    ],
    [
      'the ends of a line as points',
      { pairs: [{ first: { x: 1, y: 1 }, second: 'umea' }] },
      'WRONG_TYPE',
      'response.pairs[0].first',
    ],
  ],
  faults: [
    [
      'a right line to a stranger',
      { key: { correct: pairs('malmo oslo').pairs } },
      'UNKNOWN_ID',
      'key.correct[0].second',
    ],
    ['more right lines than are allowed', { body: { maxPairs: 1 } }, 'UNREACHABLE', 'key'],
    [
      'right lines that use a place too often',
      { ...limited, key: { correct: pairs('malmo stockholm', 'malmo umea').pairs } },
      'UNREACHABLE',
      'key',
    ],
    [
      'places with one name',
      {
        body: {
          hotspots: [
            { id: 'malmo', area: circle },
            { id: 'malmo', area: circle },
          ],
        },
      },
      'DUPLICATE',
      'body.hotspots[1].id',
    ],
    [
      'a place off the picture',
      {
        body: {
          hotspots: [
            { id: 'malmo', area: { ...circle, x: -50 } },
            { id: 'umea', area: circle },
          ],
        },
      },
      'OUTSIDE',
      'body.hotspots[0].area',
    ],
    [
      'one place alone',
      { body: { hotspots: [{ id: 'malmo', area: circle }] } },
      'TOO_FEW',
      'body.hotspots',
    ],
  ],
});
