import { RecordedAnswersError, type RecordedAnswer } from './recorded-answer.js';
import { streamRecordedAnswers } from './stream-recorded-answers.js';

export interface RecordedAnswersQuery {
  /** How many learners to take: the first in the file with enough answers. */
  learners: number;
  /** How many answers a learner must have given. */
  minimumAnswers: number;
  /** How many answers of each learner to take, from their first; all by default. */
  maximumAnswers?: number;
  /**
   * ROUND_ROBIN, the default: everyone's first answer, then everyone's second, as in a class that
   * works at one pace. TIME: as it happened, for recordings with a column `t`.
   */
  order?: 'ROUND_ROBIN' | 'TIME';
}

export interface RecordedAnswers {
  /** In the order asked for; each learner's own answers are always in the order of their `seq`. */
  answers: RecordedAnswer[];
  /** In the order of the file. May be fewer than asked for. */
  students: string[];
  /**
   * Every item answered, in the order of its first answer, with the skills it was recorded with.
   */
  items: Map<string, string[]>;
  /** Every skill seen, in the order of its first answer. */
  skills: string[];
}

/**
 * Takes some learners' answers out of a recording. The file is read twice, so that only the answers
 * taken are ever held; reading stops once enough is known. The same file and query give the same
 * answers.
 */
export async function readRecordedAnswers(
  file: string,
  query: RecordedAnswersQuery,
): Promise<RecordedAnswers> {
  const students = await pickStudents(file, query);
  const histories = await collectHistories(file, students, query.maximumAnswers ?? Infinity);
  const answers = query.order === 'TIME' ? inTime(file, histories) : inRounds(histories);
  const items = new Map<string, string[]>();
  for (const { item, skills } of answers) {
    items.set(item, [...new Set([...(items.get(item) ?? []), ...skills])]);
  }
  return {
    answers,
    students,
    items,
    skills: [...new Set(answers.flatMap(({ skills }) => skills))],
  };
}

/** The first learners to reach the minimum, put back into the order of their first answer. */
async function pickStudents(
  file: string,
  { learners, minimumAnswers }: RecordedAnswersQuery,
): Promise<string[]> {
  const counts = new Map<string, number>();
  const picked = new Set<string>();
  for await (const { student } of streamRecordedAnswers(file)) {
    if (picked.size >= learners) break;
    const count = (counts.get(student) ?? 0) + 1;
    counts.set(student, count);
    if (count >= minimumAnswers) picked.add(student);
  }
  return [...counts.keys()].filter((student) => picked.has(student));
}

async function collectHistories(
  file: string,
  students: readonly string[],
  maximum: number,
): Promise<RecordedAnswer[][]> {
  const histories = new Map<string, RecordedAnswer[]>(students.map((student) => [student, []]));
  const isWhole = (): boolean => [...histories.values()].every(({ length }) => length >= maximum);
  for await (const answer of streamRecordedAnswers(file)) {
    const history = histories.get(answer.student);
    if (!history || history.length >= maximum) continue;
    history.push(answer);
    if (history.length >= maximum && isWhole()) break;
  }
  // By `seq` and not by row, should a file be sorted otherwise; what is cut off is cut by row.
  return [...histories.values()].map((history) => history.toSorted((a, b) => a.seq - b.seq));
}

function inRounds(histories: readonly RecordedAnswer[][]): RecordedAnswer[] {
  const rounds = Math.max(0, ...histories.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) =>
    histories.flatMap((history) => history[round] ?? []),
  ).flat();
}

/** Stable; a clock that was set back does not turn a learner's own order around. */
function inTime(file: string, histories: readonly RecordedAnswer[][]): RecordedAnswer[] {
  return histories
    .flatMap((history) => {
      let latest = -Infinity;
      return history.map((answer) => {
        if (answer.time === undefined) {
          throw new RecordedAnswersError(file, 'has no column t to order by');
        }
        latest = Math.max(latest, answer.time);
        return { answer, at: latest };
      });
    })
    .toSorted((a, b) => a.at - b.at)
    .map(({ answer }) => answer);
}
