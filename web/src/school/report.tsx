import { counted } from '../parts/percent.js';

const TABLES = ['courses', 'lessons', 'problems', 'steps', 'hints'] as const;
const DEEDS = ['created', 'updated', 'unchanged'] as const;
/** The rest of a long list is of the same kind. */
const MOST_NOTES = 200;

type Tally = Record<(typeof DEEDS)[number], number>;

interface FileNote {
  readonly file: string;
  readonly reason: string;
}

/** What a job of the kind IMPORT_COURSE brings. The graph has it as JSON: each kind has its own. */
interface ImportResult {
  readonly courses: readonly Record<(typeof TABLES)[number], Tally>[];
  readonly skipped: readonly FileNote[];
  readonly warnings: readonly FileNote[];
  readonly figuresNamed: number;
  readonly figuresAbsent: number;
}

/** What an import did, table by table, and what it left out and why. */
export function Report({ result }: { result: unknown }) {
  if (!isImportResult(result)) return null;
  const { courses, skipped, warnings, figuresNamed, figuresAbsent } = result;
  return (
    <section className="report" aria-label="Report of the import">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            {DEEDS.map((deed) => (
              <th key={deed} scope="col" className="number">
                {deed}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {TABLES.map((table) => (
            <tr key={table}>
              <th scope="row">{table}</th>
              {DEEDS.map((deed) => (
                <td key={deed} className="number">
                  {courses
                    .reduce((sum, course) => sum + course[table][deed], 0)
                    .toLocaleString('en')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {figuresNamed > 0 && (
        <p className="fine-print">
          {counted(figuresNamed, 'problem')} name a figure; for {figuresAbsent} of them the archive
          has none.
        </p>
      )}
      <Notes title="left out" notes={skipped} />
      <Notes title="taken, with something to look at" notes={warnings} />
    </section>
  );
}

function Notes({ title, notes }: { title: string; notes: readonly FileNote[] }) {
  if (notes.length === 0) return null;
  return (
    <details>
      <summary>
        {counted(notes.length, 'file')} {title}
      </summary>
      <ul className="notes">
        {notes.slice(0, MOST_NOTES).map(({ file, reason }, index) => (
          <li key={index}>
            <code>{file}</code> {reason}
          </li>
        ))}
        {notes.length > MOST_NOTES && <li>and {notes.length - MOST_NOTES} more</li>}
      </ul>
    </details>
  );
}

function isImportResult(result: unknown): result is ImportResult {
  return (
    typeof result === 'object' &&
    result !== null &&
    'courses' in result &&
    Array.isArray(result.courses)
  );
}
