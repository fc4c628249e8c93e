import './app/production-mode.js';

import type { Logger } from 'pino';

import { createGateway } from './app/create-gateway.js';
import { readEnvironment } from './app/environment.js';
import { explainStartFailure } from './app/explain-start-failure.js';
import { createLogger } from './app/logger.js';
import { openPlatform } from './app/open-platform.js';
import { banner } from './cli/banner.js';
import { serveCommands } from './cli/commands/serve-commands.js';
import { seedDemo } from './cli/demo/index.js';

/** How long a stop may take before the process ends all the same. */
const STOP_WITHIN_MS = 15_000;

async function main(): Promise<void> {
  const environment = readEnvironment();
  const log = createLogger(environment);
  for (const warning of environment.warnings) log.warn(warning);
  const platform = await openPlatform({ environment, log });
  const demoAccounts = environment.demo ? await seedDemo(platform) : null;
  const gateway = await createGateway({ platform, environment, log, demoAccounts });
  const { url } = await gateway.listen();
  const channel = await serveCommands({ platform, dataDir: environment.dataDir, url, log });
  process.stdout.write(banner({ url, accounts: demoAccounts }));
  stopOnSignal(log, async () => {
    await channel?.close();
    await gateway.close();
  });
}

/** Stops in order at the first SIGTERM or SIGINT, at once at the second. */
function stopOnSignal(log: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => {
      log.error('could not stop in time');
      process.exit(1);
    }, STOP_WITHIN_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainStartFailure(error)}\n`);
  process.exit(1);
});
