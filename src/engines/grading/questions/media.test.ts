import { describeKind } from './__fixtures__/describe-kind.js';
import { EXAMPLES } from './__fixtures__/examples.js';

const [example] = EXAMPLES.media.right.files;
const files = (...changes: object[]) => ({
  files: changes.map((change, i) => ({ ...example, fileId: `f${i}`, ...change })),
});
const film = { body: { mediaTypes: ['video/webm'], maxFiles: 2 } };

describeKind('media', {
  grades: [
    ['a recording by leaving it to people', {}, files({}), null, ['NEEDS_GRADING']],
    ['a recording as long as is allowed', {}, files({ seconds: 120 }), null, 'NEEDS_GRADING'],
    ['a recording of no time', {}, files({ seconds: 0 }), null, 'NEEDS_GRADING'],
    [
      'a long recording without a limit',
      { body: { maxSeconds: undefined } },
      files({ seconds: 9_999 }),
      null,
      'NEEDS_GRADING',
    ],
    ['a recording as large as is allowed', {}, files({ bytes: 5_000_000 }), null, 'NEEDS_GRADING'],
    ['a film', film, files({ mediaType: 'video/webm' }), null, 'NEEDS_GRADING'],
    [
      'two films',
      film,
      files({ mediaType: 'video/webm' }, { mediaType: 'video/webm; codecs="vp9"' }),
      null,
      'NEEDS_GRADING',
    ],
    [
      'a recording without a model answer',
      { key: { modelAnswer: undefined } },
      files({}),
      null,
      'NEEDS_GRADING',
    ],
    ['no recording', {}, files(), 0, 'UNANSWERED'],
    ['no answer', {}, null, 0, 'UNANSWERED'],
  ],
  refuses: [
    [
      'a recording that is too long',
      files({ seconds: 120.1 }),
      'TOO_LONG',
      'response.files[0].seconds',
    ],
    [
      'a recording of negative length',
      files({ seconds: -1 }),
      'OUT_OF_RANGE',
      'response.files[0].seconds',
    ],
    [
      'a length that is no number',
      files({ seconds: NaN }),
      'NOT_FINITE',
      'response.files[0].seconds',
    ],
    [
      'a recording without a length',
      files({ seconds: undefined }),
      'MISSING',
      'response.files[0].seconds',
    ],
    ['a second recording', files({}, {}), 'TOO_MANY', 'response.files'],
    [
      'a recording given twice',
      files({ mediaType: 'video/webm', fileId: 'f1' }, { mediaType: 'video/webm' }),
      'DUPLICATE',
      'response.files[1].fileId',
      film,
    ],
    [
      'a recording that is too large',
      files({ bytes: 5_000_001 }),
      'TOO_LARGE',
      'response.files[0].bytes',
    ],
    [
      'a film where sound is asked for',
      files({ mediaType: 'video/webm' }),
      'WRONG_MEDIA_TYPE',
      'response.files[0].mediaType',
    ],
    ['a hash that is none', files({ sha256: '' }), 'EMPTY', 'response.files[0].sha256'],
    [
      'a name that leads elsewhere',
      files({ name: '/etc/passwd' }),
      'BAD_NAME',
      'response.files[0].name',
    ],
    ['a link', { files: ['https://example.org/a.ogg'] }, 'WRONG_TYPE', 'response.files[0]'],
  ],
  faults: [
    ['a length of nothing', { body: { maxSeconds: 0 } }, 'OUT_OF_RANGE', 'body.maxSeconds'],
    ['a length that is no number', { body: { maxSeconds: NaN } }, 'NOT_FINITE', 'body.maxSeconds'],
    ['a length of days', { body: { maxSeconds: 1e6 } }, 'OUT_OF_RANGE', 'body.maxSeconds'],
    [
      'a type that nobody records',
      { body: { mediaTypes: ['image/png'] } },
      'WRONG_MEDIA_TYPE',
      'body.mediaTypes[0]',
    ],
    ['no types', { body: { mediaTypes: [] } }, 'EMPTY', 'body.mediaTypes'],
    ['a rule, which people do not need', { rule: { type: 'per_part' } }, 'NOT_APPLICABLE', 'rule'],
  ],
});
