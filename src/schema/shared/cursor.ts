import { z } from 'zod';

import { RequestError } from '../../errors/index.js';

/** An opaque position in a list: the list's name and its sort key. */
export function encodeCursor(list: string, key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...key]), 'utf8').toString('base64url');
}

/** Text of a sort key that PostgreSQL can compare: it takes no NUL. */
export const keyText = z.string().refine((text) => !text.includes('\u0000') && text.isWellFormed());

/** The sort key behind a cursor of this list. Throws BAD_USER_INPUT for anything else. */
export function decodeCursor<Key>(list: string, key: z.ZodType<Key>, cursor: string): Key {
  try {
    const [name, ...parts] = z
      .array(z.unknown())
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (name === list) return key.parse(parts);
  } catch {
    // Falls through: whatever is wrong with it, the caller can only do one thing about it.
  }
  throw RequestError.badInput(
    'after',
    'This is not a cursor of this list. Pass one that this field returned, or leave it out.',
  );
}
