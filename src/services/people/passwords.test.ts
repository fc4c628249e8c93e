import { describe, expect, it } from '@jest/globals';
import { hash as argon2 } from '@node-rs/argon2';

import { cheapPasswords } from '../../../tests/testkit/people.js';
import { passwordProblem, Passwords } from './passwords.js';

const cheap = { cost: cheapPasswords };

describe('Passwords', () => {
  it('hashes with argon2id at the OWASP floor unless told otherwise', async () => {
    const passwords = await Passwords.create();
    const stored = await passwords.hash('correct horse');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.check('correct horse', [stored])).toEqual([true]);
    expect(await passwords.check('battery staple', [stored])).toEqual([false]);
  });

  it('does the work of a hash where there is none, and opens nothing', async () => {
    const passwords = await Passwords.create(cheap);
    const before = passwords.computations;
    expect(await passwords.check('correct horse', [null, null])).toEqual([false, false]);
    expect(passwords.computations - before).toBe(2);
  });

  it('takes the same characters however they were typed', async () => {
    const passwords = await Passwords.create(cheap);
    const stored = await passwords.hash('caf\u00e9 au lait');
    expect(await passwords.check('cafe\u0301 au lait', [stored])).toEqual([true]);
  });

  it('knows a hash made with other parameters', async () => {
    const passwords = await Passwords.create(cheap);
    expect(passwords.isOutdated(await passwords.hash('correct horse'))).toBe(false);
    const dearer = await argon2('correct horse', { ...cheapPasswords, timeCost: 2 });
    expect(passwords.isOutdated(dearer)).toBe(true);
    const otherKind = (await passwords.hash('correct horse')).replace('argon2id', 'argon2i');
    expect(passwords.isOutdated(otherKind)).toBe(true);
  });

  it.each([
    ['', /at least 8/],
    ['1234567', /at least 8/],
    ['x'.repeat(257), /at most 256/],
    ['x'.repeat(100_000), /at most 256/],
    ['12345678', null],
    ['x'.repeat(256), null],
    ['🐎'.repeat(8), null],
    ['🐎'.repeat(7), /at least 8/],
  ])('judges the length of a new password in characters (%#)', async (password, problem) => {
    const passwords = await Passwords.create(cheap);
    if (problem === null) {
      expect(passwordProblem(password)).toBeNull();
      await expect(passwords.hash(password)).resolves.toMatch(/^\$argon2id\$/);
    } else {
      expect(passwordProblem(password)).toMatch(problem);
      await expect(passwords.hash(password, 'new')).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        details: { field: 'new' },
      });
    }
  });

  it('finds an endless password wrong without hashing it', async () => {
    const passwords = await Passwords.create(cheap);
    const before = passwords.computations;
    expect(await passwords.check('x'.repeat(1_000_000), [null])).toEqual([false]);
    expect(passwords.computations).toBe(before);
  });

  it('refuses what neither runs nor waits, and recovers', async () => {
    const passwords = await Passwords.create({ ...cheap, concurrency: 2, queue: 3 });
    const rush = await Promise.allSettled(
      Array.from({ length: 8 }, () => passwords.hash('correct horse')),
    );
    const refused = rush.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(3);
    for (const one of refused) {
      expect(one.reason).toMatchObject({
        code: 'RATE_LIMITED',
        details: { retryAfterSeconds: 1 },
      });
    }
    const after = Array.from({ length: 5 }, () => passwords.hash('correct horse'));
    await expect(Promise.all(after)).resolves.toHaveLength(5);
  });
});
