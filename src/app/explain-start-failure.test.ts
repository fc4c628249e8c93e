import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';

import { createOrm, migrate } from '../entities/orm.js';
import { explainStartFailure } from './explain-start-failure.js';

/** A port of this machine that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('explainStartFailure', () => {
  it('says that PostgreSQL does not answer when nobody listens there', async () => {
    const orm = await createOrm({
      kind: 'postgres',
      url: `postgres://somebody:secret@127.0.0.1:${String(await closedPort())}/school`,
      poolSize: 1,
      statementTimeoutMs: 1_000,
    });
    const failure = await migrate(orm).then(
      () => 'migrated',
      (error: unknown) => explainStartFailure(error),
    );
    await orm.close(true);
    expect(failure).toMatch(/^Lyceum cannot start: PostgreSQL at DATABASE_URL does not answer\./);
    expect(failure).not.toContain('secret');
  });

  it('shows the stack of what nobody foresaw', () => {
    expect(explainStartFailure(new Error('odd'))).toContain('explain-start-failure.test');
  });
});
