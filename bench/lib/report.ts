/** One measured figure, in the form that every benchmark of Lyceum prints with `--json`. */
export interface Row {
  readonly name: string;
  /** Null when it could not be measured; the notes say why. */
  readonly value: number | null;
  readonly unit: string;
  /** Such as `<= 1`; null for a figure that is only for reading. */
  readonly target: string | null;
  /** Whether the target is reached; null without one, or without a value. */
  readonly reached: boolean | null;
}

/** What one benchmark found. */
export interface Report {
  readonly rows: readonly Row[];
  /** Sentences a reader needs beside the rows; not part of the JSON. */
  readonly notes: readonly string[];
  /** Version of PostgreSQL, where it took part. */
  readonly postgres?: string;
}

type Target = readonly ['<=' | '>=', number];

export function row(name: string, unit: string, value: number | null, target?: Target): Row {
  const rounded = value === null || !Number.isFinite(value) ? null : readable(value);
  return {
    name,
    value: rounded,
    unit,
    target: target ? `${target[0]} ${target[1]}` : null,
    // What is printed decides, not digits behind it that nobody sees.
    reached: target && rounded !== null ? meets(rounded, target) : null,
  };
}

/** Counts as they are; measures to four digits, which is more than they are good for. */
function readable(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

function meets(value: number, [comparison, limit]: Target): boolean {
  return comparison === '<=' ? value <= limit : value >= limit;
}

/** A quotient, or null when a part is missing. */
export function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}

export function asTable(rows: readonly Row[]): string {
  const lines = rows.map((one) => [
    one.name,
    one.value === null ? 'not measured' : String(one.value),
    one.unit,
    one.target ?? '',
    one.reached === null ? '' : one.reached ? 'reached' : 'MISSED',
  ]);
  const head = ['name', 'value', 'unit', 'target', ''];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column].length)),
  );
  const print = (line: string[]) =>
    line
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd();
  return [print(head), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.map(print)]
    .join('\n')
    .concat('\n');
}
