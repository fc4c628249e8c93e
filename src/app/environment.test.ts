import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { EnvironmentError, isLoopback, readEnvironment, variableNames } from './environment.js';

const secret = 'a-secret-of-more-than-thirty-two-characters';

function mistakesOf(source: Record<string, string>): readonly string[] {
  try {
    readEnvironment(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.mistakes;
    throw error;
  }
  throw new Error('no mistake was found');
}

describe('readEnvironment', () => {
  it('needs no settings at all', () => {
    expect(readEnvironment({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      database: { kind: 'embedded' },
      redisUrls: [],
      dataDir: './.lyceum',
      secret: null,
      demo: true,
      logLevel: 'info',
      trustProxy: [],
      development: false,
      warnings: [],
    });
  });

  it('takes an empty value for an unset one', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: ' ', LYCEUM_SECRET: '' })).toEqual(
      readEnvironment({}),
    );
  });

  it('uses PostgreSQL, without a demonstration, when DATABASE_URL is set', () => {
    const read = readEnvironment({
      DATABASE_URL: 'postgres://u:p@db/lyceum',
      DATABASE_POOL_SIZE: '4',
      LYCEUM_SECRET: secret,
    });
    expect(read.demo).toBe(false);
    expect(read.database).toEqual({
      kind: 'postgres',
      url: 'postgres://u:p@db/lyceum',
      poolSize: 4,
      statementTimeoutMs: 30_000,
    });
  });

  it('tells every mistake at once, each with its fix and none with its value', () => {
    const source = {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      DATABASE_POOL_SIZE: 'many',
      REDIS_URL: 'http://cache',
      LYCEUM_DEMO: 'yes',
      LYCEUM_LOG_LEVEL: 'loud',
      LYCEUM_PUBLIC_URL: 'learn.example.org',
      LYCEUM_ALLOWED_ORIGINS: 'https://a.example/path',
      LYCEUM_TRUST_PROXY: 'yes',
      LYCEUM_METRICS_TOKEN: 'short',
      LYCEUM_MAX_COST: '-1',
    };
    const mistakes = mistakesOf(source);
    const named = mistakes.map((mistake) => mistake.split(':')[0]);
    expect(named.toSorted()).toEqual([...Object.keys(source), 'LYCEUM_SECRET'].toSorted());
    expect(mistakes.join()).not.toContain('hunter2');
  });

  it('says how to make the secret that PostgreSQL asks for', () => {
    expect(mistakesOf({ DATABASE_URL: 'postgres://db/x' })).toEqual([
      expect.stringContaining('openssl rand -base64 48'),
    ]);
    expect(mistakesOf({ LYCEUM_SECRET: 'too short' })).toEqual([
      expect.stringContaining('openssl rand -base64 48'),
    ]);
  });

  it('warns when PostgreSQL is half set', () => {
    expect(readEnvironment({ PGHOST: 'db', PGUSER: 'me' }).warnings).toEqual([
      expect.stringMatching(/^PGHOST, PGUSER set without DATABASE_URL/),
    ]);
  });

  it('warns of a variable it does not know', () => {
    expect(readEnvironment({ LYCEUM_SECERT: secret }).warnings).toEqual([
      'Not known and not used: LYCEUM_SECERT.',
    ]);
  });

  it('warns when strangers can reach the demonstration', () => {
    expect(readEnvironment({ HOST: '0.0.0.0' }).warnings).toHaveLength(1);
    expect(readEnvironment({ HOST: '0.0.0.0', LYCEUM_DEMO: '0' }).warnings).toEqual([]);
  });

  it('takes addresses and ranges of proxies, and no number of hops', () => {
    const trusted = (value: string) => readEnvironment({ LYCEUM_TRUST_PROXY: value }).trustProxy;
    expect(trusted('loopback, 10.0.0.0/8,::1,fd00::/8')).toEqual([
      ...['loopback', '10.0.0.0/8', '::1', 'fd00::/8'],
    ]);
    for (const wrong of ['1', 'true', '10.0.0.0/33', '10.0.0', 'proxy.example.org', '::1/x']) {
      expect(() => trusted(wrong)).toThrow(EnvironmentError);
    }
  });
});

describe('isLoopback', () => {
  it('knows the addresses only this machine can reach', () => {
    expect(
      ['127.0.0.1', '127.9.9.9', '::1', 'localhost', '::ffff:127.0.0.1'].every(isLoopback),
    ).toBe(true);
    expect(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1'].some(isLoopback)).toBe(false);
  });
});

describe('.env.example', () => {
  it('explains every variable that is read, and no other', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const explained = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
    expect(explained.toSorted()).toEqual(variableNames.toSorted());
  });

  it('can be uncommented as it stands', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const source = Object.fromEntries(
      [...example.matchAll(/^#?([A-Z][A-Z_]+)=(.*)$/gm)].map((match) => [match[1], match[2]]),
    );
    expect(() => readEnvironment({ ...source, LYCEUM_SECRET: secret })).not.toThrow();
  });
});
