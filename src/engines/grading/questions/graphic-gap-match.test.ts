import { describeKind } from './__fixtures__/describe-kind.js';

const rule = (type: string, more: object = {}) => ({ rule: { type, ...more } });
const filled = (...names: string[]) => ({
  filled: names.map((name) => {
    const [choice, gap] = name.split(' ');
    return { gap, choice };
  }),
});
const freely = {
  body: {
    choices: ['skane', 'lappland', 'dalarna'].map((id) => ({ id, content: id })),
  },
};
const weighted = {
  key: {
    gaps: [
      { gap: 'south', accepted: ['skane'], weight: 4 },
      { gap: 'north', accepted: ['lappland'], weight: 1 },
    ],
  },
};
const mapped = {
  key: {
    mapping: {
      entries: [
        { entry: 'skane south', points: 2 },
        { entry: 'lappland north', points: 2 },
        { entry: 'dalarna north', points: 1 },
      ],
    },
  },
  ...rule('mapped'),
};
const gap = (id: string, area: object) => ({ id, area });
const box = { type: 'rect', x: 1, y: 1, width: 5, height: 5 };

describeKind('graphic_gap_match', {
  grades: [
    ['both places', {}, filled('skane south', 'lappland north'), 1, ['RIGHT', 'RIGHT']],
    ['both places in another order', {}, filled('lappland north', 'skane south'), 1],
    ['one place', {}, filled('skane south'), 0.5, ['RIGHT', 'MISSING']],
    ['one place wrong', {}, filled('skane south', 'dalarna north'), 0.5, ['RIGHT', 'WRONG']],
    ['places swapped', {}, filled('lappland south', 'skane north'), 0, ['WRONG', 'WRONG']],
    ['one label everywhere', freely, filled('skane south', 'skane north'), 0.5],
    [
      'places swapped with a penalty',
      rule('per_part', { penalty: 0.5, floorAtZero: false }),
      filled('lappland south', 'skane north'),
      -0.5,
    ],
    [
      'one place wrong with a penalty',
      rule('per_part', { penalty: 1 }),
      filled('skane south', 'dalarna north'),
      0,
    ],
    ['both places or nothing', rule('all_or_nothing'), filled('skane south', 'lappland north'), 1],
    ['one place or nothing', rule('all_or_nothing'), filled('skane south'), 0],
    ['a place that is worth more', weighted, filled('skane south'), 0.8],
    ['a place that is worth less', weighted, filled('lappland north'), 0.2],
    ['mapped places', mapped, filled('skane south', 'lappland north'), 1],
    ['a mapped second best', mapped, filled('skane south', 'dalarna north'), 0.75],
    ['an unmapped place', mapped, filled('dalarna south'), 0],
    ['an empty answer', {}, filled(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a place that is not there', filled('skane west'), 'UNKNOWN_ID', 'response.filled[0].gap'],
    [
      'a label that is not there',
      filled('gotland south'),
      'UNKNOWN_ID',
      'response.filled[0].choice',
    ],
    [
      'a place filled twice',
      filled('skane south', 'dalarna south'),
      'DUPLICATE',
      'response.filled[1]',
    ],
    [
      'a label used more than it may be',
      filled('skane south', 'skane north'),
      'OVERUSED',
      'response.filled',
    ],
    [
      'a label at a point',
      { filled: [{ choice: 'skane', gap: { x: 90, y: 270 } }] },
      'WRONG_TYPE',
      'response.filled[0].gap',
    ],
  ],
  faults: [
    [
      'a place without a key',
      { key: { gaps: [{ gap: 'south', accepted: ['skane'] }] } },
      'WITHOUT_KEY',
      'body.gaps[1]',
    ],
    [
      'a place off the picture',
      { body: { gaps: [gap('south', { ...box, x: 399 }), gap('north', box)] } },
      'OUTSIDE',
      'body.gaps[0].area',
    ],
    [
      'a place without an inside',
      { body: { gaps: [gap('south', { ...box, height: 0 }), gap('north', box)] } },
      'TOO_SMALL',
      'body.gaps[0].area',
    ],
    [
      'places with one name',
      { body: { gaps: [gap('south', box), gap('south', box), gap('north', box)] } },
      'DUPLICATE',
      'body.gaps[1].id',
    ],
    [
      'two places that need one label',
      {
        key: {
          gaps: [
            { gap: 'south', accepted: ['skane'] },
            { gap: 'north', accepted: ['skane'] },
          ],
        },
      },
      'UNREACHABLE',
      'key',
    ],
    [
      'labels with one name',
      {
        body: {
          choices: [
            { id: 'skane', content: 'A' },
            { id: 'skane', content: 'B' },
          ],
        },
      },
      'DUPLICATE',
      'body.choices[1].id',
    ],
  ],
});
