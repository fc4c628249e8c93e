import { Command } from 'commander';

import { addAccounts } from './accounts.js';
import type { CommandLine } from './command-line.js';
import { addGradebook } from './gradebook.js';
import { addImport } from './import.js';
import { addRebuild } from './rebuild.js';
import { addReplay } from './replay.js';
import { addStatus } from './status.js';

const AFTERWORD = `
Settings come from the environment, as for the server (.env.example). While a server has the
embedded database open, commands are carried out by it.

Exit codes: 0 done, 1 fault, 2 wrong arguments or settings, 3 refused, 4 database or server not
reachable, 130 interrupted.`;

/** The command line, ready to parse. Throws commander's errors instead of ending the process. */
export function createProgram(line: CommandLine): Command {
  const program = new Command('lyceum')
    .description('Lyceum on the machine it runs on: courses in, accounts, replays, upkeep.')
    .addHelpText('after', AFTERWORD)
    .showHelpAfterError('(--help tells what there is)')
    .configureOutput({
      writeOut: (text) => line.output.write(text),
      writeErr: (text) => line.messages.write(text),
    })
    .exitOverride();
  addImport(program, line);
  addAccounts(program, line);
  addReplay(program, line);
  addRebuild(program, line);
  addGradebook(program, line);
  addStatus(program, line);
  return program;
}
