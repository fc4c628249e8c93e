import { GraphQLScalarType, Kind } from 'graphql';

import { RequestError } from '../../errors/index.js';

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** Reads either a Date or the text that PostgreSQL gives for a timestamptz in UTC. */
function serialize(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return new Date(value).toISOString();
  throw new TypeError('Not a point in time.');
}

function parse(value: unknown): Date {
  const [text, year, month, day] = (typeof value === 'string' && RFC_3339.exec(value)) || [];
  // PostgreSQL knows no year 0, and later years are written otherwise.
  if (text !== undefined && Number(day) <= daysIn(Number(year), Number(month))) {
    const date = new Date(text);
    const inUtc = date.getUTCFullYear();
    if (inUtc >= 1 && inUtc <= 9_999) return date;
  }
  throw new RequestError(
    'BAD_USER_INPUT',
    'A DateTime is RFC 3339 text with an offset, such as 2026-01-31T09:00:00Z.',
  );
}

/** `new Date` takes the 30th of February for the 2nd of March. */
function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
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
