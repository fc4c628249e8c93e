import { v7, validate } from 'uuid';

/** A new UUIDv7: unique, and ordered by creation to the millisecond. */
export function newId(): string {
  return v7();
}

export function isId(value: string): boolean {
  return validate(value);
}
