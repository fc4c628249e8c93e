import type { Problem, ProblemCode } from './types.js';

/**
 * Reads an unknown JSON value as a T: a fresh copy with the declared fields alone, or null after
 * every fault was added to `problems`. Never throws, and looks no further into a list or a
 * text that is too long.
 */
export type Shape<T> = (value: unknown, path: string, problems: Problem[]) => T | null;

/** A field that may be absent; null is absent. */
export interface Optional<T> {
  readonly optional: Shape<T>;
}

type Fields<T> = {
  readonly [Name in keyof T]-?: undefined extends T[Name]
    ? Optional<Exclude<T[Name], undefined>>
    : Shape<T[Name]>;
};

export function optional<T>(shape: Shape<T>): Optional<T> {
  return { optional: shape };
}

/** Longer lists of choices, gaps or pairs are no question that a person answers. */
export const MAX_LIST = 200;
/** Text of an author or a learner, in UTF-16 units; a body may ask for less. */
export const MAX_TEXT = 200_000;
const MAX_ID = 64;
const ID = /^[\p{L}\p{N}_.:-]+$/u;

/** An object with these fields and no others. */
export function record<T extends object>(fields: Fields<T>): Shape<T> {
  const declared = Object.entries<Shape<unknown> | Optional<unknown>>(fields);
  return (value, path, problems) => {
    if (!isRecord(value)) return fault(problems, 'WRONG_TYPE', path);
    const before = problems.length;
    const stranger = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
    if (stranger !== undefined) {
      fault(problems, 'UNKNOWN_FIELD', `${path}.${stranger.slice(0, MAX_ID)}`);
    }
    const found: Record<string, unknown> = {};
    for (const [name, field] of declared) {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      const at = `${path}.${name}`;
      if (given != null) {
        found[name] = (typeof field === 'function' ? field : field.optional)(given, at, problems);
      } else if (typeof field === 'function') {
        fault(problems, 'MISSING', at);
      }
    }
    // Sound by the loop above: every declared field has passed its shape.
    return problems.length === before ? (found as T) : null;
  };
}

export function list<T>(
  shape: Shape<T>,
  { min = 0, max = MAX_LIST }: { min?: number; max?: number } = {},
): Shape<readonly T[]> {
  return (value, path, problems) => {
    if (!Array.isArray(value)) return fault(problems, 'WRONG_TYPE', path);
    if (value.length > max) return fault(problems, 'TOO_MANY', path);
    if (value.length < min) return fault(problems, value.length === 0 ? 'EMPTY' : 'TOO_FEW', path);
    const before = problems.length;
    const found = Array.from(value, (item: unknown, i) => shape(item, `${path}[${i}]`, problems));
    return problems.length === before ? (found as T[]) : null;
  };
}

export function text({ min = 1, max = MAX_TEXT } = {}): Shape<string> {
  return (value, path, problems) => {
    if (typeof value !== 'string') return fault(problems, 'WRONG_TYPE', path);
    if (value.length > max) return fault(problems, 'TOO_LONG', path);
    if (value.length < min) return fault(problems, 'EMPTY', path);
    // Neither can be stored: PostgreSQL's jsonb refuses both.
    const isStorable = value.isWellFormed() && !value.includes('\0');
    return isStorable ? value : fault(problems, 'BAD_TEXT', path);
  };
}

/**
 * An author's name of something: 1 to 64 letters, digits, `_`, `.`, `:` or `-`. No blanks, so that
 * "A B" is the name of a pair.
 */
export const id: Shape<string> = (value, path, problems) => {
  if (typeof value !== 'string') return fault(problems, 'WRONG_TYPE', path);
  const isId = value.length <= MAX_ID && ID.test(value);
  return isId ? value : fault(problems, 'NOT_AN_ID', path);
};

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** A finite number, bounds included; −0 becomes 0. */
export function number({ min = -Infinity, max = Infinity }: Bounds = {}): Shape<number> {
  return (value, path, problems) => {
    if (typeof value !== 'number') return fault(problems, 'WRONG_TYPE', path);
    if (!Number.isFinite(value)) return fault(problems, 'NOT_FINITE', path);
    return value < min || value > max ? fault(problems, 'OUT_OF_RANGE', path) : value + 0;
  };
}

export function whole(bounds: Bounds = {}): Shape<number> {
  const shape = number(bounds);
  return (value, path, problems) => {
    const found = shape(value, path, problems);
    if (found === null || Number.isSafeInteger(found)) return found;
    return fault(problems, 'NOT_WHOLE', path);
  };
}

export const flag: Shape<boolean> = (value, path, problems) =>
  typeof value === 'boolean' ? value : fault(problems, 'WRONG_TYPE', path);

export function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return (value, path, problems) => {
    const found = words.find((word) => word === value);
    return found ?? fault(problems, typeof value === 'string' ? 'NOT_ONE_OF' : 'WRONG_TYPE', path);
  };
}

/** The `kind` that a body, a key or an answer bears. */
export function kindOf<T extends string>(kind: T): Shape<T> {
  return (value, path, problems) => (value === kind ? kind : fault(problems, 'WRONG_KIND', path));
}

/** A record told apart by the word in one of its fields. */
export function variant<T>(field: string, shapes: Readonly<Record<string, Shape<T>>>): Shape<T> {
  return (value, path, problems) => {
    if (!isRecord(value)) return fault(problems, 'WRONG_TYPE', path);
    const word = Object.hasOwn(value, field) ? value[field] : undefined;
    const shape =
      typeof word === 'string' && Object.hasOwn(shapes, word) ? shapes[word] : undefined;
    return shape === undefined
      ? fault(problems, 'NOT_ONE_OF', `${path}.${field}`)
      : shape(value, path, problems);
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fault(problems: Problem[], code: ProblemCode, path: string): null {
  problems.push({ code, path });
  return null;
}
