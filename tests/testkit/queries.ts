import type { CompiledQuery } from 'kysely';

import type { OpenPlatform } from '../../src/app/open-platform.js';
import { readerOf } from '../../src/entities/orm.js';

/** The queue polls on the same pool; what it asks belongs to no request. */
const OF_THE_QUEUE = /\bpgboss\b/;

/**
 * What `work` asks the database, outside transactions, in the order of its text. Statements that are
 * under way together are answered together, so that which of them is fastest decides nothing.
 */
export async function countQueries(
  platform: Pick<OpenPlatform, 'orm'>,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const statements: string[] = [];
  let underWay = 0;
  let answer = Promise.withResolvers<undefined>();
  const together = async () => {
    underWay -= 1;
    const { promise, resolve } = answer;
    if (underWay === 0) {
      answer = Promise.withResolvers();
      resolve(undefined);
    }
    await promise;
  };
  await withQueries(
    platform,
    async (query, execute) => {
      if (OF_THE_QUEUE.test(query.sql)) return execute();
      statements.push(withoutKeys(query.sql));
      underWay += 1;
      try {
        return await execute();
      } finally {
        await together();
      }
    },
    work,
  );
  return statements.sort();
}

/** Lets every statement that matches fail while `work` runs, outside transactions. */
export async function failQueries(
  platform: Pick<OpenPlatform, 'orm'>,
  matching: RegExp,
  work: () => Promise<unknown>,
): Promise<void> {
  await withQueries(
    platform,
    async (query, execute) => {
      if (matching.test(query.sql)) throw new Error('planted');
      return execute();
    },
    work,
  );
}

/** Runs `work` with `around` each statement. */
async function withQueries(
  platform: Pick<OpenPlatform, 'orm'>,
  around: (query: CompiledQuery, execute: () => Promise<unknown>) => Promise<unknown>,
  work: () => Promise<unknown>,
): Promise<void> {
  // Every reader of the process runs its statements through this one object.
  const executor = readerOf(platform.orm.em.fork()).getExecutor();
  const execute = executor.executeQuery.bind(executor);
  executor.executeQuery = ((query: CompiledQuery, ...rest: []) =>
    around(query, () => execute(query, ...rest))) as typeof executor.executeQuery;
  try {
    await work();
  } finally {
    Reflect.deleteProperty(executor, 'executeQuery');
  }
}

/** The same text however many keys a statement is given. */
function withoutKeys(statement: string): string {
  return statement
    .replaceAll(/\(\$\d+(, \$\d+)*\)/g, '(…)')
    .replaceAll(/\$\d+/g, '$')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
