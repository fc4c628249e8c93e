import { defineKind } from './define-kind.js';
import {
  checkFiles,
  fileLimitFields,
  files,
  inspectFileLimits,
  keptFile,
  type FileLimits,
  type FileReference,
} from './files.js';
import { byHand } from './graded-by-hand.js';
import { picture, type Picture } from './picture.js';
import { faultIf } from './problems.js';
import { kindOf, optional, record, text } from './shape.js';

export interface DrawingBody extends FileLimits {
  readonly kind: 'drawing';
  /** What is drawn on. */
  readonly picture: Picture;
}

export interface DrawingKey {
  readonly kind: 'drawing';
  /** For those who grade. */
  readonly modelAnswer?: string;
}

export interface DrawingResponse {
  readonly kind: 'drawing';
  /** The drawing as a file of a type the body asks for ("image/svg+xml"). */
  readonly files: readonly FileReference[];
}

/** A drawing on a picture, which people grade. */
export const drawing = defineKind<DrawingBody, DrawingKey, DrawingResponse>({
  ...byHand,
  name: 'drawing',
  version: 1,
  body: record<DrawingBody>({ kind: kindOf('drawing'), picture, ...fileLimitFields }),
  key: record<DrawingKey>({ kind: kindOf('drawing'), modelAnswer: optional(text()) }),
  response: record<DrawingResponse>({ kind: kindOf('drawing'), files }),
  inspect: (body) => [
    ...inspectFileLimits(body),
    ...body.mediaTypes.flatMap((type, i) =>
      faultIf(!type.startsWith('image/'), 'WRONG_MEDIA_TYPE', `body.mediaTypes[${i}]`),
    ),
  ],
  check: (body, response) => checkFiles(response.files, body),
  normalise: (_, response) =>
    response.files.length === 0
      ? null
      : { kind: response.kind, files: response.files.map(keptFile) },
});
