import type { CompiledQuery } from 'kysely';

import type { OpenPlatform } from '../../src/app/open-platform.js';
import { readerOf } from '../../src/entities/orm.js';

/** The queue polls on the same pool; what it asks belongs to no request. */
const OF_THE_QUEUE = /\bpgboss\b/;

/** What `work` asks the database, outside transactions, in the order of its text. */
export async function countQueries(
  platform: Pick<OpenPlatform, 'orm'>,
  work: () => Promise<unknown>,
): Promise<string[]> {
  // Every reader of the process runs its statements through this one object.
  const executor = readerOf(platform.orm.em.fork()).getExecutor();
  const statements: string[] = [];
  const execute = executor.executeQuery.bind(executor);
  executor.executeQuery = ((query: CompiledQuery, ...rest: []) => {
    if (!OF_THE_QUEUE.test(query.sql)) statements.push(withoutKeys(query.sql));
    return execute(query, ...rest);
  }) as typeof executor.executeQuery;
  try {
    await work();
  } finally {
    Reflect.deleteProperty(executor, 'executeQuery');
  }
  return statements.sort();
}

/** Lets every statement that matches fail while `work` runs, outside transactions. */
export async function failQueries(
  platform: Pick<OpenPlatform, 'orm'>,
  matching: RegExp,
  work: () => Promise<unknown>,
): Promise<void> {
  const executor = readerOf(platform.orm.em.fork()).getExecutor();
  const execute = executor.executeQuery.bind(executor);
  executor.executeQuery = (async (query: CompiledQuery, ...rest: []) => {
    if (matching.test(query.sql)) throw new Error('planted');
    return execute(query, ...rest);
  }) as typeof executor.executeQuery;
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
