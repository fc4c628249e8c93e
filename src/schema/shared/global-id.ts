import { validate } from 'uuid';

import { RequestError } from '../../errors/index.js';

const SEPARATOR = '_';

/** The type and the database id. Opaque to clients all the same; knowing one grants nothing. */
export function toGlobalId(type: string, id: string): string {
  return type + SEPARATOR + id;
}

/** The parts of a global id, or undefined when it is not one. */
export function parseGlobalId(globalId: string): { type: string; id: string } | undefined {
  if (globalId.length > 200) return undefined;
  const end = globalId.indexOf(SEPARATOR);
  const id = globalId.slice(end + 1);
  return end > 0 && validate(id) ? { type: globalId.slice(0, end), id } : undefined;
}

/** The database id behind a global id of this type. A malformed or foreign id is as absent as a random one. */
export function idOf(type: string, globalId: string): string {
  const parts = parseGlobalId(globalId);
  if (parts?.type !== type) throw RequestError.notFound(wordOf(type));
  return parts.id;
}

/** As `idOf`, for an argument that may be left out. */
export function optionalIdOf(
  type: string,
  globalId: string | null | undefined,
): string | undefined {
  return globalId == null ? undefined : idOf(type, globalId);
}

function wordOf(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
