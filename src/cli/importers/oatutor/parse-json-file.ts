import type { z } from 'zod';

export type Parsed<T> = { value: T } | { damage: string };

/**
 * Strict about the encoding: a replaced character would be stored for ever. A byte order mark is
 * dropped.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a file of the source as what the schema says, or tells in one line what is wrong with it.
 */
export function parseJsonFile<T>(bytes: Buffer, schema: z.ZodType<T>): Parsed<T> {
  const decoded = attempt(() => utf8.decode(bytes));
  if (!decoded) return { damage: 'not valid UTF-8' };
  const json = attempt((): unknown => JSON.parse(decoded.value));
  if (!json) return { damage: 'not valid JSON' };
  const result = schema.safeParse(json.value);
  return result.success
    ? { value: result.data }
    : { damage: `wrong shape: ${describeIssue(result.error)}` };
}

function attempt<T>(read: () => T): { value: T } | undefined {
  try {
    return { value: read() };
  } catch {
    return undefined;
  }
}

/** The first issue only: in a file of the wrong kind every field is one. */
function describeIssue({ issues }: z.ZodError): string {
  const [first] = issues;
  if (!first) return 'unknown';
  const path = first.path.map(String).join('.');
  const more = issues.length > 1 ? ` (and ${String(issues.length - 1)} more)` : '';
  return `${path === '' ? '' : `${path}: `}${first.message}${more}`;
}
