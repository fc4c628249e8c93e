/** Responses graded per kind of question, and grades recomputed for a whole course. */
import { EXAMPLES } from '../../src/engines/grading/questions/__fixtures__/examples.ts';
import type { Cleanup } from '../lib/cleanup.ts';
import { createDatabase, type Database } from '../lib/database.ts';
import { importBuilt } from '../lib/product.ts';
import { row, type Report, type Row } from '../lib/report.ts';
import { seed, SHAPE } from '../seed.ts';

const LEARNERS = 5_000;
const COLUMNS = 40;
/** Seconds all kinds of question are measured for, together. */
const SECONDS = 12;
const WARM_UP_MS = 100;
/** Answers graded between two looks at the clock. */
const BURST = 64;
const SAMPLE_MS = 10;
const MB = 1_048_576;

interface Grading {
  gradeQuestion(question: unknown, response: unknown): { score: number | null };
}
interface Orm {
  readonly em: { fork(): unknown };
  close(): Promise<void>;
}
interface OrmModule {
  createOrm(source: object): Promise<Orm>;
  migrate(orm: Orm): Promise<void>;
}
interface RecomputeReport {
  readonly learners: number;
  readonly changed: number;
}
interface Recompute {
  recomputeGrades(
    deps: { em: unknown; clock: () => Date; announce: () => void },
    course: { schoolId: string; courseId: string },
    options: { onProgress: () => void },
  ): Promise<RecomputeReport>;
}

export async function grading(cleanup: Cleanup, seconds = SECONDS): Promise<Report> {
  const database = await createDatabase(cleanup);
  const recomputed = await measureRecompute(cleanup, database);
  const graded = await measureQuestions(seconds);
  return {
    postgres: database.version,
    rows: [...graded, ...recomputed],
    notes: [
      'Responses: the right, half right and wrong answers of one worked example a kind in turn, as the engine is called, by CPU time of this process.',
      `Recompute: ${LEARNERS} learners in ${COLUMNS} columns with one result each, drop rules and late rules, computed and stored; then once more, when nothing changes. Memory is the highest resident size above that before the first run, when another course had been recomputed.`,
    ],
  };
}

async function measureQuestions(seconds: number): Promise<Row[]> {
  const { gradeQuestion } = await importBuilt<Grading>('engines/grading/index.js');
  const examples = Object.entries(EXAMPLES);
  return examples.map(([kind, { question, right, half, wrong }]) => {
    const answers = [right, half, wrong].filter((answer) => answer !== null);
    const gradeFor = (milliseconds: number) => {
      const before = process.cpuUsage();
      let graded = 0;
      for (;;) {
        for (let count = 0; count < BURST; count += 1) {
          gradeQuestion(question, answers[graded % answers.length]);
          graded += 1;
        }
        const { user, system } = process.cpuUsage(before);
        const spent = (user + system) / 1_000;
        if (spent >= milliseconds) return graded / (spent / 1_000);
      }
    };
    gradeFor(WARM_UP_MS);
    const rate = gradeFor((seconds * 1_000) / examples.length);
    return row(`grading.responses.${kind}`, 'responses/CPU s', Math.round(rate));
  });
}

