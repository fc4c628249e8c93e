import type { OatutorLimits } from './limits.js';
import type { ReadNotes } from './read-notes.js';
import type { OatutorPath } from './source-paths.js';

/** One file of ours: its bytes, or why it could not be had. */
export type SourceFile = FoundFile & ({ bytes: Buffer } | { refused: string });

export interface FoundFile {
  path: string;
  at: OatutorPath;
}

/** What every kind of source is read with. */
export interface SourceReading {
  limits: OatutorLimits;
  notes: ReadNotes;
  /** In bytes for an archive and in files for a directory: only the ratio means something. */
  onProgress: (done: number, total: number) => void;
}

/** Of these it is enough to know that they are there; they come with no bytes. */
export function isReadByName({ kind }: OatutorPath): boolean {
  return kind === 'FIGURE' || kind === 'OTHER_PATHWAY';
}

/** A link, most often. */
export const NOT_A_FILE = 'is not a regular file';

export function describeTooLarge(size: number, limit: number): string {
  return `${count(size)} bytes are more than the ${count(limit)} a file may have`;
}

export function describeTooMany(limit: number): string {
  return `more than ${count(limit)} entries`;
}

export function describeTooMuch(limit: number): string {
  return `more than ${count(limit)} bytes unpacked`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
