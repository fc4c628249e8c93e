import { describeKind } from './__fixtures__/describe-kind.js';
import { EXAMPLES } from './__fixtures__/examples.js';

const [example] = EXAMPLES.drawing.right.files;
const files = (...changes: object[]) => ({
  files: changes.map((change, i) => ({ ...example, fileId: `f${i}`, ...change })),
});
const anyPicture = { body: { mediaTypes: ['image/*'] } };

describeKind('drawing', {
  grades: [
    ['a drawing by leaving it to people', {}, files({}), null, ['NEEDS_GRADING']],
    [
      'a drawing with a model answer',
      { key: { modelAnswer: 'A straight line.' } },
      files({}),
      null,
      'NEEDS_GRADING',
    ],
    ['a drawing as large as is allowed', {}, files({ bytes: 500_000 }), null, 'NEEDS_GRADING'],
    [
      'a drawing of another asked type',
      anyPicture,
      files({ mediaType: 'image/png' }),
      null,
      'NEEDS_GRADING',
    ],
    [
      'two drawings where two are allowed',
      { body: { maxFiles: 2 } },
      files({}, {}),
      null,
      'NEEDS_GRADING',
    ],
    [
      'a type with parameters',
      {},
      files({ mediaType: 'image/svg+xml;charset=utf-8' }),
      null,
      'NEEDS_GRADING',
    ],
    ['no drawing', {}, files(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['a second drawing', files({}, {}), 'TOO_MANY', 'response.files'],
    [
      'a drawing given twice',
      files({ fileId: 'f1' }, {}),
      'DUPLICATE',
      'response.files[1].fileId',
      { body: { maxFiles: 2 } },
    ],
    [
      'a drawing that is too large',
      files({ bytes: 500_001 }),
      'TOO_LARGE',
      'response.files[0].bytes',
    ],
    ['an empty drawing', files({ bytes: 0 }), 'OUT_OF_RANGE', 'response.files[0].bytes'],
    [
      'a drawing of another type',
      files({ mediaType: 'image/png' }),
      'WRONG_MEDIA_TYPE',
      'response.files[0].mediaType',
    ],
    [
      'a text',
      files({ mediaType: 'text/plain' }),
      'WRONG_MEDIA_TYPE',
      'response.files[0].mediaType',
      anyPicture,
    ],
    [
      'a drawing without a hash',
      files({ sha256: undefined }),
      'MISSING',
      'response.files[0].sha256',
    ],
    [
      'a hash that is none',
      files({ sha256: '-'.repeat(64) }),
      'BAD_HASH',
      'response.files[0].sha256',
    ],
    ['a name with a slash', files({ name: 'a/b.svg' }), 'BAD_NAME', 'response.files[0].name'],
    ['a name with a backslash', files({ name: 'a\\b.svg' }), 'BAD_NAME', 'response.files[0].name'],
    ['strokes', { strokes: [[1, 2]] }, 'UNKNOWN_FIELD', 'response.strokes'],
    ['a drawing in the text', { files: '<svg/>' }, 'WRONG_TYPE', 'response.files'],
  ],
  faults: [
    ['no picture', { body: { picture: undefined } }, 'MISSING', 'body.picture'],
    [
      'a picture of no size',
      { body: { picture: { fileId: 'map', width: 0, height: 1 } } },
      'OUT_OF_RANGE',
      'body.picture.width',
    ],
    [
      'a type that is no picture',
      { body: { mediaTypes: ['audio/ogg'] } },
      'WRONG_MEDIA_TYPE',
      'body.mediaTypes[0]',
    ],
    ['a type that is none', { body: { mediaTypes: ['svg'] } }, 'NOT_ONE_OF', 'body.mediaTypes[0]'],
    ['no types', { body: { mediaTypes: [] } }, 'EMPTY', 'body.mediaTypes'],
    ['a rule, which people do not need', { rule: { type: 'per_part' } }, 'NOT_APPLICABLE', 'rule'],
  ],
});
