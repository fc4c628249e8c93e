import { toGlobalId } from '../../src/schema/shared/global-id.js';
import { newId } from '../../src/services/ids.js';

/** An id of the right form that nothing has. */
export function randomId(type: string): string {
  return toGlobalId(type, newId());
}

/** Ids that are none: the answer to each is that to a random one. */
export function malformedIds(type: string): readonly string[] {
  return [
    '',
    'nonsense',
    'x'.repeat(10_000),
    newId(),
    type,
    `${type}_`,
    `${type}_1' or '1'='1`,
    `${type}_${newId()}\u0000`,
    Buffer.from(`${type}:${newId()}`).toString('base64url'),
    randomId('Nothing'),
    randomId('__proto__'),
    randomId('constructor'),
  ];
}
