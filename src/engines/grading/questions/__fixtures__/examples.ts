import type { Question, QuestionKindName, QuestionKinds } from '../question.js';

/** A sound question of a kind with answers to it. */
export interface Example<Name extends QuestionKindName> {
  readonly question: Extract<Question, { readonly body: QuestionKinds[Name]['body'] }>;
  /** Score 1; no score yet where people grade. */
  readonly right: QuestionKinds[Name]['response'];
  /** Between 0 and 1; null for kinds where nothing is half right. */
  readonly half: QuestionKinds[Name]['response'] | null;
  /** Score 0; null where people grade. */
  readonly wrong: QuestionKinds[Name]['response'] | null;
}

export type Examples = { readonly [Name in QuestionKindName]: Example<Name> };

const map = { fileId: 'map', width: 400, height: 300, description: 'A map of Sweden' } as const;

const file = {
  fileId: 'f1',
  name: 'report.pdf',
  mediaType: 'application/pdf',
  bytes: 20_480,
  sha256: 'ab'.repeat(32),
} as const;

const cities = [
  { id: 'malmo', label: 'Malmö', area: { type: 'circle', x: 100, y: 280, radius: 10 } },
  { id: 'stockholm', label: 'Stockholm', area: { type: 'circle', x: 250, y: 200, radius: 10 } },
  { id: 'umea', label: 'Umeå', area: { type: 'circle', x: 260, y: 90, radius: 10 } },
  { id: 'kiruna', label: 'Kiruna', area: { type: 'circle', x: 240, y: 20, radius: 10 } },
] as const;

