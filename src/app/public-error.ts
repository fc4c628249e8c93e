import { GraphQLError, type GraphQLErrorOptions, type SourceLocation } from 'graphql';

import type { ErrorCode } from '../errors/index.js';

export interface PublicErrorOptions extends Pick<
  GraphQLErrorOptions,
  'source' | 'positions' | 'path'
> {
  /** For errors that know their place and no longer the source. */
  readonly locations?: readonly SourceLocation[] | undefined;
}

/**
 * An error as the caller gets it: its code is of the catalogue, and its message and details have
 * been found fit to be read. Made by the admission and by `format-error.ts`, and by nothing else.
 */
export class PublicError extends GraphQLError {
  constructor(
    code: ErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    { locations, ...options }: PublicErrorOptions = {},
  ) {
    super(message, { ...options, extensions: { ...details, code } });
    if (locations) Object.defineProperty(this, 'locations', { value: locations, enumerable: true });
  }
}
