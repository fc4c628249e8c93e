import { findClusterTemplate, saveClusterTemplate } from './cluster-template.js';
import { openEmbeddedDatabase } from './open-embedded-database.js';

/** Only `postgres` is ever used: without the others a cluster has 400 files instead of 980. */
const DROP_THE_REST = `
  UPDATE pg_database SET datistemplate = false;
  DROP DATABASE template0;
  DROP DATABASE template1`;

/** Initialises a cluster once, in the build, so that no first start has to. Idempotent. */
export async function buildClusterTemplate(): Promise<void> {
  if (findClusterTemplate() !== null) return;
  const database = await openEmbeddedDatabase({});
  try {
    for (const statement of DROP_THE_REST.split(';')) await database.query(statement);
    await saveClusterTemplate(await database.dump());
  } finally {
    await database.close();
  }
}

if (import.meta.main) await buildClusterTemplate();
