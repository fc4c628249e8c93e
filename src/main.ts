import { pino } from 'pino';
import { createGateway } from './app/create-gateway.js';
import { EnvironmentError, readEnvironment } from './app/environment.js';
import { openPlatform } from './app/open-platform.js';
import { EmbeddedDatabaseLockedError } from './entities/embedded/index.js';

async function main(): Promise<void> {
  const environment = readEnvironment();
  const log = pino({ level: environment.logLevel });
  const platform = await openPlatform({ environment, log });
  const gateway = await createGateway({ platform, environment, log });
  const { url } = await gateway.listen();
  process.stdout.write(`Lyceum is ready at ${url}\n`);
  let stopping = false;
  const stop = (): void => {
    // A second signal means now.
    if (stopping) process.exit(1);
    stopping = true;
    gateway.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  const expected = error instanceof EnvironmentError || error instanceof EmbeddedDatabaseLockedError;
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
