import { randomBytes } from 'node:crypto';

import type { Database } from './lib/database.ts';
import { importBuilt, requireFromProduct } from './lib/product.ts';

/** What the data looks like; the benchmarks count on it. */
export const SHAPE = {
  courses: 20,
  modules: 5,
  lessons: 5,
  problems: 3,
  /** Learners of the first two courses of the first school, whose answers make live events. */
  classSize: 50,
  /** Who watches the class of the first course. */
  staff: 10,
} as const;

/** Courses, modules and lessons in an answer to the nested catalogue. */
export const OBJECTS = SHAPE.courses * (1 + SHAPE.modules * (1 + SHAPE.lessons));

export interface Person {
  readonly id: string;
  readonly schoolId: string;
  readonly email: string;
  readonly password: string;
  readonly school: string;
}

export interface Seed {
  /** One a school; enrolled in all its courses, with progress in each lesson. */
  readonly learners: readonly Person[];
  readonly staff: readonly Person[];
  readonly schoolId: string;
  /** The first two courses, which have classes. */
  readonly courses: readonly SeededCourse[];
  /** A key of a service account with the scope `responses:record`. */
  readonly apiKey: string;
}

export interface SeededCourse {
  readonly id: string;
  readonly learnerIds: readonly string[];
  readonly stepIds: readonly string[];
}

const PASSWORD = 'correct horse battery staple';

interface ApiKeys {
  makeApiKey(): { apiKeyId: string; key: string; secretHash: string };
}
interface Argon2 {
  hash(password: string, cost: object): Promise<string>;
}

/** Fills a migrated database with `schools` schools of equal courses. */
export async function seed(database: Database, schools: number): Promise<Seed> {
  const { hash } = requireFromProduct<Argon2>('@node-rs/argon2');
  const { makeApiKey } = await importBuilt<ApiKeys>('services/people/api-keys.js');
  const password = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const { apiKeyId, key, secretHash } = makeApiKey();

  for (const statement of statementsFor(schools)) await database.query(statement);
  await database.query('update users set password_hash = $1 where kind = $2', [password, 'person']);
  await database.query(
    `insert into api_keys (id, school_id, user_id, name, secret_hash, scopes, created_at)
     values ($1, bench_id('school 1'), bench_id('service'), 'bench', $2, '{responses:record}', now())`,
    [apiKeyId, secretHash],
  );
  // Statistics now, so that no autovacuum comes to make them while we measure.
  await database.query('vacuum (analyze)');

  const people = (email: string) =>
    database.query<Person>(
      `select u.id, u.school_id as "schoolId", u.email, s.slug as school, $2 as password
       from users u join schools s on s.id = u.school_id
       where u.email like $1 order by s.created_at, u.email`,
      [email, PASSWORD],
    );
  const [school] = await database.query<{ id: string }>(`select bench_id('school 1') as id`);
  const courses = await database.query<SeededCourse>(
    `select c.id,
       array(select e.user_id from enrollments e join users u on u.id = e.user_id
         where e.course_id = c.id and u.email like 'class%' order by u.email) as "learnerIds",
       array(select s.id from steps s
         where s.version_id = c.published_version_id order by s.id) as "stepIds"
     from courses c where c.school_id = bench_id('school 1') order by c.title limit 2`,
  );
  return {
    learners: await people('learner%'),
    staff: await people('staff%'),
    schoolId: school.id,
    courses,
    apiKey: key,
  };
}

/** A key nobody knows, so that a run cannot be told from another by its ids. */
const SALT = randomBytes(8).toString('hex');

