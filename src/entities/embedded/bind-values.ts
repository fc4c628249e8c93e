import type { WireValue } from './messages.js';

/**
 * A JavaScript value as PostgreSQL's text form, by the rules of the `pg` driver, so that a query
 * that binds its values here binds them on a server too: arrays become array literals, other
 * objects JSON, dates an instant in UTC.
 */
export function toWireValue(value: unknown): WireValue {
  switch (typeof value) {
    case 'string':
      return value;
    case 'undefined':
      return null;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return objectToWire(value);
    case 'function':
    case 'symbol':
      throw new TypeError(`A ${typeof value} cannot be bound to a statement.`);
  }
}

function objectToWire(value: object | null): WireValue {
  if (value === null) return null;
  if (ArrayBuffer.isView(value)) {
    // Copied: a view drags its whole buffer, often a shared pool, to the other thread.
    return new Uint8Array(
      value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength),
    );
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayLiteral(value);
  if (isConvertible(value)) return toWireValue(value.toPostgres(toWireValue));
  return JSON.stringify(value);
}

/** The hook of the `pg` driver for types of one's own. */
function isConvertible(value: object): value is { toPostgres(convert: unknown): unknown } {
  return 'toPostgres' in value && typeof value.toPostgres === 'function';
}

function arrayLiteral(items: readonly unknown[]): string {
  return `{${items.map(arrayItem).join(',')}}`;
}

function arrayItem(item: unknown): string {
  if (Array.isArray(item)) return arrayLiteral(item);
  const value = toWireValue(item);
  if (value === null) return 'NULL';
  const text = typeof value === 'string' ? value : `\\x${Buffer.from(value).toString('hex')}`;
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
