import type { Command } from 'commander';

import { serverStatus, type ServerStatus } from '../commands/server-status.js';
import { print, type CommandLine } from './command-line.js';

export function addStatus(program: Command, line: CommandLine): void {
  program
    .command('status')
    .description('tell whether a server runs with these settings, and where')
    .option('--json', 'print it as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const environment = line.environment();
      const status = await serverStatus(environment);
      print(line, json, status, describe(status, environment.dataDir));
    });
}

function describe({ running, pid, url, database }: ServerStatus, dataDir: string): string {
  const where = database === 'embedded' ? `on ${dataDir}` : 'on the database of DATABASE_URL';
  if (!running) return `No server runs ${where}. Start one with: npm start`;
  const who = pid === null ? 'A server' : `Process ${pid}`;
  if (url === null) return `${who} has ${dataDir} open. It does not say where it listens.`;
  return `${who} runs ${where} and listens at ${url}`;
}
