import { limit } from './choices.js';
import { duplicates, faultIf } from './problems.js';
import { list, optional, record, text, whole, type Shape } from './shape.js';
import type { Problem } from './types.js';

/** A file that was handed in; where it is kept is not the engine's concern. */
export interface FileReference {
  readonly fileId: string;
  /** As the learner named it: no slash, no control characters. */
  readonly name: string;
  /** "image/png"; lower case, without parameters. */
  readonly mediaType: string;
  /** At least 1. */
  readonly bytes: number;
  /** 64 hexadecimal digits, lower case. */
  readonly sha256: string;
}

/** What may be handed in. */
export interface FileLimits {
  /** Default 1. */
  readonly maxFiles?: number;
  readonly maxBytes: number;
  /** "application/pdf", or "image/*" for all of a sort. */
  readonly mediaTypes: readonly string[];
}

const MEDIA_TYPE = /^[a-z0-9][\w!#$&^.+-]*\/(?:\*|[a-z0-9][\w!#$&^.+-]*)$/u;
const HASH = /^[0-9a-f]{64}$/iu;
const BAD_NAME = /[\u0000-\u001F\u007F/\\]/u;

export const fileReferenceFields = {
  fileId: text({ max: 200 }),
  name: text({ max: 255 }),
  mediaType: text({ max: 200 }),
  bytes: whole({ min: 1 }),
  sha256: text({ max: 64 }),
};

export const files: Shape<readonly FileReference[]> = list(
  record<FileReference>(fileReferenceFields),
);

export const fileLimitFields = {
  maxFiles: optional(limit),
  maxBytes: whole({ min: 1 }),
  mediaTypes: list(text({ max: 200 }), { min: 1 }),
};

export function inspectFileLimits({ mediaTypes }: FileLimits): Problem[] {
  const at = (i: number) => `body.mediaTypes[${i}]`;
  return [
    ...mediaTypes.flatMap((type, i) => faultIf(!MEDIA_TYPE.test(type), 'NOT_ONE_OF', at(i))),
    ...duplicates(mediaTypes, at),
  ];
}

export function checkFiles(
  given: readonly FileReference[],
  { maxFiles = 1, maxBytes, mediaTypes }: FileLimits,
): Problem[] {
  const at = (i: number) => `response.files[${i}]`;
  return [
    ...faultIf(given.length > maxFiles, 'TOO_MANY', 'response.files'),
    ...duplicates(
      given.map(({ fileId }) => fileId),
      (i) => `${at(i)}.fileId`,
    ),
    ...given.flatMap((file, i) => [
      ...faultIf(BAD_NAME.test(file.name), 'BAD_NAME', `${at(i)}.name`),
      ...faultIf(!isAsked(file.mediaType, mediaTypes), 'WRONG_MEDIA_TYPE', `${at(i)}.mediaType`),
      ...faultIf(file.bytes > maxBytes, 'TOO_LARGE', `${at(i)}.bytes`),
      ...faultIf(!HASH.test(file.sha256), 'BAD_HASH', `${at(i)}.sha256`),
    ]),
  ];
}

/** Files as they are kept; their order is the learner's. */
export function keptFile<F extends FileReference>(file: F): F {
  return { ...file, mediaType: plainType(file.mediaType), sha256: file.sha256.toLowerCase() };
}

function isAsked(mediaType: string, asked: readonly string[]): boolean {
  const type = plainType(mediaType);
  const [sort] = type.split('/');
  return MEDIA_TYPE.test(type) && !type.endsWith('/*')
    ? asked.includes(type) || asked.includes(`${sort ?? ''}/*`)
    : false;
}

function plainType(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}
