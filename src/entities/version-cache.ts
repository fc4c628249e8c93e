import { LRUCache } from 'lru-cache';

import type { Level, ReleaseRule } from './courses.js';
import type { Reader } from './orm.js';

/** One module of a published version, with its lessons in order. */
export interface ModuleRow {
  id: string;
  schoolId: string;
  versionId: string;
  stableId: string;
  key: string;
  title: string;
  position: number;
  difficulty: Level | null;
  estimatedDuration: string | null;
  release: ReleaseRule | null;
  /** Modules that must be completed first, by id. */
  requires: string[];
  lessons: LessonRow[];
}

export interface LessonRow {
  id: string;
  schoolId: string;
  versionId: string;
  moduleId: string;
  stableId: string;
  key: string;
  title: string;
  topic: string;
  position: number;
  problemCount: number;
  difficulty: Level | null;
  estimatedDuration: string | null;
  release: ReleaseRule | null;
  objectives: { skillId: string; target: number }[];
}

/** A problem without its text: enough to order, choose and count. */
export interface ProblemEntry {
  id: string;
  stableId: string;
  lessonId: string;
  /** Order in the whole course. */
  position: number;
  stepIds: string[];
  skillIds: string[];
}

/** A step without its text. */
export interface StepEntry {
  id: string;
  problemId: string;
  skillIds: string[];
}

export interface SkillParametersRow {
  prior: number;
  transit: number;
  slip: number;
  guess: number;
}

/** The shape of one published version: everything but texts. */
export interface Outline {
  versionId: string;
  schoolId: string;
  courseId: string;
  modules: ModuleRow[];
  /** Whether anything in it is held back from learners by a rule. */
  hasRules: boolean;
  lessonById: ReadonlyMap<string, LessonRow>;
  problems: ProblemEntry[];
  problemById: ReadonlyMap<string, ProblemEntry>;
  problemsByLessonId: ReadonlyMap<string, ProblemEntry[]>;
  stepById: ReadonlyMap<string, StepEntry>;
  parametersBySkillId: ReadonlyMap<string, SkillParametersRow>;
}

export interface StepRow {
  id: string;
  schoolId: string;
  versionId: string;
  problemId: string;
  stableId: string;
  key: string;
  title: string;
  body: string;
  position: number;
  kind: 'choice' | 'text' | 'algebra' | 'recorded';
  choices: string[];
  hintCount: number;
  skillIds: string[];
}

export interface ProblemRow {
  id: string;
  schoolId: string;
  versionId: string;
  lessonId: string;
  stableId: string;
  key: string;
  title: string;
  body: string;
  position: number;
  license: string | null;
  attribution: string | null;
  figures: string[];
  steps: StepRow[];
}

/**
 * Published content, kept in process. A published version never changes, so nothing here is ever
 * stale and nothing needs invalidating; the bound is on rows, oldest use goes first. Answer keys
 * and hints are not content of this cache: they are read when they are due.
 */
export class VersionCache {
  readonly #outlines: LRUCache<string, Promise<Outline | undefined>>;
  readonly #problems: LRUCache<string, ProblemRow>;
  /** By step. */
  readonly #problemIds: LRUCache<string, string>;

  constructor(options: { maxOutlines?: number; maxProblems?: number } = {}) {
    this.#outlines = new LRUCache({ max: options.maxOutlines ?? 200 });
    this.#problems = new LRUCache({ max: options.maxProblems ?? 20_000 });
    this.#problemIds = new LRUCache({ max: 2 * (options.maxProblems ?? 20_000) });
  }

  /** Forgets everything; only tests that clear the database and cold benchmarks need it. */
  clear(): void {
    this.#outlines.clear();
    this.#problems.clear();
    this.#problemIds.clear();
  }

