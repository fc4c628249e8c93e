import type { Blocker, Blockers, LearnerFacts, LessonPlan, ModulePlan, Rule } from './types.js';

/**
 * What keeps each module and lesson of a course closed to one learner. A lesson is completed when
 * all its problems are (at once, when it has none), a module when all its lessons are. A lesson is
 * held back by what holds back its module, too. A rule that names a lesson which is no longer there
 * holds nothing back.
 */
export function findBlockers(modules: readonly ModulePlan[], facts: LearnerFacts): Blockers {
  const lessonByKey = new Map(
    modules.flatMap((module) => module.lessons.map((lesson) => [lesson.key, lesson] as const)),
  );
  const doneModules = new Set(
    modules
      .filter((module) => module.lessons.every((lesson) => isCompleted(lesson, facts)))
      .map((module) => module.id),
  );
  const known = new Set(modules.map((module) => module.id));
  const byModule = new Map<string, readonly Blocker[]>();
  const byLesson = new Map<string, readonly Blocker[]>();
  let nextLessonId: string | null = null;

  modules.forEach((module, index) => {
    const needed = new Set(module.requires.filter((id) => known.has(id)));
    const before = module.release?.inOrder ? modules[index - 1] : undefined;
    if (before) needed.add(before.id);
    const ofModule: Blocker[] = [
      ...[...needed]
        .filter((id) => !doneModules.has(id))
        .map((moduleId) => ({ code: 'MODULE_NOT_COMPLETED', moduleId }) as const),
      ...unmet(module.release, lessonByKey, facts),
    ];
    byModule.set(module.id, ofModule);
    module.lessons.forEach((lesson, place) => {
      const previous = lesson.release?.inOrder ? module.lessons[place - 1] : undefined;
      const ofLesson: Blocker[] = [
        ...ofModule,
        ...(previous && !isCompleted(previous, facts)
          ? [{ code: 'LESSON_NOT_COMPLETED', lessonId: previous.id } as const]
          : []),
        ...unmet(lesson.release, lessonByKey, facts),
      ];
      byLesson.set(lesson.id, ofLesson);
      if (ofLesson.length === 0 && !isCompleted(lesson, facts)) nextLessonId ??= lesson.id;
    });
  });
  return { byModule, byLesson, nextLessonId };
}

function unmet(
  rule: Rule | null,
  lessonByKey: ReadonlyMap<string, LessonPlan>,
  facts: LearnerFacts,
): Blocker[] {
  if (!rule) return [];
  const blockers: Blocker[] = [];
  if (rule.unlockAt !== null && facts.now < new Date(rule.unlockAt)) {
    blockers.push({ code: 'NOT_YET', opensAt: rule.unlockAt });
  }
  for (const { lessonKey, fraction } of rule.minimumProgress) {
    const lesson = lessonByKey.get(lessonKey);
    if (!lesson) continue;
    const actual = progressOf(lesson, facts);
    if (actual < fraction) {
      const lessonId = lesson.id;
      blockers.push({ code: 'PROGRESS_TOO_LOW', lessonId, required: fraction, actual });
    }
  }
  for (const { skillId, probability } of rule.minimumMastery) {
    const actual = facts.mastery.get(skillId) ?? 0;
    if (actual < probability) {
      blockers.push({ code: 'MASTERY_TOO_LOW', skillId, required: probability, actual });
    }
  }
  return blockers;
}

/** Completed problems over all, 0 to 1; 1 without problems. */
function progressOf(lesson: LessonPlan, { completed }: LearnerFacts): number {
  if (lesson.problemCount === 0) return 1;
  return Math.min(completed[lesson.stableId] ?? 0, lesson.problemCount) / lesson.problemCount;
}

function isCompleted(lesson: LessonPlan, facts: LearnerFacts): boolean {
  return progressOf(lesson, facts) === 1;
}
