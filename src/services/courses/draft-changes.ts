import { isDeepStrictEqual } from 'node:util';

import type { DraftLessonData, DraftModuleData, ReleaseRule } from '../../entities/courses.js';
import type { LessonContentRow } from '../../entities/courses.repository.js';
import type { Outline } from '../../entities/version-cache.js';

const ALWAYS_OPEN: ReleaseRule = {
  inOrder: false,
  unlockAt: null,
  minimumProgress: [],
  minimumMastery: [],
};

export function isAlwaysOpen(rule: ReleaseRule): boolean {
  return isDeepStrictEqual({ ...rule }, { ...ALWAYS_OPEN });
}

/** A published version in the form of a draft: what the first change starts from. */
export function draftOfVersion(
  outline: Outline,
  contents: readonly LessonContentRow[],
): DraftModuleData[] {
  const keyOf = new Map(outline.modules.map((module) => [module.id, module.key]));
  const byLesson = Map.groupBy(contents, (row) => row.lessonId);
  return outline.modules.map((module) => ({
    key: module.key,
    title: module.title,
    difficulty: module.difficulty,
    estimatedDuration: module.estimatedDuration,
    requires: module.requires.flatMap((id) => keyOf.get(id) ?? []).sort(),
    release: module.release ?? ALWAYS_OPEN,
    lessons: module.lessons.map((lesson) => ({
      key: lesson.key,
      title: lesson.title,
      topic: lesson.topic,
      difficulty: lesson.difficulty,
      estimatedDuration: lesson.estimatedDuration,
      release: lesson.release ?? ALWAYS_OPEN,
      contents: (byLesson.get(lesson.id) ?? []).map((row) => row.data),
    })),
  }));
}

/** How a module or a lesson differs from the published version. */
export interface DraftChange {
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  readonly part: 'module' | 'lesson';
  readonly key: string;
  readonly title: string;
}

interface Part {
  readonly key: string;
  readonly title: string;
  readonly parent: string | null;
  /** What it is, without what is inside it. */
  readonly facts: object;
}

/** What publishing would change: additions, changes and moves in the draft's order, then removals. */
export function changesBetween(
  before: readonly DraftModuleData[],
  after: readonly DraftModuleData[],
): DraftChange[] {
  return [
    ...changesOf('module', before.map(moduleAsPart), after.map(moduleAsPart)),
    ...changesOf('lesson', before.flatMap(lessonsAsParts), after.flatMap(lessonsAsParts)),
  ];
}

function changesOf(
  part: DraftChange['part'],
  before: readonly Part[],
  after: readonly Part[],
): DraftChange[] {
  const were = new Map(before.map((one) => [one.key, one]));
  const are = new Map(after.map((one) => [one.key, one]));
  // Places among those that stay, so that an addition moves nothing.
  const places = (parts: readonly Part[], others: ReadonlyMap<string, Part>) =>
    new Map(parts.filter(({ key }) => others.has(key)).map(({ key }, place) => [key, place]));
  const placesBefore = places(before, are);
  const placesAfter = places(after, were);
  const present = after.flatMap((now): DraftChange[] => {
    const { key, title } = now;
    const was = were.get(key);
    if (!was) return [{ change: 'added', part, key, title }];
    const isMoved = was.parent !== now.parent || placesBefore.get(key) !== placesAfter.get(key);
    return [
      ...(isDeepStrictEqual(was.facts, now.facts)
        ? []
        : [{ change: 'changed', part, key, title } as const]),
      ...(isMoved ? [{ change: 'moved', part, key, title } as const] : []),
    ];
  });
  const gone = before
    .filter(({ key }) => !are.has(key))
    .map(({ key, title }): DraftChange => ({ change: 'removed', part, key, title }));
  return [...present, ...gone];
}

function moduleAsPart({ lessons: _lessons, ...facts }: DraftModuleData): Part {
  return { key: facts.key, title: facts.title, parent: null, facts };
}

function lessonsAsParts(module: DraftModuleData): Part[] {
  return module.lessons.map((lesson: DraftLessonData) => ({
    key: lesson.key,
    title: lesson.title,
    parent: module.key,
    facts: lesson,
  }));
}
