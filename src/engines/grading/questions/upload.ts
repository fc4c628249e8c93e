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
import { kindOf, optional, record, text } from './shape.js';

export interface UploadBody extends FileLimits {
  readonly kind: 'upload';
}

export interface UploadKey {
  readonly kind: 'upload';
  /** For those who grade. */
  readonly modelAnswer?: string;
}

export interface UploadResponse {
  readonly kind: 'upload';
  readonly files: readonly FileReference[];
}

/** Files handed in, which people grade. */
export const upload = defineKind<UploadBody, UploadKey, UploadResponse>({
  ...byHand,
  name: 'upload',
  version: 1,
  body: record<UploadBody>({ kind: kindOf('upload'), ...fileLimitFields }),
  key: record<UploadKey>({ kind: kindOf('upload'), modelAnswer: optional(text()) }),
  response: record<UploadResponse>({ kind: kindOf('upload'), files }),
  inspect: inspectFileLimits,
  check: (body, response) => checkFiles(response.files, body),
  normalise: (_, response) =>
    response.files.length === 0
      ? null
      : { kind: response.kind, files: response.files.map(keptFile) },
});
