import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';

import { networkOf } from './network-of.js';
import { SignInLimits } from './sign-in-limits.js';

const limited = { code: 'RATE_LIMITED', details: { retryAfterSeconds: 900 } };

async function repeat(times: number, work: (index: number) => Promise<void>): Promise<void> {
  for (let index = 0; index < times; index += 1) await work(index);
}

// The counters of the library read the time of the machine.
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('SignInLimits', () => {
  it('allows ten attempts on an account in a quarter of an hour, wherever they come from', async () => {
    const limits = new SignInLimits();
    const attempt = (index: number) =>
      limits.count({ email: 'ada@school.example', address: `192.0.2.${index}` });
    await repeat(10, attempt);
    await expect(attempt(10)).rejects.toMatchObject(limited);
    await limits.count({ email: 'bob@school.example', address: null });
    jest.advanceTimersByTime(15 * 60_000 + 1);
    await attempt(11);
  });

  it('allows a hundred attempts from an address, and spares the accounts after that', async () => {
    const limits = new SignInLimits();
    const from = (address: string) => (index: number) =>
      limits.count({ email: `somebody${index}@school.example`, address });
    await repeat(100, from('192.0.2.1'));
    const victim = { email: 'ada@school.example', address: '192.0.2.1' };
    await repeat(20, () => expect(limits.count(victim)).rejects.toMatchObject(limited));
    await limits.count({ ...victim, address: '192.0.2.2' });
  });

  it('counts the addresses of one IPv6 line as one', async () => {
    const limits = new SignInLimits();
    const from = (address: string, email: string) => limits.count({ email, address });
    await repeat(100, (index) => from(`2001:db8::${index}`, `somebody${index}@school.example`));
    await expect(from('2001:db8::ffff', 'ada@school.example')).rejects.toMatchObject(limited);
    await from('2001:db8:0:1::1', 'ada@school.example');
  });

  it('does not count attempts it is told to forgive', async () => {
    const limits = new SignInLimits();
    const attempt = { email: 'ada@school.example', address: '192.0.2.1' };
    await repeat(9, () => limits.count(attempt));
    await repeat(200, async () => {
      await limits.count(attempt);
      await limits.forgive(attempt);
    });
    await limits.count(attempt);
    await expect(limits.count(attempt)).rejects.toMatchObject(limited);
  });

  it('still counts while Redis is away', async () => {
    const redis = new Redis({ lazyConnect: true });
    const limits = new SignInLimits(redis);
    const attempt = { email: 'ada@school.example', address: '192.0.2.1' };
    await repeat(10, () => limits.count(attempt));
    await expect(limits.count(attempt)).rejects.toMatchObject(limited);
    redis.disconnect();
  });
});

describe('networkOf', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::3:4:5:6', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unix socket', 'unix socket'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
