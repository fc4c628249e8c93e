import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';

import { exportGradebookToFile } from '../commands/export-gradebook.js';
import { recompute, type RecomputeResult } from '../commands/recompute-grades.js';
import { print, run, type CommandLine } from './command-line.js';

interface Options {
  school?: string;
  dryRun?: boolean;
  json?: boolean;
}

export function addGradebook(program: Command, line: CommandLine): void {
  program
    .command('recompute')
    .description('compute the grades of a course anew, and tell what changed')
    .argument('<course>', 'key of the course')
    .option('--school <slug>', 'in this school; the only one by default')
    .option('--dry-run', 'tell what would change, and write nothing')
    .option('--json', 'print the report as JSON')
    .action(async (course: string, { school, dryRun = false, json }: Options) => {
      const input = { ...(school === undefined ? {} : { school }), course, dryRun };
      const result = await run(line, recompute, input);
      print(line, json, result, describe(result));
    });
  program
    .command('export')
    .description('export what is stored')
    .command('gradebook')
    .description('the gradebook of a course as CSV, to standard output')
    .argument('<course>', 'key of the course')
    .option('--school <slug>', 'in this school; the only one by default')
    .action(async (course: string, { school }: Options) => {
      await toOutput(line, { ...(school === undefined ? {} : { school }), course });
    });
}

/** By way of a file: a server that has the database open writes what this process reads. */
async function toOutput(
  line: CommandLine,
  input: { readonly school?: string; readonly course: string },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-export-'));
  try {
    const file = join(folder, 'gradebook.csv');
    await run(line, exportGradebookToFile, { ...input, file });
    for await (const chunk of createReadStream(file, 'utf8')) {
      await written(line, chunk as string);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits where the reader of the output is slower than the disk. */
async function written({ output }: CommandLine, chunk: string): Promise<void> {
  if (output.write(chunk)) return;
  await new Promise<void>((resolve) => output.once('drain', resolve));
}

function describe({ course, dryRun, learners, changed, raised, lowered }: RecomputeResult): string {
  const number = (value: number): string => value.toLocaleString('en-US');
  const counts = `${number(learners)} learners, ${number(changed)} changed: ${number(raised)} up, ${number(lowered)} down.`;
  const ending =
    changed === 0
      ? 'Everything was as it should be.'
      : dryRun
        ? 'Nothing was written. Run it again without --dry-run to store them.'
        : 'They are stored.';
  return `${course}: ${counts}\n${ending}`;
}
