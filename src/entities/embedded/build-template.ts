// `node dist/entities/embedded/build-template.js`, a step of the build: initialises a cluster once,
// so that no first start has to.
import { ensureClusterTemplate } from './cluster-template.js';
import { openEmbeddedDatabase } from './open-embedded-database.js';

await ensureClusterTemplate(async () => {
  const database = await openEmbeddedDatabase({});
  try {
    return await database.dump();
  } finally {
    await database.close();
  }
});
