import { sql, type Expression } from 'kysely';

import type { Reader } from './orm.js';

/**
 * The first rows of each parent by id, all by id: a page of the children of many parents in one
 * statement. `parent` is the column of `rows` that names a row's parent.
 */
export async function firstOfEach<Row>(
  db: Reader,
  rows: Expression<Row>,
  parent: keyof Row & string,
  limit: number,
): Promise<Row[]> {
  const found = await sql<Row>`
    select * from (
      select *, row_number() over (partition by ${sql.ref(parent)} order by id) as rank
      from ${rows} as rows
    ) as ranked
    where rank <= ${limit}
    order by id`.execute(db);
  return found.rows;
}
