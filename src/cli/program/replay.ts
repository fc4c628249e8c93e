import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';

import { toGlobalId } from '../../app/graph-ids.js';
import { MAX_RECORDED } from '../../services/practice/recording.service.js';
import { closeRecordedClass } from '../commands/close-recorded-class.js';
import { openRecordedClass, type RecordedClass } from '../commands/open-recorded-class.js';
import { CommandRefusal, exitCodes } from '../commands/refusal.js';
import { runCommand } from '../commands/run-command.js';
import { configuredUrl, doesAnswer, serverStatus } from '../commands/server-status.js';
import { answersToPlay } from '../replay/answers-to-play.js';
import { playAnswers, type PlayReport } from '../replay/play-answers.js';
import { recordOverGraph } from '../replay/record-over-graph.js';
import { print, run, showing, type CommandLine } from './command-line.js';

interface Options {
  learners: number;
  rate: number;
  answers?: number;
  school?: string;
  url?: string;
  restart?: boolean;
  json?: boolean;
}

export function addReplay(program: Command, line: CommandLine): void {
  program
    .command('replay')
    .description('play recorded answers into a course of their own, through the public API')
    .argument('<file>', 'a recording, .csv or .csv.gz, with student, seq, item, kcs and correct')
    .option('--learners <number>', 'how many of the recorded learners', wholeNumber, 50)
    .option('--rate <number>', 'answers a second', wholeNumber, 100)
    .option('--answers <number>', 'stop after so many; all by default', wholeNumber)
    .option('--school <slug>', 'in this school; the only one by default')
    .option('--url <address>', 'where the gateway answers; found out by default')
    .option('--restart', 'from the beginning again, in new enrollments')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      '\nA replay that was ended goes on where it stopped. Watch it on the live board.',
    )
    .action((file: string, options: Options) => replay(line, resolve(file), options));
}

async function replay(line: CommandLine, file: string, options: Options): Promise<void> {
  const url = await findGateway(line, options.url);
  const opened = await run(line, openRecordedClass, {
    file,
    learners: options.learners,
    ...(options.school === undefined ? {} : { school: options.school }),
    restart: options.restart === true,
  });
  try {
    const answers = await answersToPlay(file, opened, options.answers);
    line.messages.write(announce(opened, url, answers.length));
    const report = await showing(line, (display) =>
      playAnswers(answers, {
        pace: { rate: options.rate, maxBatch: MAX_RECORDED },
        record: recordOverGraph({ url, key: opened.key, courseId: opened.courseId }),
        signal: line.signal,
        onProgress: ({ acknowledged, total, answersPerSecond, trouble }) => {
          const note = trouble ?? `${answersPerSecond.toFixed(0)} answers/s`;
          display.show(acknowledged, total, 'Playing', note);
        },
      }),
    );
    print(line, options.json, report, describe(report));
    line.setExitCode(report.end === 'whole' ? exitCodes.done : exitCodes[report.end]);
  } finally {
    await closeQuietly(line, opened);
  }
}

async function findGateway(line: CommandLine, given: string | undefined): Promise<string> {
  const environment = line.environment();
  const url =
    given?.replace(/\/+$/u, '') ??
    (await serverStatus(environment)).url ??
    configuredUrl(environment);
  if (await doesAnswer(url)) return url;
  throw new CommandRefusal(
    `No gateway answers at ${url}, and a replay needs one to play to. Start it with "npm start" in another terminal, or name it with --url.`,
    'unavailable',
  );
}

function announce(opened: RecordedClass, url: string, answers: number): string {
  const { title, learners, watcher } = opened;
  const board = `${url}/#/board/${toGlobalId('Course', opened.courseId)}`;
  return [
    `${title}: ${learners.length} learners, ${answers.toLocaleString('en-US')} answers to play.`,
    `Watch it at ${board}${watcher === null ? '' : ` as ${watcher}`}`,
    '',
  ].join('\n');
}

/** The key is of no more use to anybody. That it could not be revoked ends nothing. */
async function closeQuietly(line: CommandLine, { school, apiKeyId }: RecordedClass): Promise<void> {
  try {
    const environment = line.environment();
    // Also after an interrupt, which has ended everything else.
    const signal = AbortSignal.timeout(10_000);
    const surroundings = { environment, report: () => undefined, signal };
    await runCommand(closeRecordedClass, { school, apiKeyId }, surroundings);
  } catch {
    line.messages.write('The key of this replay could not be revoked; it only records answers.\n');
  }
}

function describe(report: PlayReport): string {
  const number = (value: number): string => value.toLocaleString('en-US');
  const speed = report.seconds === 0 ? 0 : report.acknowledged / report.seconds;
  const lines = [
    `acknowledged ${number(report.acknowledged).padStart(8)}`,
    `recorded     ${number(report.recorded).padStart(8)}`,
    `duplicates   ${number(report.duplicates).padStart(8)}`,
    `retries      ${number(report.retries).padStart(8)}`,
    `seconds      ${report.seconds.toFixed(1).padStart(8)}  (${speed.toFixed(1)} answers/s)`,
  ];
  if (report.end !== 'whole') {
    const reason = report.reason?.replace(/\.$/u, '');
    lines.push(`Stopped: ${reason ?? 'interrupted'}. Run it again to go on from here.`);
  } else if (report.acknowledged === 0) {
    lines.push('Everything was played already. Add --restart to play it from the beginning.');
  }
  return lines.join('\n');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError('Write a whole number above 0.');
  }
  return value;
}