async function measureRecompute(cleanup: Cleanup, database: Database): Promise<Row[]> {
  const { createOrm, migrate } = await importBuilt<OrmModule>('entities/orm.js');
  const { recomputeGrades } = await importBuilt<Recompute>('services/gradebook/recompute.js');
  const orm = await createOrm({
    kind: 'postgres',
    url: database.url,
    poolSize: 4,
    statementTimeoutMs: 60_000,
  });
  cleanup.defer(() => orm.close());
  await migrate(orm);
  const { schoolId, courses } = await seed(database, 1);
  const courseId = courses[0].id;
  for (const statement of gradebookStatements(courseId)) await database.query(statement);
  await database.query('vacuum (analyze)');

  const deps = { em: orm.em.fork(), clock: () => new Date(), announce: () => undefined };
  // Idle is a process that has done such work before, with its code compiled and connections open.
  await recomputeGrades(
    deps,
    { schoolId, courseId: courses[1].id },
    { onProgress: () => undefined },
  );
  const idle = process.memoryUsage.rss();
  let highest = idle;
  const look = () => {
    highest = Math.max(highest, process.memoryUsage.rss());
  };
  const timer = setInterval(look, SAMPLE_MS);
  const run = async () => {
    const began = performance.now();
    const report = await recomputeGrades(deps, { schoolId, courseId }, { onProgress: look });
    return { ...report, seconds: (performance.now() - began) / 1_000 };
  };
  const first = await run();
  const second = await run();
  clearInterval(timer);
  // Beside those of the gradebook the course has its seeded learners.
  const expected = LEARNERS + 1 + SHAPE.classSize;
  if (first.learners !== expected || second.changed !== 0) {
    throw new Error(
      `Expected ${expected} learners and no second change: ${JSON.stringify([first, second])}`,
    );
  }
  return [
    row('grading.recompute.rows', 'rows/s', first.learners / first.seconds),
    row('grading.recompute.rows_unchanged', 'rows/s', second.learners / second.seconds),
    row('grading.recompute.cells', 'cells/s', (first.learners * COLUMNS) / first.seconds),
    row('grading.recompute.seconds', 's', first.seconds),
    row('grading.recompute.memory_above_idle', 'MB', (highest - idle) / MB, ['<=', 200]),
  ];
}

/** A class of its own in a seeded course, made after the likeness of a seeded learner. */
function gradebookStatements(courseId: string): string[] {
  const policy = {
    late: {
      per: 'day',
      share: 0.1,
      of: 'possible',
      floor: 0.5,
      graceMinutes: 15,
      cutoffMinutes: null,
    },
    counting: 'best',
    missing: 0,
    columnRules: [],
    total: 'weighted',
    categories: ['homework', 'quizzes', 'exams', 'projects'].map((id, place) => ({
      id,
      weight: place + 1,
      extraCredit: false,
      dropLowest: place === 0 ? 1 : 0,
      dropHighest: 0,
      neverDrop: [],
    })),
    periods: [],
    overall: 'columns',
    cap: null,
    scheme: [
      { name: 'pass', from: 0.5 },
      { name: 'fail', from: 0 },
    ],
  };
  const school = `bench_id('school 1')`;
  const course = `'${courseId}'::uuid`;
  const learners = `generate_series(1, ${LEARNERS}) n`;
  const columns = `generate_series(1, ${COLUMNS}) c`;
  return [
    `insert into users
     select (jsonb_populate_record(u, jsonb_build_object('id', bench_id('graded ' || n),
       'email', 'graded-' || n || '@bench.example'))).*
     from users u, ${learners} where u.email = 'learner@bench.example'`,
    `insert into enrollments
     select (jsonb_populate_record(e, jsonb_build_object('id', bench_id('grades of ' || n),
       'user_id', bench_id('graded ' || n)))).*
     from enrollments e join users u on u.id = e.user_id, ${learners}
     where e.course_id = ${course} and u.email = 'learner@bench.example'`,
    `insert into gradebooks (course_id, school_id, revision, updated_at)
     values (${course}, ${school}, 1, now())`,
    `insert into grade_policies (id, school_id, course_id, version, policy, reason, actor_id, created_at)
     values (bench_id('policy'), ${school}, ${course}, 1, '${JSON.stringify(policy)}', 'bench',
       bench_id('staff 1'), now())`,
    `insert into grade_columns (id, school_id, course_id, title, category_id, points_possible, due_at,
       extra_credit, posted, position, created_at, updated_at)
     select bench_id('column ' || c), ${school}, ${course}, 'Column ' || c,
       (array['homework', 'quizzes', 'exams', 'projects'])[1 + c % 4], 10 + c,
       now() - c * interval '1 day', false, c % 5 <> 0, c, now(), now()
     from ${columns}`,
    `insert into grade_results (id, school_id, enrollment_id, column_id, number, revision,
       points_earned, points_possible, submitted_at, voided, source, recorded_at)
     select gen_random_uuid(), ${school}, bench_id('grades of ' || n), bench_id('column ' || c), 1, 1,
       (n * 7 + c * 13) % (10 + c), 10 + c,
       now() - c * interval '1 day' + ((n + c) % 5 - 3) * interval '9 hours', false, 'imported', now()
     from ${learners}, ${columns}`,
  ];
}
