import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

import { RecordedAnswersError, type RecordedAnswer } from './recorded-answer.js';

const REQUIRED_COLUMNS = ['student', 'seq', 'item', 'kcs', 'correct'] as const;

/** A row is a few short fields; a longer one is no recording. */
const MAX_ROW_BYTES = 64 * 1024;

/**
 * The rows of a recording, `.csv` or `.csv.gz`, as they come: one row is held at a time, and
 * reading stops when the caller does.
 */
export async function* streamRecordedAnswers(file: string): AsyncGenerator<RecordedAnswer> {
  const rows = parse({ bom: true, max_record_size: MAX_ROW_BYTES });
  const stages = file.endsWith('.gz') ? [createGunzip(), rows] : [rows];
  // What fails on the way destroys the parser with the same error, which the loop below then
  // throws.
  pipeline([createReadStream(file), ...stages], () => undefined);
  let readRow: ((row: string[], line: number) => RecordedAnswer) | undefined;
  let line = 0;
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      line += 1;
      if (readRow) yield readRow(row, line);
      else readRow = createRowReader(file, row);
    }
  } catch (error) {
    if (error instanceof RecordedAnswersError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new RecordedAnswersError(file, `cannot be read: ${reason}`, { cause: error });
  }
  if (!readRow) throw new RecordedAnswersError(file, 'is empty');
}

function createRowReader(
  file: string,
  header: string[],
): (row: string[], line: number) => RecordedAnswer {
  const missing = REQUIRED_COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new RecordedAnswersError(file, `has no column ${missing.join(', ')}`);
  }
  const [student, seq, item, kcs, correct] = REQUIRED_COLUMNS.map((column) =>
    header.indexOf(column),
  );
  const time = header.indexOf('t');
  return (row, line) => {
    const field = (index = -1): string => row[index] ?? '';
    const fail = (reason: string): never => {
      throw new RecordedAnswersError(file, `row ${line}: ${reason}`);
    };
    return {
      student: field(student) || fail('no student'),
      seq: readNumber(field(seq)) ?? fail('seq is not a number'),
      item: field(item) || fail('no item'),
      skills: [...new Set(field(kcs).split(';'))].filter((skill) => skill !== ''),
      correct: readCorrect(field(correct)) ?? fail('correct is neither 0 nor 1'),
      ...(time >= 0 && { time: readNumber(field(time)) ?? fail('t is not a number') }),
    };
  };
}

function readNumber(text: string): number | undefined {
  const value = text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function readCorrect(text: string): boolean | undefined {
  const value = readNumber(text);
  if (value === 1) return true;
  return value === 0 ? false : undefined;
}
