/** Numbers drawn from a seed: the same seed gives the same numbers in the same order for ever. */
export interface Random {
  /** A whole number from 0 to `bound` − 1, each as likely as the next; `bound` is 1 to 2³². */
  readonly below: (bound: number) => number;
}

/** Numbers passed over after seeding, until a seed of few different bits is well mixed. */
const WARM_UP = 16;

/**
 * The source of random choices for a seed, a text of any length. `xoshiro128` over four words
 * hashed from the seed.
 */
export function randomFrom(seed: string): Random {
  const next = xoshiro128([0, 1, 2, 3].map((word) => fnv1a(`${String(word)}:${seed}`)));
  for (let passed = 0; passed < WARM_UP; passed += 1) next();
  return {
    below: (bound) => {
      // What lies beyond the last whole multiple of the bound would favour small numbers.
      const limit = 2 ** 32 - (2 ** 32 % bound);
      let drawn = next();
      while (drawn >= limit) drawn = next();
      return drawn % bound;
    },
  };
}

/**
 * The generator xoshiro128** with its 32-bit words, from a state that is not all zero. Blackman and
 * Vigna (2021), "Scrambled Linear Pseudorandom Number Generators", ACM Transactions on Mathematical
 * Software 47 (4).
 */
export function xoshiro128(state: readonly number[]): () => number {
  let [a = 1, b = 0, c = 0, d = 0] = state;
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
}

/** FNV-1a, 32 bits. Fowler, Noll and Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft). */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
