import { REPORTED_TABLES, type FileNote, type ImportReport, type SourceNotes } from './report.js';

const COLUMNS = ['created', 'updated', 'unchanged'] as const;

/** Longer lists are cut for people; the JSON form of the report holds every note. */
const NOTES_SHOWN = 20;

/** The report as a table and two lists, for a terminal. Ends without a newline. */
export function formatImportReport(report: ImportReport): string {
  return sections([formatTable(report), formatSourceNotes(report)]);
}

/** What is known without anything being written. */
export function formatSourceNotes(notes: SourceNotes): string {
  return sections([
    formatFigures(notes),
    formatNotes('skipped', notes.skipped),
    formatNotes(notes.warnings.length === 1 ? 'warning' : 'warnings', notes.warnings),
  ]);
}

function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

function formatTable(report: ImportReport): string {
  const rows = REPORTED_TABLES.map((table) => [
    table,
    ...COLUMNS.map((column) => report[table][column].toLocaleString('en-US')),
  ]);
  return [['', ...COLUMNS], ...rows].map(formatRow).join('\n');
}

function formatRow([name = '', ...numbers]: string[]): string {
  return [name.padEnd(10), ...numbers.map((number) => number.padStart(10))].join('');
}

function formatFigures({ figuresNamed, figuresAbsent }: SourceNotes): string {
  if (figuresNamed === 0) return '';
  const problems =
    figuresNamed === 1
      ? '1 problem names'
      : `${figuresNamed.toLocaleString('en-US')} problems name`;
  if (figuresAbsent === 0) return `${problems} a figure; the source holds them all.`;
  return `${problems} a figure; for ${figuresAbsent.toLocaleString('en-US')} of them the source does not hold it.`;
}

function formatNotes(heading: string, notes: readonly FileNote[]): string {
  if (notes.length === 0) return '';
  const lines = notes
    .slice(0, NOTES_SHOWN)
    .map(({ file, reason }) => `  ${printable(file)}: ${printable(reason)}`);
  const rest = notes.length - lines.length;
  if (rest > 0) lines.push(`  and ${rest.toLocaleString('en-US')} more`);
  return [`${notes.length.toLocaleString('en-US')} ${heading}:`, ...lines].join('\n');
}

/**
 * File names come from a stranger's archive: a control character in one must not drive the
 * terminal.
 */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '\u{fffd}');
}
