import type { Command } from 'commander';

import { rebuild, type RebuildResult } from '../commands/rebuild.js';
import { print, run, type CommandLine } from './command-line.js';

interface Options {
  school?: string;
  course?: string;
  dryRun?: boolean;
  json?: boolean;
}

export function addRebuild(program: Command, line: CommandLine): void {
  program
    .command('rebuild')
    .description('compute mastery and progress anew from the answers, and tell what differed')
    .option('--school <slug>', 'of this school; of all by default')
    .option('--course <key>', 'of this course')
    .option('--dry-run', 'compare, and write nothing')
    .option('--json', 'print the report as JSON')
    .action(async ({ school, course, dryRun = false, json }: Options) => {
      const result = await run(line, rebuild, {
        ...(school === undefined ? {} : { school }),
        ...(course === undefined ? {} : { course }),
        dryRun,
      });
      print(line, json, result, describe(result));
    });
}

function describe(result: RebuildResult): string {
  const number = (value: number): string => value.toLocaleString('en-US');
  const rows = [
    ['mastery', result.masteryStates],
    ['progress', result.lessonProgress],
  ] as const;
  const differed = rows.reduce((sum, [, tally]) => sum + tally.differed, 0);
  return [
    `${number(result.enrollments)} enrollments, ${number(result.responses)} responses`,
    ...rows.map(
      ([name, tally]) =>
        `${name.padEnd(10)}${number(tally.rows).padStart(10)} rows  ${number(tally.differed).padStart(8)} differed`,
    ),
    differed === 0
      ? 'Everything was as it should be.'
      : result.dryRun
        ? 'Nothing was written. Run it again without --dry-run to mend them.'
        : 'They are mended.',
  ].join('\n');
}
