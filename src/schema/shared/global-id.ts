import { validate } from 'uuid';

import { RequestError } from '../../errors/index.js';

/** `Type:uuid` in base64url. Opaque to clients; knowing one grants nothing. */
export function toGlobalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`, 'latin1').toString('base64url');
}

/** The parts of a global id, or undefined when it is not one. */
export function parseGlobalId(globalId: string): { type: string; id: string } | undefined {
  if (globalId.length > 200) return undefined;
  const text = Buffer.from(globalId, 'base64url').toString('latin1');
  const colon = text.indexOf(':');
  const type = text.slice(0, colon);
  const id = text.slice(colon + 1);
  return colon > 0 && validate(id) ? { type, id } : undefined;
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
