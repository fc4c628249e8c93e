import { RequestError } from '../../errors/index.js';
import { isStorableText } from '../text.js';

const MAX_LENGTH = 100;

/** Throws BAD_USER_INPUT, naming `field`, unless this can be the key of an answer. */
export function checkClientKey(field: string, clientKey: string): void {
  if (clientKey === '' || clientKey.length > MAX_LENGTH || !isStorableText(clientKey)) {
    throw RequestError.badInput(
      field,
      `A client key has 1 to ${String(MAX_LENGTH)} characters, and no NUL among them.`,
    );
  }
}
