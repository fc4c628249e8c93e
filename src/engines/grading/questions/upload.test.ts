import { describeKind } from './__fixtures__/describe-kind.js';
import { EXAMPLES } from './__fixtures__/examples.js';

const [example] = EXAMPLES.upload.right.files;
const files = (...changes: object[]) => ({
  files: changes.map((change, i) => ({ ...example, fileId: `f${i}`, ...change })),
});
const pictures = { body: { mediaTypes: ['image/*', 'application/pdf'] } };

describeKind('upload', {
  grades: [
    ['a file by leaving it to people', {}, files({}), null, ['NEEDS_GRADING']],
    ['two files', {}, files({}, {}), null, 'NEEDS_GRADING'],
    ['a file as large as is allowed', {}, files({ bytes: 1_000_000 }), null, 'NEEDS_GRADING'],
    ['a file of one byte', {}, files({ bytes: 1 }), null, 'NEEDS_GRADING'],
    [
      'a media type in capitals',
      {},
      files({ mediaType: 'Application/PDF' }),
      null,
      'NEEDS_GRADING',
    ],
    [
      'a media type with parameters',
      {},
      files({ mediaType: 'application/pdf; v=1' }),
      null,
      'NEEDS_GRADING',
    ],
    ['a hash in capitals', {}, files({ sha256: 'AB'.repeat(32) }), null, 'NEEDS_GRADING'],
    [
      'a media type of an asked sort',
      pictures,
      files({ mediaType: 'image/png' }),
      null,
      'NEEDS_GRADING',
    ],
    ['a name in another script', {}, files({ name: 'Übung – 回答.pdf' }), null, 'NEEDS_GRADING'],
    ['no files', {}, files(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    ['more files than are allowed', files({}, {}, {}), 'TOO_MANY', 'response.files'],
    [
      'a second file where the limit is not said',
      files({}, {}),
      'TOO_MANY',
      'response.files',
      { body: { maxFiles: undefined } },
    ],
    ['a file given twice', files({ fileId: 'f1' }, {}), 'DUPLICATE', 'response.files[1].fileId'],
    [
      'a file that is too large',
      files({ bytes: 1_000_001 }),
      'TOO_LARGE',
      'response.files[0].bytes',
    ],
    ['an empty file', files({ bytes: 0 }), 'OUT_OF_RANGE', 'response.files[0].bytes'],
    ['half a byte', files({ bytes: 1.5 }), 'NOT_WHOLE', 'response.files[0].bytes'],
    ['a size that is no number', files({ bytes: NaN }), 'NOT_FINITE', 'response.files[0].bytes'],
    [
      'a type that is not asked for',
      files({ mediaType: 'text/html' }),
      'WRONG_MEDIA_TYPE',
      'response.files[0].mediaType',
    ],
    [
      'a sort in the place of a type',
      files({ mediaType: 'image/*' }),
      'WRONG_MEDIA_TYPE',
      'response.files[0].mediaType',
      pictures,
    ],
    [
      'a type that is none',
      files({ mediaType: 'pdf' }),
      'WRONG_MEDIA_TYPE',
      'response.files[0].mediaType',
    ],
    ['a hash that is too short', files({ sha256: 'ab' }), 'BAD_HASH', 'response.files[0].sha256'],
    [
      'a hash with other letters',
      files({ sha256: 'xy'.repeat(32) }),
      'BAD_HASH',
      'response.files[0].sha256',
    ],
    [
      'a name that leads elsewhere',
      files({ name: '../secret.pdf' }),
      'BAD_NAME',
      'response.files[0].name',
    ],
    ['a name of two lines', files({ name: 'a\nb.pdf' }), 'BAD_NAME', 'response.files[0].name'],
    ['a file without a name', files({ name: '' }), 'EMPTY', 'response.files[0].name'],
    ['the name of a file', { files: ['report.pdf'] }, 'WRONG_TYPE', 'response.files[0]'],
    [
      'the bytes of a file',
      files({ content: 'JVBERi0' }),
      'UNKNOWN_FIELD',
      'response.files[0].content',
    ],
  ],
  faults: [
    ['no types', { body: { mediaTypes: [] } }, 'EMPTY', 'body.mediaTypes'],
    ['a type that is none', { body: { mediaTypes: ['pdf'] } }, 'NOT_ONE_OF', 'body.mediaTypes[0]'],
    [
      'a type given twice',
      { body: { mediaTypes: ['image/png', 'image/png'] } },
      'DUPLICATE',
      'body.mediaTypes[1]',
    ],
    ['a size of nothing', { body: { maxBytes: 0 } }, 'OUT_OF_RANGE', 'body.maxBytes'],
    ['no size', { body: { maxBytes: undefined } }, 'MISSING', 'body.maxBytes'],
    ['no files', { body: { maxFiles: 0 } }, 'OUT_OF_RANGE', 'body.maxFiles'],
    [
      'a rule, which people do not need',
      { rule: { type: 'all_or_nothing' } },
      'NOT_APPLICABLE',
      'rule',
    ],
  ],
});
