import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What may go into logs and headers as it is. */
const SANE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The id that a caller or a proxy gave the request, if it is harmless; a new one otherwise. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}
