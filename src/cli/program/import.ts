import { resolve } from 'node:path';
import type { Command } from 'commander';

import { importOatutor, type ImportResult } from '../commands/import-oatutor.js';
import { countContent } from '../importers/count-content.js';
import { formatImportReport, formatSourceNotes } from '../importers/format-import-report.js';
import { readOatutor } from '../importers/oatutor/index.js';
import { print, run, showing, type CommandLine } from './command-line.js';

interface Options {
  school?: string;
  json?: boolean;
  dryRun?: boolean;
}

export function addImport(program: Command, line: CommandLine): void {
  const imports = program.command('import').description('import courses');
  imports
    .command('oatutor')
    .description("import OATutor's native layout; a second time changes nothing")
    .argument('<source>', 'a directory, .tar or .tar.gz with coursePlans.json and content-pool/')
    .option('--school <slug>', 'into this school; the only one by default')
    .option('--dry-run', 'read and check everything, write nothing; needs no database')
    .option('--json', 'print the report as JSON')
    .action(async (source: string, options: Options) => {
      const path = resolve(source);
      if (options.dryRun === true) {
        await tryOut(line, path, options);
        return;
      }
      const { school } = options;
      const input = { source: path, ...(school === undefined ? {} : { school }) };
      const result = await run(line, importOatutor, input);
      print(line, options.json, result, `${headline(result)}\n\n${formatImportReport(result)}`);
    });
}

async function tryOut(line: CommandLine, source: string, { json }: Options): Promise<void> {
  const { courses, ...notes } = await showing(line, (display) =>
    readOatutor(source, {
      onProgress: (done, total) => {
        line.signal.throwIfAborted();
        display.show(done, total, 'Reading');
      },
    }),
  );
  const found = courses.map((course) => ({
    key: course.key,
    title: course.title,
    ...countContent(course),
  }));
  const lines = found.map(({ title, modules, lessons, problems, steps, hints }) => {
    const counts = Object.entries({ modules, lessons, problems, steps, hints });
    const text = counts.map(([name, count]) => {
      const what = count === 1 ? name.replace(/s$/u, '') : name;
      return `${count.toLocaleString('en-US')} ${what}`;
    });
    return `${title}: ${text.join(', ')}`;
  });
  const said = formatSourceNotes(notes);
  const text = ['Nothing was written. The source holds:', ...lines, '', said].join('\n');
  print(line, json, { dryRun: true, courses: found, ...notes }, text.trimEnd());
}

function headline({ imported, school }: ImportResult): string {
  return imported
    .map(({ title, version, changed }) =>
      changed
        ? `${title}: published as version ${version} in the school "${school}".`
        : `${title}: version ${version} in the school "${school}" is the same already.`,
    )
    .join('\n');
}