/** One worked example for each kind of question. */
export const EXAMPLES: Examples = {
  // The second best choice is worth half, by the mapping.
  single_choice: {
    question: {
      body: {
        kind: 'single_choice',
        choices: [
          { id: 'linear', content: 'It is linear.' },
          { id: 'affine', content: 'It is affine.' },
          { id: 'quadratic', content: 'It is quadratic.' },
          { id: 'none', content: 'None of these.', fixed: true },
        ],
        shuffle: true,
      },
      key: {
        kind: 'single_choice',
        correct: 'affine',
        mapping: {
          entries: [
            { entry: 'affine', points: 2 },
            { entry: 'linear', points: 1 },
          ],
        },
      },
      rule: { type: 'mapped' },
    },
    right: { kind: 'single_choice', choice: 'affine' },
    half: { kind: 'single_choice', choice: 'linear' },
    wrong: { kind: 'single_choice', choice: 'none' },
  },
  // Right minus wrong: one of two is (1 − 0) / 2.
  multiple_choice: {
    question: {
      body: {
        kind: 'multiple_choice',
        choices: [
          { id: 'two', content: '2' },
          { id: 'nine', content: '9' },
          { id: 'eleven', content: '11' },
          { id: 'fifteen', content: '15' },
        ],
      },
      key: { kind: 'multiple_choice', correct: ['two', 'eleven'] },
      rule: { type: 'per_part' },
    },
    right: { kind: 'multiple_choice', choices: ['two', 'eleven'] },
    half: { kind: 'multiple_choice', choices: ['eleven'] },
    wrong: { kind: 'multiple_choice', choices: ['nine', 'fifteen'] },
  },
  true_false: {
    question: { body: { kind: 'true_false' }, key: { kind: 'true_false', correct: false } },
    right: { kind: 'true_false', value: false },
    half: null,
    wrong: { kind: 'true_false', value: true },
  },
  // Two of four follow each other as they should: b and c, with d and a moved.
  order: {
    question: {
      body: {
        kind: 'order',
        choices: [
          { id: 'a', content: '1066' },
          { id: 'b', content: '1492' },
          { id: 'c', content: '1789' },
          { id: 'd', content: '1914' },
        ],
      },
      key: { kind: 'order', correct: ['a', 'b', 'c', 'd'] },
      rule: { type: 'per_part' },
    },
    right: { kind: 'order', order: ['a', 'b', 'c', 'd'] },
    half: { kind: 'order', order: ['d', 'b', 'c', 'a'] },
    wrong: { kind: 'order', order: ['d', 'c', 'b', 'a'] },
  },
  match: {
    question: {
      body: {
        kind: 'match',
        sources: [
          { id: 'whale', content: 'Whale' },
          { id: 'bat', content: 'Bat' },
        ],
        targets: [
          { id: 'mammal', content: 'Is a mammal' },
          { id: 'flies', content: 'Flies' },
          { id: 'swims', content: 'Swims', maxMatches: 1 },
        ],
      },
      key: {
        kind: 'match',
        correct: [
          { source: 'whale', target: 'mammal' },
          { source: 'whale', target: 'swims' },
          { source: 'bat', target: 'mammal' },
          { source: 'bat', target: 'flies' },
        ],
      },
      rule: { type: 'per_part' },
    },
    right: {
      kind: 'match',
      pairs: [
        { source: 'whale', target: 'mammal' },
        { source: 'whale', target: 'swims' },
        { source: 'bat', target: 'mammal' },
        { source: 'bat', target: 'flies' },
      ],
    },
    half: {
      kind: 'match',
      pairs: [
        { source: 'whale', target: 'swims' },
        { source: 'bat', target: 'flies' },
      ],
    },
    wrong: {
      kind: 'match',
      pairs: [
        { source: 'whale', target: 'flies' },
        { source: 'bat', target: 'swims' },
      ],
    },
  },
  associate: {
    question: {
      body: {
        kind: 'associate',
        choices: [
          { id: 'romeo', content: 'Romeo', maxMatches: 1 },
          { id: 'juliet', content: 'Juliet', maxMatches: 1 },
          { id: 'hamlet', content: 'Hamlet', maxMatches: 1 },
          { id: 'ophelia', content: 'Ophelia', maxMatches: 1 },
        ],
        maxPairs: 2,
      },
      key: {
        kind: 'associate',
        correct: [
          { first: 'romeo', second: 'juliet' },
          { first: 'hamlet', second: 'ophelia' },
        ],
      },
      rule: { type: 'per_part' },
    },
    right: {
      kind: 'associate',
      pairs: [
        { first: 'juliet', second: 'romeo' },
        { first: 'hamlet', second: 'ophelia' },
      ],
    },
    half: { kind: 'associate', pairs: [{ first: 'ophelia', second: 'hamlet' }] },
    wrong: { kind: 'associate', pairs: [{ first: 'romeo', second: 'ophelia' }] },
  },
  gap_match: {
    question: {
      body: {
        kind: 'gap_match',
        choices: [
          { id: 'winter', content: 'winter', maxUses: 1 },
          { id: 'summer', content: 'summer', maxUses: 1 },
          { id: 'autumn', content: 'autumn', maxUses: 1 },
        ],
        gaps: [{ id: 'G1', label: 'first gap' }, { id: 'G2' }],
      },
      key: {
        kind: 'gap_match',
        gaps: [
          { gap: 'G1', accepted: ['winter'] },
          { gap: 'G2', accepted: ['summer'] },
        ],
      },
      rule: { type: 'per_part' },
    },
    right: {
      kind: 'gap_match',
      filled: [
        { gap: 'G1', choice: 'winter' },
        { gap: 'G2', choice: 'summer' },
      ],
    },
    half: {
      kind: 'gap_match',
      filled: [
        { gap: 'G1', choice: 'winter' },
        { gap: 'G2', choice: 'autumn' },
      ],
    },
    wrong: {
      kind: 'gap_match',
      filled: [
        { gap: 'G1', choice: 'summer' },
        { gap: 'G2', choice: 'winter' },
      ],
    },
  },
  inline_choice: {
    question: {
      body: {
        kind: 'inline_choice',
        gaps: [
          {
            id: 'verb',
            choices: [
              { id: 'is', content: 'is' },
              { id: 'are', content: 'are' },
            ],
          },
          {
            id: 'noun',
            choices: [
              { id: 'ox', content: 'ox' },
              { id: 'oxen', content: 'oxen' },
              { id: 'oxes', content: 'oxes' },
            ],
          },
        ],
      },
      key: {
        kind: 'inline_choice',
        gaps: [
          { gap: 'verb', accepted: ['are'] },
          { gap: 'noun', accepted: ['oxen'] },
        ],
      },
      rule: { type: 'per_part' },
    },
    right: {
      kind: 'inline_choice',
      filled: [
        { gap: 'verb', choice: 'are' },
        { gap: 'noun', choice: 'oxen' },
      ],
    },
    half: {
      kind: 'inline_choice',
      filled: [
        { gap: 'verb', choice: 'are' },
        { gap: 'noun', choice: 'oxes' },
      ],
    },
    wrong: { kind: 'inline_choice', filled: [{ gap: 'verb', choice: 'is' }] },
  },
  text_entry: {
    question: {
      body: { kind: 'text_entry', maxLength: 40 },
      key: {
        kind: 'text_entry',
        accepted: [{ text: 'photosynthesis' }, { text: 'assimilation', credit: 0.5 }],
        maxEdits: 1,
      },
      rule: { type: 'per_part' },
    },
    right: { kind: 'text_entry', text: 'Photosynthesis' },
    half: { kind: 'text_entry', text: 'assimilation' },
    wrong: { kind: 'text_entry', text: 'respiration' },
  },
  numeric: {
    question: {
      body: { kind: 'numeric', units: ['m/s', 'km/h'], unitRequired: true },
      key: {
        kind: 'numeric',
        value: '9.81*2',
        tolerance: { type: 'relative', within: 0.01 },
        unit: 'm/s',
        otherUnits: [{ unit: 'km/h', factor: 0.2777777777777778 }],
        wrongUnitCredit: 0.5,
      },
      rule: { type: 'per_part' },
    },
    right: { kind: 'numeric', text: '19,6 m/s' },
    half: { kind: 'numeric', text: '19.62' },
    wrong: { kind: 'numeric', text: '9.81 m/s' },
  },
  formula: {
    question: {
      body: { kind: 'formula', unknowns: ['x'] },
      key: { kind: 'formula', accepted: ['$$x^2+3x$$'], given: ['x(x+3)'] },
    },
    right: { kind: 'formula', text: '3x + x²' },
    half: null,
    wrong: { kind: 'formula', text: 'x(x+3)' },
  },
  extended_text: {
    question: {
      body: { kind: 'extended_text', format: 'markdown', maxWords: 300 },
      key: { kind: 'extended_text', modelAnswer: 'Names both causes and weighs them.' },
    },
    right: { kind: 'extended_text', text: 'There were two causes.\n\nThe first was hunger.' },
    half: null,
    wrong: null,
  },
  hot_text: {
    question: {
      body: {
        kind: 'hot_text',
        runs: [
          { text: 'The ' },
          { id: 'old', text: 'old' },
          { text: ' ' },
          { id: 'dog', text: 'dog' },
          { text: ' ' },
          { id: 'sleeps', text: 'sleeps' },
          { text: ' ' },
          { id: 'soundly', text: 'soundly' },
          { text: '.' },
        ],
      },
      key: { kind: 'hot_text', correct: ['old', 'soundly'] },
      rule: { type: 'per_option' },
    },
    right: { kind: 'hot_text', choices: ['old', 'soundly'] },
    // Two of four are as they should be: old chosen, sleeps left out.
    half: { kind: 'hot_text', choices: ['old', 'dog'] },
    wrong: { kind: 'hot_text', choices: ['dog', 'sleeps'] },
  },
  hotspot: {
    question: {
      body: { kind: 'hotspot', picture: map, hotspots: cities, maxChoices: 2 },
      key: { kind: 'hotspot', correct: ['umea', 'kiruna'] },
      rule: { type: 'per_part' },
    },
    right: { kind: 'hotspot', choices: ['kiruna', 'umea'] },
    half: { kind: 'hotspot', choices: ['kiruna'] },
    wrong: { kind: 'hotspot', choices: ['malmo'] },
  },
  select_point: {
    question: {
      body: { kind: 'select_point', picture: map, maxPoints: 2 },
      key: {
        kind: 'select_point',
        areas: [
          { id: 'vanern', area: { type: 'ellipse', x: 120, y: 200, radiusX: 20, radiusY: 12 } },
          {
            id: 'gotland',
            area: {
              type: 'poly',
              points: [
                { x: 270, y: 240 },
                { x: 285, y: 230 },
                { x: 280, y: 255 },
              ],
            },
          },
        ],
      },
      rule: { type: 'per_part' },
    },
    right: {
      kind: 'select_point',
      points: [
        { x: 278, y: 242 },
        { x: 125, y: 205 },
      ],
    },
    half: { kind: 'select_point', points: [{ x: 125, y: 205 }] },
    wrong: { kind: 'select_point', points: [{ x: 10, y: 10 }] },
  },
  graphic_order: {
    question: {
      body: { kind: 'graphic_order', picture: map, hotspots: cities },
      key: { kind: 'graphic_order', correct: ['malmo', 'stockholm', 'umea', 'kiruna'] },
      rule: { type: 'per_part' },
    },
    right: { kind: 'graphic_order', order: ['malmo', 'stockholm', 'umea', 'kiruna'] },
    half: { kind: 'graphic_order', order: ['umea', 'kiruna'] },
    wrong: { kind: 'graphic_order', order: ['kiruna', 'umea', 'stockholm', 'malmo'] },
  },
  graphic_associate: {
    question: {
      body: { kind: 'graphic_associate', picture: map, hotspots: cities, maxPairs: 3 },
      key: {
        kind: 'graphic_associate',
        correct: [
          { first: 'malmo', second: 'stockholm' },
          { first: 'stockholm', second: 'umea' },
        ],
      },
      rule: { type: 'per_part' },
    },
    right: {
      kind: 'graphic_associate',
      pairs: [
        { first: 'umea', second: 'stockholm' },
        { first: 'malmo', second: 'stockholm' },
      ],
    },
    half: { kind: 'graphic_associate', pairs: [{ first: 'stockholm', second: 'malmo' }] },
    wrong: { kind: 'graphic_associate', pairs: [{ first: 'malmo', second: 'kiruna' }] },
  },
  graphic_gap_match: {
    question: {
      body: {
        kind: 'graphic_gap_match',
        picture: map,
        choices: [
          { id: 'skane', content: 'Skåne', maxUses: 1 },
          { id: 'lappland', content: 'Lappland', maxUses: 1 },
          { id: 'dalarna', content: 'Dalarna', maxUses: 1 },
        ],
        gaps: [
          { id: 'south', area: { type: 'rect', x: 80, y: 260, width: 40, height: 30 } },
          { id: 'north', area: { type: 'rect', x: 220, y: 10, width: 60, height: 50 } },
        ],
      },
      key: {
        kind: 'graphic_gap_match',
        gaps: [
          { gap: 'south', accepted: ['skane'] },
          { gap: 'north', accepted: ['lappland'] },
        ],
      },
      rule: { type: 'per_part' },
    },
    right: {
      kind: 'graphic_gap_match',
      filled: [
        { gap: 'north', choice: 'lappland' },
        { gap: 'south', choice: 'skane' },
      ],
    },
    half: { kind: 'graphic_gap_match', filled: [{ gap: 'north', choice: 'lappland' }] },
    wrong: { kind: 'graphic_gap_match', filled: [{ gap: 'north', choice: 'dalarna' }] },
  },
  position_object: {
    question: {
      body: {
        kind: 'position_object',
        picture: map,
        object: { fileId: 'flag', width: 16, height: 16, description: 'A flag' },
        maxObjects: 2,
      },
      key: {
        kind: 'position_object',
        areas: [
          { id: 'malmo', area: { type: 'circle', x: 100, y: 280, radius: 10 } },
          { id: 'kiruna', area: { type: 'rect', x: 230, y: 10, width: 20, height: 20 } },
        ],
      },
      rule: { type: 'per_part' },
    },
    right: {
      kind: 'position_object',
      points: [
        { x: 240, y: 20 },
        { x: 103, y: 284 },
      ],
    },
    half: {
      kind: 'position_object',
      points: [
        { x: 240, y: 20 },
        { x: 300, y: 100 },
      ],
    },
    wrong: { kind: 'position_object', points: [{ x: 5, y: 5 }] },
  },
  slider: {
    question: {
      body: { kind: 'slider', min: -1, max: 1, step: 0.1, unit: 'r' },
      key: {
        kind: 'slider',
        correct: 0.7,
        tolerance: 0.1,
        nearby: { tolerance: 0.3, credit: 0.5 },
      },
      rule: { type: 'per_part' },
    },
    right: { kind: 'slider', value: 0.7 },
    half: { kind: 'slider', value: 0.4 },
    wrong: { kind: 'slider', value: -0.7 },
  },
  upload: {
    question: {
      body: { kind: 'upload', maxFiles: 2, maxBytes: 1_000_000, mediaTypes: ['application/pdf'] },
      key: { kind: 'upload', modelAnswer: 'A proof by induction.' },
    },
    right: { kind: 'upload', files: [file] },
    half: null,
    wrong: null,
  },
  drawing: {
    question: {
      body: { kind: 'drawing', picture: map, maxBytes: 500_000, mediaTypes: ['image/svg+xml'] },
      key: { kind: 'drawing' },
    },
    right: {
      kind: 'drawing',
      files: [{ ...file, name: 'drawing.svg', mediaType: 'image/svg+xml' }],
    },
    half: null,
    wrong: null,
  },
  media: {
    question: {
      body: { kind: 'media', maxBytes: 5_000_000, mediaTypes: ['audio/*'], maxSeconds: 120 },
      key: { kind: 'media', modelAnswer: 'Speaks freely and answers both questions.' },
    },
    right: {
      kind: 'media',
      files: [{ ...file, name: 'answer.ogg', mediaType: 'audio/ogg', seconds: 61.5 }],
    },
    half: null,
    wrong: null,
  },
  custom: {
    question: {
      body: {
        kind: 'custom',
        fields: [
          { id: 'area', label: 'Area', body: { kind: 'numeric', units: ['cm²'] } },
          { id: 'why', label: 'Formula', body: { kind: 'formula', unknowns: ['a', 'b'] } },
          { id: 'sure', label: 'I am sure', body: { kind: 'true_false' } },
        ],
      },
      key: {
        kind: 'custom',
        fields: [
          { field: 'area', key: { kind: 'numeric', value: '6*7', unit: 'cm²' } },
          { field: 'why', key: { kind: 'formula', accepted: ['ab'] } },
        ],
      },
      rule: { type: 'per_part' },
    },
    right: {
      kind: 'custom',
      fields: [
        { field: 'area', response: { kind: 'numeric', text: '42 cm^2' } },
        { field: 'why', response: { kind: 'formula', text: 'b*a' } },
      ],
    },
    half: {
      kind: 'custom',
      fields: [
        { field: 'area', response: { kind: 'numeric', text: '42' } },
        { field: 'why', response: { kind: 'formula', text: 'a+b' } },
        { field: 'sure', response: { kind: 'true_false', value: true } },
      ],
    },
    wrong: {
      kind: 'custom',
      fields: [{ field: 'area', response: { kind: 'numeric', text: '13' } }],
    },
  },
};
