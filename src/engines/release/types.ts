/** When a module or a lesson opens: all of what it names must hold. */
export interface Rule {
  /** What stands before it, in the same parent, is completed. */
  readonly inOrder: boolean;
  /** Not before this moment, as ISO 8601 text. */
  readonly unlockAt: string | null;
  /** Share of the problems of a lesson that must be completed, 0 to 1. */
  readonly minimumProgress: readonly { readonly lessonKey: string; readonly fraction: number }[];
  /** Mastery of a skill that must be reached, 0 to 1. */
  readonly minimumMastery: readonly { readonly skillId: string; readonly probability: number }[];
}

export interface LessonPlan {
  readonly id: string;
  readonly key: string;
  readonly stableId: string;
  readonly problemCount: number;
  readonly release: Rule | null;
}

export interface ModulePlan {
  readonly id: string;
  /** Ids of the modules that must be completed first. */
  readonly requires: readonly string[];
  readonly release: Rule | null;
  readonly lessons: readonly LessonPlan[];
}

/** What is known of one learner at one moment. */
export interface LearnerFacts {
  readonly now: Date;
  /** Problems completed, by the stable id of the lesson. */
  readonly completed: Readonly<Record<string, number>>;
  /** Probability that a skill is known, by skill; 0 for one that is not there. */
  readonly mastery: ReadonlyMap<string, number>;
}

/** One thing that keeps something closed. `required` and `actual` are from 0 to 1. */
export type Blocker =
  | { readonly code: 'MODULE_NOT_COMPLETED'; readonly moduleId: string }
  | { readonly code: 'LESSON_NOT_COMPLETED'; readonly lessonId: string }
  | { readonly code: 'NOT_YET'; readonly opensAt: string }
  | {
      readonly code: 'PROGRESS_TOO_LOW';
      readonly lessonId: string;
      readonly required: number;
      readonly actual: number;
    }
  | {
      readonly code: 'MASTERY_TOO_LOW';
      readonly skillId: string;
      readonly required: number;
      readonly actual: number;
    };

/** Empty lists mean open. */
export interface Blockers {
  readonly byModule: ReadonlyMap<string, readonly Blocker[]>;
  readonly byLesson: ReadonlyMap<string, readonly Blocker[]>;
  /** The first lesson that is open and not completed; null when there is none. */
  readonly nextLessonId: string | null;
}
