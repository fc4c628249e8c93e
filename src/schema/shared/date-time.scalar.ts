import { GraphQLScalarType, Kind } from 'graphql';

import { RequestError } from '../../errors/index.js';

const RFC_3339 = /^(\d{4}-\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** Reads either a Date or the text that PostgreSQL gives for a timestamptz in UTC. */
function serialize(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return new Date(value).toISOString();
  throw new TypeError('Not a point in time.');
}

function parse(value: unknown): Date {
  const [text, month, day] = (typeof value === 'string' && RFC_3339.exec(value)) || [];
  if (text !== undefined && month !== undefined && daysIn(month) >= Number(day)) {
    const date = new Date(text);
    // PostgreSQL knows no year 0, and later years are written otherwise.
    const year = date.getUTCFullYear();
    if (year >= 1 && year <= 9_999) return date;
  }
  throw new RequestError(
    'BAD_USER_INPUT',
    'A DateTime is RFC 3339 text with an offset, such as 2026-01-31T09:00:00Z.',
  );
}

/** `new Date` takes the 30th of February for the 2nd of March. */
function daysIn(month: string): number {
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1, 0);
  return next.getUTCDate();
}

/** A point in time. Stored and answered in UTC with milliseconds. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'A point in time as RFC 3339 text, such as `2026-01-31T09:00:00.000Z`. Answers are in UTC; inputs may carry any offset.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize,
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});
