import { z } from 'zod';

import { decodeCursor, encodeCursor } from './cursor.js';

const streamKey = z.tuple([z.string(), z.number().int().min(0)]);

/** The opaque cursor of a stream item. */
export function streamCursor(stream: string, sequence: number): string {
  return encodeCursor('stream', [stream, sequence]);
}

/** The sequence behind a cursor of this very stream; null when no cursor is given. Throws BAD_USER_INPUT. */
export function sequenceAfter(stream: string, cursor: string | null | undefined): number | null {
  if (cursor == null) return null;
  const [name, sequence] = decodeCursor('stream', streamKey, cursor);
  // Another stream's cursor gets the same answer as nonsense.
  return name === stream ? sequence : decodeCursor('stream', streamKey, '')[1];
}
