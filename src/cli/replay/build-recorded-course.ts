import type {
  CourseContent,
  LessonContent,
  ModuleContent,
  ProblemContent,
} from '../../services/courses/course-content.js';
import { DEFAULT_SKILL_PARAMETERS } from '../importers/oatutor/index.js';
import type { RecordedAnswers } from './read-recorded-answers.js';

/** What a recording is called, by its file: `kt_assist09` for `…/kt_assist09.csv.gz`. */
export function recordingName(file: string): string {
  const base = file.replaceAll('\\', '/').split('/').at(-1) ?? file;
  return base.replace(/\.csv(\.gz)?$/iu, '');
}

/** A name as part of a key or an address. */
export function slugOf(name: string): string {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/gu, '-');
  return slug.replace(/^-+|-+$/gu, '') || 'recording';
}

/** Lessons a module holds. */
const MODULE_SIZE = 10;
/**
 * Mastery at which a skill counts as learned: Corbett and Anderson's 0.95 (1994, "Knowledge
 * tracing", section 4), the customary one.
 */
const MASTERED = 0.95;

/**
 * The course behind a recording: a problem of one step for each item, a lesson for each skill with
 * the items whose first skill it is, modules of ten lessons; all in the order in which the learners
 * met them. The answers themselves were judged elsewhere, so the steps cannot be graded here.
 */
export function buildRecordedCourse(
  name: string,
  recorded: Pick<RecordedAnswers, 'items' | 'skills' | 'students'>,
): CourseContent {
  const lessons = buildLessons(name, recorded.items);
  const modules: ModuleContent[] = [];
  for (let first = 0; first < lessons.length; first += MODULE_SIZE) {
    const part = modules.length + 1;
    modules.push({
      key: `part-${part}`,
      title: `Part ${part}`,
      position: modules.length,
      lessons: lessons
        .slice(first, first + MODULE_SIZE)
        .map((lesson, position) => ({ ...lesson, position })),
    });
  }
  const learners = recorded.students.length;
  return {
    key: `replay-${slugOf(name)}-${learners}`,
    title: `Replay of ${name} (${learners === 1 ? '1 learner' : `${learners} learners`})`,
    language: 'en',
    license: '',
    source: `Answers recorded in ${name}`,
    skills: recorded.skills.map((skill) => ({
      key: skill,
      title: `Skill ${skill}`,
      parameters: DEFAULT_SKILL_PARAMETERS,
    })),
    modules,
  };
}

function buildLessons(
  name: string,
  items: ReadonlyMap<string, readonly string[]>,
): Omit<LessonContent, 'position'>[] {
  const lessons = new Map<string, ProblemContent[]>();
  for (const [item, skills] of items) {
    // An item without a skill is practice too; its lesson just has nothing to master.
    const main = skills[0] ?? '';
    const problems = lessons.get(main) ?? [];
    lessons.set(main, problems);
    problems.push(buildProblem(name, item, skills, problems.length));
  }
  return [...lessons].map(([skill, problems]) => ({
    key: skill === '' ? 'no-skill' : `skill-${skill}`,
    title: skill === '' ? 'Without a skill' : `Skill ${skill}`,
    topic: '',
    objectives: skill === '' ? [] : [{ skillKey: skill, target: MASTERED }],
    problems,
  }));
}

function buildProblem(
  name: string,
  item: string,
  skills: readonly string[],
  position: number,
): ProblemContent {
  return {
    key: item,
    title: `Item ${item}`,
    body: '',
    position,
    license: '',
    source: `Answers recorded in ${name}`,
    figures: [],
    steps: [
      {
        key: item,
        title: `Item ${item}`,
        body: '',
        position: 0,
        kind: 'RECORDED',
        choices: [],
        answers: [],
        skills: [...skills],
        hints: [],
      },
    ],
  };
}
