import { defineKind } from './define-kind.js';
import {
  checkFiles,
  fileLimitFields,
  fileReferenceFields,
  inspectFileLimits,
  keptFile,
  type FileLimits,
  type FileReference,
} from './files.js';
import { byHand } from './graded-by-hand.js';
import { faultIf } from './problems.js';
import { kindOf, list, number, optional, record, text } from './shape.js';

export interface MediaBody extends FileLimits {
  readonly kind: 'media';
  /** The longest recording, in seconds, above 0. */
  readonly maxSeconds?: number;
}

export interface MediaKey {
  readonly kind: 'media';
  /** For those who grade. */
  readonly modelAnswer?: string;
}

export interface MediaResponse {
  readonly kind: 'media';
  readonly files: readonly Recording[];
}

export interface Recording extends FileReference {
  /** How long it is, at least 0. */
  readonly seconds: number;
}

/** Sound or pictures that the learner recorded, which people grade. */
export const media = defineKind<MediaBody, MediaKey, MediaResponse>({
  ...byHand,
  name: 'media',
  version: 1,
  body: record<MediaBody>({
    kind: kindOf('media'),
    maxSeconds: optional(number({ min: 0, max: 86_400 })),
    ...fileLimitFields,
  }),
  key: record<MediaKey>({ kind: kindOf('media'), modelAnswer: optional(text()) }),
  response: record<MediaResponse>({
    kind: kindOf('media'),
    files: list(record<Recording>({ ...fileReferenceFields, seconds: number({ min: 0 }) })),
  }),
  inspect: (body) => [
    ...inspectFileLimits(body),
    ...faultIf(body.maxSeconds === 0, 'OUT_OF_RANGE', 'body.maxSeconds'),
    ...body.mediaTypes.flatMap((type, i) =>
      faultIf(!/^(?:audio|video)\//u.test(type), 'WRONG_MEDIA_TYPE', `body.mediaTypes[${i}]`),
    ),
  ],
  check: (body, { files }) => [
    ...checkFiles(files, body),
    ...files.flatMap(({ seconds }, i) =>
      faultIf(seconds > (body.maxSeconds ?? Infinity), 'TOO_LONG', `response.files[${i}].seconds`),
    ),
  ],
  normalise: (_, { kind, files }) =>
    files.length === 0 ? null : { kind, files: files.map(keptFile) },
});