  /** The outlines of these versions, in their order; undefined where the school has no such version. */
  async outlines(
    db: Reader,
    schoolId: string,
    versionIds: readonly string[],
  ): Promise<(Outline | undefined)[]> {
    const missing = versionIds.filter((id) => !this.#outlines.has(id));
    if (missing.length > 0) {
      const loading = loadOutlines(db, missing);
      for (const id of missing) {
        const one = loading.then((found) => {
          const outline = found.get(id);
          if (!outline) this.#outlines.delete(id);
          return outline;
        });
        one.catch(() => this.#outlines.delete(id));
        this.#outlines.set(id, one);
      }
    }
    const found = await Promise.all(versionIds.map(async (id) => this.#outlines.get(id)));
    return found.map((outline) => (outline?.schoolId === schoolId ? outline : undefined));
  }

  async outline(db: Reader, schoolId: string, versionId: string): Promise<Outline | undefined> {
    const [outline] = await this.outlines(db, schoolId, [versionId]);
    return outline;
  }

  /** Problems with their steps, in the order of `ids`; undefined where the school has none. */
  async problems(
    db: Reader,
    schoolId: string,
    ids: readonly string[],
  ): Promise<(ProblemRow | undefined)[]> {
    const missing = ids.filter((id) => !this.#problems.has(id));
    const loaded = new Map<string, ProblemRow>();
    if (missing.length > 0) {
      for (const problem of await loadProblems(db, missing)) {
        loaded.set(problem.id, problem);
        this.#problems.set(problem.id, problem);
      }
    }
    return ids.map((id) => {
      const problem = loaded.get(id) ?? this.#problems.get(id);
      return problem?.schoolId === schoolId ? problem : undefined;
    });
  }

  /** Steps, in the order of `ids`; undefined where the school has none. */
  async steps(
    db: Reader,
    schoolId: string,
    ids: readonly string[],
  ): Promise<(StepRow | undefined)[]> {
    const missing = ids.filter((id) => !this.#problemIds.has(id));
    const found = missing.length === 0 ? [] : await problemIdsOfSteps(db, missing);
    const problemIds = new Map(found.map((row) => [row.id, row.problemId]));
    for (const [id, problemId] of problemIds) this.#problemIds.set(id, problemId);
    const problemIdOf = (id: string) => problemIds.get(id) ?? this.#problemIds.get(id) ?? '';
    const known = ids.filter((id) => problemIdOf(id) !== '');
    const problems = await this.problems(db, schoolId, [...new Set(known.map(problemIdOf))]);
    const steps = problems.flatMap((problem) => problem?.steps ?? []);
    const byId = new Map(steps.map((step) => [step.id, step]));
    return ids.map((id) => byId.get(id));
  }
}

async function problemIdsOfSteps(db: Reader, ids: readonly string[]) {
  return db
    .selectFrom('steps')
    .select(['id', 'problem_id as problemId'])
    .where('id', 'in', ids)
    .execute();
}

async function loadOutlines(
  db: Reader,
  versionIds: readonly string[],
): Promise<Map<string, Outline>> {
  const [
    versions,
    modules,
    requirements,
    lessons,
    objectives,
    problems,
    steps,
    stepSkills,
    parameters,
  ] = await Promise.all([
    db
      .selectFrom('course_versions')
      .select(['id', 'school_id as schoolId', 'course_id as courseId'])
      .where('id', 'in', versionIds)
      .execute(),
    db
      .selectFrom('modules')
      .select([
        'id',
        'school_id as schoolId',
        'version_id as versionId',
        'stable_id as stableId',
        'key',
        'title',
        'position',
        'difficulty',
        'estimated_duration as estimatedDuration',
        'release',
      ])
      .where('version_id', 'in', versionIds)
      .orderBy('position')
      .execute(),
    db
      .selectFrom('module_prerequisites')
      .select(['module_id as moduleId', 'required_module_id as requiredModuleId'])
      .where('version_id', 'in', versionIds)
      .execute(),
    db
      .selectFrom('lessons')
      .select([
        'id',
        'school_id as schoolId',
        'version_id as versionId',
        'module_id as moduleId',
        'stable_id as stableId',
        'key',
        'title',
        'topic',
        'position',
        'problem_count as problemCount',
        'difficulty',
        'estimated_duration as estimatedDuration',
        'release',
      ])
      .where('version_id', 'in', versionIds)
      .orderBy('position')
      .execute(),
    db
      .selectFrom('lesson_objectives')
      .select(['lesson_id as lessonId', 'skill_id as skillId', 'target'])
      .where('version_id', 'in', versionIds)
      .orderBy('skill_id')
      .execute(),
    db
      .selectFrom('problems')
      .select(['id', 'version_id as versionId', 'stable_id as stableId', 'lesson_id as lessonId'])
      .where('version_id', 'in', versionIds)
      .orderBy('position')
      .execute(),
    db
      .selectFrom('steps')
      .select(['id', 'problem_id as problemId'])
      .where('version_id', 'in', versionIds)
      .orderBy('position')
      .execute(),
    db
      .selectFrom('step_skills')
      .select(['step_id as stepId', 'skill_id as skillId'])
      .where('version_id', 'in', versionIds)
      .orderBy('skill_id')
      .execute(),
    db
      .selectFrom('skill_parameters')
      .select([
        'version_id as versionId',
        'skill_id as skillId',
        'prior',
        'transit',
        'slip',
        'guess',
      ])
      .where('version_id', 'in', versionIds)
      .execute(),
  ]);

  const requirementsByModule = groupBy(requirements, (row) => row.moduleId);
  const objectivesByLesson = groupBy(objectives, (row) => row.lessonId);
  const skillsByStep = groupBy(stepSkills, (row) => row.stepId);
  const stepsByProblem = groupBy(steps, (row) => row.problemId);
  const lessonsByModule = groupBy(
    lessons.map((lesson): LessonRow => ({
      ...lesson,
      objectives: (objectivesByLesson.get(lesson.id) ?? []).map((row) => ({
        skillId: row.skillId,
        target: row.target,
      })),
    })),
    (row) => row.moduleId,
  );
  const modulesByVersion = groupBy(
    modules.map((row): ModuleRow => ({
      ...row,
      requires: (requirementsByModule.get(row.id) ?? []).map((link) => link.requiredModuleId),
      lessons: lessonsByModule.get(row.id) ?? [],
    })),
    (row) => row.versionId,
  );
  const stepEntries = new Map(
    steps.map((step): [string, StepEntry] => [
      step.id,
      {
        id: step.id,
        problemId: step.problemId,
        skillIds: (skillsByStep.get(step.id) ?? []).map((tag) => tag.skillId),
      },
    ]),
  );
  const problemsByVersion = groupBy(problems, (row) => row.versionId);
  const parametersByVersion = groupBy(parameters, (row) => row.versionId);

  const outlines = new Map<string, Outline>();
  for (const version of versions) {
    const ownModules = modulesByVersion.get(version.id) ?? [];
    const ownLessons = ownModules.flatMap((module) => module.lessons);
    const lessonOrder = new Map(ownLessons.map((lesson, index) => [lesson.id, index]));
    const ownProblems = (problemsByVersion.get(version.id) ?? [])
      .map((row, index) => ({ row, index, lesson: lessonOrder.get(row.lessonId) ?? 0 }))
      .sort((a, b) => a.lesson - b.lesson || a.index - b.index)
      .map(({ row }, position): ProblemEntry => {
        const ownSteps = stepsByProblem.get(row.id) ?? [];
        const skillIds = new Set(
          ownSteps.flatMap((step) => stepEntries.get(step.id)?.skillIds ?? []),
        );
        return {
          id: row.id,
          stableId: row.stableId,
          lessonId: row.lessonId,
          position,
          stepIds: ownSteps.map((step) => step.id),
          skillIds: [...skillIds],
        };
      });
    outlines.set(version.id, {
      versionId: version.id,
      schoolId: version.schoolId,
      courseId: version.courseId,
      modules: ownModules,
      hasRules:
        ownModules.some((module) => module.release !== null || module.requires.length > 0) ||
        ownLessons.some((lesson) => lesson.release !== null),
      lessonById: new Map(ownLessons.map((lesson) => [lesson.id, lesson])),
      problems: ownProblems,
      problemById: new Map(ownProblems.map((problem) => [problem.id, problem])),
      problemsByLessonId: groupBy(ownProblems, (problem) => problem.lessonId),
      stepById: new Map(
        ownProblems.flatMap((problem) =>
          problem.stepIds.flatMap((id) => {
            const step = stepEntries.get(id);
            return step ? [[id, step] as const] : [];
          }),
        ),
      ),
      parametersBySkillId: new Map(
        (parametersByVersion.get(version.id) ?? []).map((row) => [
          row.skillId,
          {
            prior: row.prior,
            transit: row.transit,
            slip: row.slip,
            guess: row.guess,
          },
        ]),
      ),
    });
  }
  return outlines;
}

async function loadProblems(db: Reader, ids: readonly string[]): Promise<ProblemRow[]> {
  const [problems, steps] = await Promise.all([
    db
      .selectFrom('problems')
      .select([
        'id',
        'school_id as schoolId',
        'version_id as versionId',
        'lesson_id as lessonId',
        'stable_id as stableId',
        'key',
        'title',
        'body',
        'position',
        'license',
        'attribution',
        'figures',
      ])
      .where('id', 'in', ids)
      .execute(),
    db
      .selectFrom('steps')
      .select([
        'id',
        'school_id as schoolId',
        'version_id as versionId',
        'problem_id as problemId',
        'stable_id as stableId',
        'key',
        'title',
        'body',
        'position',
        'kind',
        'choices',
        'hint_count as hintCount',
      ])
      .where('problem_id', 'in', ids)
      .orderBy('position')
      .execute(),
  ]);
  const stepIds = steps.map((step) => step.id);
  const tags =
    stepIds.length === 0
      ? []
      : await db
          .selectFrom('step_skills')
          .select(['step_id as stepId', 'skill_id as skillId'])
          .where('step_id', 'in', stepIds)
          .orderBy('skill_id')
          .execute();
  const tagsByStep = groupBy(tags, (row) => row.stepId);
  const stepsByProblem = groupBy(
    steps.map((step): StepRow => ({
      ...step,
      skillIds: (tagsByStep.get(step.id) ?? []).map((tag) => tag.skillId),
    })),
    (step) => step.problemId,
  );
  return problems.map((problem) => ({
    ...problem,
    steps: stepsByProblem.get(problem.id) ?? [],
  }));
}

function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
