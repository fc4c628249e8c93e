import { randomBytes } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';

import { RequestError } from '../../errors/index.js';
import { Gate, GateFullError } from './gate.js';

export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

export interface PasswordOptions {
  /** What one hash costs. Only tests go below the floor. */
  readonly cost?: PasswordCost;
  /** How many requests may hash at once, each in its own thread and memory. */
  readonly concurrency?: number;
  /** How many more may wait before the rest is refused. */
  readonly queue?: number;
}

/** Length of a password in characters. */
export const passwordLength = { min: 8, max: 256 } as const;

/** OWASP's floor for argon2id: 14 ms and 19 MiB a hash on the machines we measured. */
const floor: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** `Algorithm.Argon2id`; the package has it as an ambient const enum, which cannot be imported. */
const argon2id = 2;

/** What is wrong with a new password, as a sentence for its owner; null when nothing is. */
export function passwordProblem(password: string): string | null {
  // UTF-16 units bound the work of counting characters.
  const length = password.length > 2 * passwordLength.max ? Infinity : Array.from(password).length;
  if (length < passwordLength.min) {
    return `A password has at least ${passwordLength.min} characters.`;
  }
  if (length > passwordLength.max) {
    return `A password has at most ${passwordLength.max} characters.`;
  }
  return null;
}

/**
 * Hashes and checks passwords with argon2id. Holds at most `concurrency` hashes in memory, queues a
 * few and refuses the rest, so that a rush of sign-ins cannot take the machine from everyone else.
 */
export class Passwords {
  #computations = 0;

  private constructor(
    private readonly cost: PasswordCost,
    private readonly gate: Gate,
    /** Hash of something nobody knows: checked where there is nothing to check. */
    private readonly dummy: string,
  ) {}

  static async create(options: PasswordOptions = {}): Promise<Passwords> {
    const cost = options.cost ?? floor;
    const gate = new Gate({
      concurrency: options.concurrency ?? 4,
      queue: options.queue ?? 64,
    });
    return new Passwords(cost, gate, await hash(randomBytes(32), cost));
  }

  /** How many times argon2 has run. Tells tests, and metrics, what work was done. */
  get computations(): number {
    return this.#computations;
  }

  /** Hashes a new password. Refuses one of the wrong length as bad input for `field`. */
  async hash(password: string, field = 'password'): Promise<string> {
    const problem = passwordProblem(password);
    if (problem !== null) throw RequestError.badInput(field, problem);
    return this.#admit(async () => {
      this.#computations += 1;
      return hash(normal(password), this.cost);
    });
  }

  /**
   * Which of `hashes` this password opens. A null opens to nobody but costs what a hash costs, so
   * a missing user takes as long as a wrong password. One call takes one place in the queue.
   */
  async check(password: string, hashes: readonly (string | null)[]): Promise<readonly boolean[]> {
    // Nobody has such a password, whoever is asked for.
    if (password.length > 2 * passwordLength.max) return hashes.map(() => false);
    return this.#admit(async () => {
      const verdicts: boolean[] = [];
      for (const stored of hashes) {
        this.#computations += 1;
        const opens = await verify(stored ?? this.dummy, normal(password));
        verdicts.push(opens && stored !== null);
      }
      return verdicts;
    });
  }

  /** Whether a stored hash was made with other parameters than today's. */
  isOutdated(stored: string): boolean {
    const made = parseOptions(stored);
    return (
      (made.algorithm as number) !== argon2id ||
      made.memoryCost !== this.cost.memoryCost ||
      made.timeCost !== this.cost.timeCost ||
      made.parallelism !== this.cost.parallelism
    );
  }

  async #admit<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.gate.run(work);
    } catch (error) {
      if (!(error instanceof GateFullError)) throw error;
      throw new RequestError('RATE_LIMITED', 'Too many people are signing in. Try again shortly.', {
        retryAfterSeconds: 1,
      });
    }
  }
}

/** The same characters from every keyboard: é may arrive as one code point or as two. */
function normal(password: string): string {
  return password.normalize('NFKC');
}
