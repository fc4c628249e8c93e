import { describe, expect, it } from '@jest/globals';

import { createHealth, isReady } from './health.js';

const yes = () => Promise.resolve(true);

describe('createHealth', () => {
  it('is ready when the database answers and is migrated', async () => {
    const health = createHealth({ database: yes, migrations: yes });
    const readiness = await health.readiness();
    expect(readiness).toEqual({ database: true, migrations: true, draining: false });
    expect(isReady(readiness)).toBe(true);
  });

  it('is not ready while it drains', async () => {
    const health = createHealth({ database: yes, migrations: yes });
    await health.readiness();
    health.drain();
    expect(health.draining).toBe(true);
    expect(isReady(await health.readiness())).toBe(false);
  });

  it('tells a database that fails from one that is not migrated', async () => {
    const down = createHealth({ database: () => Promise.reject(new Error('x')), migrations: yes });
    expect(await down.readiness()).toMatchObject({ database: false, migrations: true });
    const old = createHealth({ database: yes, migrations: () => Promise.resolve(false) });
    expect(await old.readiness()).toMatchObject({ database: true, migrations: false });
    expect(isReady(await old.readiness())).toBe(false);
  });

  it('does not wait for a database that hangs', async () => {
    const health = createHealth({
      database: () => new Promise(() => undefined),
      migrations: yes,
      timeoutMs: 1,
    });
    expect(await health.readiness()).toMatchObject({ database: false });
  });

  it('asks the database no more often than it has to', async () => {
    let [asked, time] = [0, 0];
    const health = createHealth({
      database: async () => (asked += 1),
      migrations: yes,
      now: () => time,
    });
    await Promise.all([health.readiness(), health.readiness()]);
    time = 900;
    await health.readiness();
    expect(asked).toBe(1);
    time = 1100;
    await health.readiness();
    expect(asked).toBe(2);
  });

  it('asks for migrations until they are done and never again', async () => {
    let [asked, time] = [0, 0];
    const answers = [false, true];
    const health = createHealth({
      database: yes,
      migrations: async () => answers[asked++] ?? false,
      now: () => (time += 2000),
    });
    for (const expected of [false, true, true]) {
      expect((await health.readiness()).migrations).toBe(expected);
    }
    expect(asked).toBe(2);
  });
});
