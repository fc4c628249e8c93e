import type { Cluster, Redis } from 'ioredis';

import type { Clock } from '../clock.js';
import { Passwords, type PasswordOptions } from './passwords.js';
import { SignInLimits } from './sign-in-limits.js';
import { Tokens, type Keys, type TokenOptions } from './tokens.js';

/** What signing in needs and lives as long as the process. */
export interface Credentials {
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly limits: SignInLimits;
}

export interface CredentialOptions {
  readonly keys: Keys;
  readonly clock: Clock;
  /** Counts attempts over all nodes. */
  readonly redis?: Redis | Cluster;
  readonly passwords?: PasswordOptions;
  readonly tokens?: TokenOptions;
}

export async function createCredentials(options: CredentialOptions): Promise<Credentials> {
  return {
    passwords: await Passwords.create(options.passwords),
    tokens: new Tokens(options.keys, options.clock, options.tokens),
    limits: new SignInLimits(options.redis),
  };
}
