/** What an import did with the rows of one table. */
export interface ImportTally {
  created: number;
  updated: number;
  unchanged: number;
}

/** Something to know about one file of the source. */
export interface FileNote {
  file: string;
  reason: string;
}

/** The parts of a report that are known once the source is read, before anything is written. */
export interface SourceNotes {
  /** Material that was left out. */
  skipped: FileNote[];
  /** Material that was taken, with something to look at. */
  warnings: FileNote[];
  /** Problems that name a figure. */
  figuresNamed: number;
  /** Those of them that name at least one figure the source does not hold. */
  figuresAbsent: number;
}

export interface ImportReport extends SourceNotes {
  courses: ImportTally;
  lessons: ImportTally;
  problems: ImportTally;
  steps: ImportTally;
  /** Hints, scaffolds and sub-hints together. */
  hints: ImportTally;
}

/** The tables of a report, in the order in which people read them. */
export const REPORTED_TABLES = ['courses', 'lessons', 'problems', 'steps', 'hints'] as const;

export type ReportedTable = (typeof REPORTED_TABLES)[number];

/** A report with nothing written yet; the caller counts up the tallies of its own copy. */
export function createImportReport(notes: SourceNotes): ImportReport {
  const tally = (): ImportTally => ({ created: 0, updated: 0, unchanged: 0 });
  return {
    courses: tally(),
    lessons: tally(),
    problems: tally(),
    steps: tally(),
    hints: tally(),
    skipped: [...notes.skipped],
    warnings: [...notes.warnings],
    figuresNamed: notes.figuresNamed,
    figuresAbsent: notes.figuresAbsent,
  };
}