function statementsFor(schools: number): string[] {
  const { courses, modules, lessons, problems, classSize, staff } = SHAPE;
  const everyCourse = `generate_series(1, ${schools}) s, generate_series(1, ${courses}) c`;
  const everyModule = `${everyCourse}, generate_series(1, ${modules}) m`;
  const everyLesson = `${everyModule}, generate_series(1, ${lessons}) l`;
  const everyProblem = `${everyLesson}, generate_series(1, ${problems}) p`;
  const school = `bench_id('school ' || s)`;
  const course = `bench_id(concat_ws(' ', 'course', s, c))`;
  const version = `bench_id(concat_ws(' ', 'version', s, c))`;
  const skill = `bench_id(concat_ws(' ', 'skill', s, c, m))`;
  const module = `bench_id(concat_ws(' ', 'module', s, c, m))`;
  const lesson = `bench_id(concat_ws(' ', 'lesson', s, c, m, l))`;
  const problem = `bench_id(concat_ws(' ', 'problem', s, c, m, l, p))`;
  const step = `bench_id(concat_ws(' ', 'step', s, c, m, l, p))`;
  const learner = `bench_id('learner ' || s)`;
  const user = '(id, school_id, kind, email, name, is_administrator, created_at)';
  const enrollment =
    '(id, school_id, course_id, version_id, user_id, role, state, response_count, created_at)';
  const enrolled = `'active', 0, now()`;
  return [
    // A UUID of version 8 (custom) by name.
    `create function bench_id(name text) returns uuid immutable language sql as $$
       select overlay(overlay(md5('${SALT}' || name) placing '8' from 13) placing '8' from 17)::uuid
     $$`,
    `insert into schools (id, slug, name, created_at)
     select ${school}, 'bench-' || s, 'School ' || s, now() + s * interval '1 second'
     from generate_series(1, ${schools}) s`,
    `insert into courses (id, school_id, key, title, description, language, status,
       published_version_id, created_at, updated_at)
     select ${course}, ${school}, 'course-' || c, 'Course ' || to_char(c, 'FM00'),
       'What is taught in course ' || c, 'en', 'published', ${version}, now(), now()
     from ${everyCourse}`,
    `insert into course_versions (id, school_id, course_id, number, content_hash, published_at)
     select ${version}, ${school}, ${course}, 1, md5(c::text), now() from ${everyCourse}`,
    `insert into skills (id, school_id, course_id, key, title)
     select ${skill}, ${school}, ${course}, 'skill-' || m, 'Skill ' || m from ${everyModule}`,
    `insert into skill_parameters (version_id, skill_id, school_id, prior, transit, slip, guess)
     select ${version}, ${skill}, ${school}, 0.2, 0.1, 0.1, 0.2 from ${everyModule}`,
    `insert into modules (id, school_id, version_id, stable_id, key, title, position)
     select ${module}, ${school}, ${version}, ${module}, 'module-' || m, 'Module ' || m, m - 1
     from ${everyModule}`,
    `insert into lessons (id, school_id, version_id, module_id, stable_id, key, title, topic,
       position, problem_count, content_hash)
     select ${lesson}, ${school}, ${version}, ${module}, ${lesson}, concat_ws('-', 'lesson', m, l),
       concat('Lesson ', m, '.', l), 'Topic ' || l, l - 1, ${problems}, md5(l::text)
     from ${everyLesson}`,
    `insert into lesson_objectives (lesson_id, skill_id, school_id, version_id, target)
     select ${lesson}, ${skill}, ${school}, ${version}, 0.95 from ${everyLesson}`,
    `insert into problems (id, school_id, version_id, lesson_id, stable_id, key, title, body,
       position, figures, content_hash)
     select ${problem}, ${school}, ${version}, ${lesson}, ${problem},
       concat_ws('-', 'problem', m, l, p), 'Problem ' || p, 'Solve it.', p - 1, '{}', md5(p::text)
     from ${everyProblem}`,
    `insert into steps (id, school_id, version_id, problem_id, stable_id, key, title, body,
       position, kind, choices, hint_count, content_hash)
     select ${step}, ${school}, ${version}, ${problem}, ${step}, concat_ws('-', 'step', m, l, p),
       'Step ' || p, 'What is x?', 0, 'recorded', '{}', 0, md5(p::text)
     from ${everyProblem}`,
    `insert into step_skills (step_id, skill_id, school_id, version_id)
     select ${step}, ${skill}, ${school}, ${version} from ${everyProblem}`,

    `insert into users ${user}
     select ${learner}, ${school}, 'person', 'learner@bench.example', 'Learner ' || s, false, now()
     from generate_series(1, ${schools}) s`,
    `insert into users ${user}
     select bench_id('class ' || n), bench_id('school 1'), 'person',
       'class-' || to_char(n, 'FM000') || '@bench.example', 'Classmate ' || n, false, now()
     from generate_series(1, ${classSize}) n`,
    `insert into users ${user}
     select bench_id('staff ' || n), bench_id('school 1'), 'person',
       'staff-' || to_char(n, 'FM000') || '@bench.example', 'Teacher ' || n, false, now()
     from generate_series(1, ${staff}) n`,
    `insert into users ${user}
     values (bench_id('service'), bench_id('school 1'), 'service', 'service@bench.example',
       'Service', false, now())`,
    `insert into enrollments ${enrollment}
     select bench_id(concat_ws(' ', 'enrollment', s, c)), ${school}, ${course}, ${version},
       ${learner}, 'learner', ${enrolled} from ${everyCourse}`,
    `insert into enrollments ${enrollment}
     select bench_id(concat_ws(' ', 'classmate', c, n)), bench_id('school 1'), ${course}, ${version},
       bench_id('class ' || n), 'learner', ${enrolled}
     from (values (1)) school (s), generate_series(1, 2) c, generate_series(1, ${classSize}) n`,
    `insert into enrollments ${enrollment}
     select bench_id('instructor ' || n), bench_id('school 1'), ${course}, ${version},
       bench_id('staff ' || n), 'instructor', ${enrolled}
     from (values (1, 1)) first (s, c), generate_series(1, ${staff}) n`,
    `insert into lesson_progress (enrollment_id, lesson_stable_id, school_id, completed_problems,
       updated_at)
     select bench_id(concat_ws(' ', 'enrollment', s, c)), ${lesson}, ${school},
       1 + (c + m + l) % ${problems}, now()
     from ${everyLesson}`,
  ];
}
