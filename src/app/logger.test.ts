import { describe, expect, it } from '@jest/globals';

import { createLogger } from './logger.js';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  write(createLogger({ logLevel: 'info' }, { write: (line) => void (text += line) }));
  return text;
}

describe('createLogger', () => {
  it('writes what it is given by name', () => {
    const line = logged((log) =>
      log.info({ operation: 'Q', hash: 'ab', ms: 3, requestId: 'r' }, 'done'),
    );
    expect(JSON.parse(line)).toMatchObject({ operation: 'Q', ms: 3, requestId: 'r', msg: 'done' });
  });

  it('drops secrets and persons, one level down too', () => {
    const secrets = {
      password: 'p-canary',
      email: 'e-canary',
      authorization: 'a-canary',
      refreshToken: 't-canary',
    };
    const line = logged((log) =>
      log.info({ ...secrets, request: { ...secrets, variables: { v: 'v-canary' } } }, 'x'),
    );
    expect(line).not.toContain('canary');
  });

  it('keeps the level it was given', () => {
    expect(logged((log) => log.debug('quiet'))).toBe('');
  });
});

describe('an error in the log', () => {
  const fail = (message: string, more = {}) =>
    logged((log) => log.error({ err: Object.assign(new Error(message), more) }, 'fault'));

  it('is told by type, code, constraint and where it was thrown', () => {
    const line = fail('duplicate key value violates unique constraint "user_email"', {
      name: 'UniqueConstraintViolationException',
      code: '23505',
      constraint: 'user_email',
    });
    expect(JSON.parse(line)).toMatchObject({
      err: {
        type: 'UniqueConstraintViolationException',
        code: '23505',
        constraint: 'user_email',
        stack: expect.arrayContaining([expect.stringContaining('logger.test')]),
      },
    });
  });

  it('keeps statements without their values, and no row', () => {
    const line = fail(
      `insert into "user" ("email", "name") values ('canary@example.org', 'O''canary') - Key (email)=(canary@example.org) exists`,
      {
        detail: 'Key (email)=(canary@example.org)',
        where: 'canary',
        query: 'canary',
        parameters: ['canary'],
      },
    );
    expect(line).not.toContain('canary');
    expect(line).toContain('insert into');
  });

  it('keeps no tokens', () => {
    const token = `eyJ${'a'.repeat(40)}.${'b'.repeat(60)}.${'c'.repeat(40)}`;
    expect(fail(`bad token ${token}`)).not.toMatch(/aaaa|bbbb|cccc/);
  });

  it('is told with its causes', () => {
    const line = logged((log) =>
      log.error({ err: new Error('outer', { cause: new Error(`value 'canary'`) }) }, 'fault'),
    );
    expect(JSON.parse(line)).toMatchObject({ err: { cause: { message: "value '…'" } } });
  });

  it('may be anything that was thrown', () => {
    expect(JSON.parse(logged((log) => log.error({ err: 'text' }, 'fault')))).toMatchObject({
      err: { type: 'string', message: 'text' },
    });
  });
});
