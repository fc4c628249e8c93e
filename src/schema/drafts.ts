import {
  createUnionType,
  Extensions,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { Level } from './courses.js';
import { LessonContent } from './release.js';
import { DateTime } from './shared/date-time.scalar.js';
import { Duration } from './shared/duration.scalar.js';
import { Expects } from './shared/expects.js';
import { UserError } from './shared/user-error.js';

export enum DraftChangeKind {
  ADDED = 'added',
  REMOVED = 'removed',
  CHANGED = 'changed',
  MOVED = 'moved',
}

registerEnumType(DraftChangeKind, {
  name: 'DraftChangeKind',
  description: 'What publishing would do to a part of a course.',
  valuesConfig: {
    ADDED: { description: 'It is new.' },
    REMOVED: { description: 'It is gone.' },
    CHANGED: { description: 'It says or asks something else.' },
    MOVED: { description: 'It stands elsewhere.' },
  },
});

export enum CoursePart {
  MODULE = 'module',
  LESSON = 'lesson',
}

registerEnumType(CoursePart, {
  name: 'CoursePart',
  description: 'A kind of part of a course.',
  valuesConfig: {
    MODULE: { description: 'A module.' },
    LESSON: { description: 'A lesson.' },
  },
});

@Extensions({ protected: true })
@ObjectType({ description: 'Progress that must be made first.', simpleResolvers: true })
export class MinimumProgress {
  @Field(() => String, { description: 'The lesson, by key.' })
  readonly lessonKey!: string;

  @Field(() => Float, { description: 'Share of its problems, 0 to 1.' })
  readonly fraction!: number;
}

@Extensions({ protected: true })
@ObjectType({ description: 'Mastery that must be reached first.', simpleResolvers: true })
export class MinimumMastery {
  @Field(() => String, { description: 'The skill, by key.' })
  readonly skillKey!: string;

  @Field(() => Float, { description: 'Probability that it is known, 0 to 1.' })
  readonly probability!: number;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'When a module or a lesson opens for a learner: all of it must hold.',
  simpleResolvers: true,
})
export class ReleaseRule {
  @Field(() => Boolean, { description: 'What stands before it must be completed.' })
  readonly inOrder!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'Not before; null for at once.' })
  readonly unlockAt!: string | null;

  @Expects(2)
  @Field(() => [MinimumProgress], { description: 'Progress in earlier lessons.' })
  readonly minimumProgress!: MinimumProgress[];

  @Expects(2)
  @Field(() => [MinimumMastery], { description: 'Mastery of skills.' })
  readonly minimumMastery!: MinimumMastery[];
}

@Extensions({ protected: true })
@ObjectType({ description: 'A lesson of a draft.', simpleResolvers: true })
export class DraftLesson {
  @Field(() => String, { description: 'Stable name: the same lesson in every version.' })
  readonly key!: string;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'What it is about.' })
  readonly topic!: string;

  @Field(() => Level, { nullable: true, description: 'How difficult it is.' })
  readonly difficulty!: Level | null;

  @Field(() => Duration, { nullable: true, description: 'How long it takes.' })
  readonly estimatedDuration!: string | null;

  @Field(() => ReleaseRule, { description: 'When it opens.' })
  readonly release!: ReleaseRule;

  @Expects(5)
  @Field(() => [LessonContent], { description: 'What it tells and shows, in order.' })
  readonly contents!: (typeof LessonContent)[];
}

@Extensions({ protected: true })
@ObjectType({ description: 'A module of a draft.', simpleResolvers: true })
export class DraftModule {
  @Field(() => String, { description: 'Stable name: the same module in every version.' })
  readonly key!: string;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => Level, { nullable: true, description: 'How difficult it is.' })
  readonly difficulty!: Level | null;

  @Field(() => Duration, { nullable: true, description: 'How long it takes.' })
  readonly estimatedDuration!: string | null;

  @Field(() => [String], { description: 'Modules, by key, that must be completed first.' })
  readonly requires!: string[];

  @Field(() => ReleaseRule, { description: 'When it opens.' })
  readonly release!: ReleaseRule;

  @Expects(10)
  @Field(() => [DraftLesson], { description: 'Its lessons, in order.' })
  readonly lessons!: DraftLesson[];
}

@Extensions({ protected: true })
@ObjectType({ description: 'One thing that publishing would change.', simpleResolvers: true })
export class DraftChange {
  @Field(() => DraftChangeKind, { description: 'What would happen.' })
  readonly change!: DraftChangeKind;

  @Field(() => CoursePart, { description: 'To what kind of part.' })
  readonly part!: CoursePart;

  @Field(() => String, { description: 'Its key.' })
  readonly key!: string;

  @Field(() => String, { description: 'Its title.' })
  readonly title!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Active learners who have progress in the lesson, and who keep it on the version they are on; null for a module.',
  })
  readonly learners!: number | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'The working copy of a course, and what publishing it would change.',
  simpleResolvers: true,
})
export class CourseDraft {
  @Field(() => Int, { description: 'Grows with each change; writers name the one they have read.' })
  readonly revision!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last saved; null while it is the published version.',
  })
  readonly savedAt!: string | null;

  @Expects(10)
  @Field(() => [DraftModule], { description: 'Its modules, in order.' })
  readonly modules!: DraftModule[];

  @Expects(10)
  @Field(() => [DraftChange], {
    description: 'What publishing would change: modules, then lessons.',
  })
  readonly changes!: DraftChange[];
}

@InputType({ description: 'Progress that must be made first.' })
export class MinimumProgressInput {
  @Field(() => String, { description: 'An earlier lesson, by key.' })
  readonly lessonKey!: string;

  @Field(() => Float, { description: 'Share of its problems, 0 to 1.' })
  readonly fraction!: number;
}

@InputType({ description: 'Mastery that must be reached first.' })
export class MinimumMasteryInput {
  @Field(() => String, { description: 'A skill of the course, by key.' })
  readonly skillKey!: string;

  @Field(() => Float, { description: 'Probability that it is known, 0 to 1.' })
  readonly probability!: number;
}

@InputType({ description: 'When something opens for a learner: all of it must hold.' })
export class ReleaseRuleInput {
  @Field(() => Boolean, { nullable: true, description: 'After what stands before it. Else false.' })
  readonly inOrder?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'Not before this.' })
  readonly unlockAt?: Date | null;

  @Field(() => [MinimumProgressInput], { nullable: true, description: 'Progress, up to 20.' })
  readonly minimumProgress?: MinimumProgressInput[] | null;

  @Field(() => [MinimumMasteryInput], { nullable: true, description: 'Mastery, up to 20.' })
  readonly minimumMastery?: MinimumMasteryInput[] | null;
}

@InputType({ description: 'A text.' })
export class TextContentInput {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, {
    description:
      'CommonMark with tables; LaTeX between `$` or `$$`. HTML in it is shown as text. Up to 50,000 characters.',
  })
  readonly markdown!: string;
}

@InputType({ description: 'Captions of a video.' })
export class CaptionsInput {
  @Field(() => String, { description: 'The language, as a BCP 47 tag.' })
  readonly language!: string;

  @Field(() => String, { description: 'Where they are: http or https.' })
  readonly url!: string;
}

@InputType({ description: 'A video.' })
export class VideoContentInput {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'Where it is: http or https.' })
  readonly url!: string;

  @Field(() => Duration, { nullable: true, description: 'How long it is.' })
  readonly duration?: string | null;

  @Field(() => String, { nullable: true, description: 'What is said in it, as plain text.' })
  readonly transcript?: string | null;

  @Field(() => [CaptionsInput], { nullable: true, description: 'Its captions, up to 50.' })
  readonly captions?: CaptionsInput[] | null;
}

@InputType({ description: 'Something that runs elsewhere.' })
export class InteractiveContentInput {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'Where it is: http or https.' })
  readonly url!: string;
}

@InputType({ description: 'A file to read.' })
export class DocumentContentInput {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'Where it is: http or https.' })
  readonly url!: string;

  @Field(() => String, { description: 'Its media type, such as application/pdf.' })
  readonly mediaType!: string;
}

@InputType({ description: 'One piece of content: exactly one of these.' })
export class LessonContentInput {
  @Field(() => TextContentInput, { nullable: true, description: 'A text.' })
  readonly text?: TextContentInput | null;

  @Field(() => VideoContentInput, { nullable: true, description: 'A video.' })
  readonly video?: VideoContentInput | null;

  @Field(() => InteractiveContentInput, { nullable: true, description: 'Something interactive.' })
  readonly interactive?: InteractiveContentInput | null;

  @Field(() => DocumentContentInput, { nullable: true, description: 'A document.' })
  readonly document?: DocumentContentInput | null;
}

@InputType({ description: 'A lesson of a draft.' })
export class DraftLessonInput {
  @Field(() => String, {
    description:
      'Stable name, once in the course: letters, digits and `._:-`. One that was published before keeps its problems and progress.',
  })
  readonly key!: string;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { nullable: true, description: 'What it is about.' })
  readonly topic?: string | null;

  @Field(() => Level, { nullable: true, description: 'How difficult it is.' })
  readonly difficulty?: Level | null;

  @Field(() => Duration, { nullable: true, description: 'How long it takes.' })
  readonly estimatedDuration?: string | null;

  @Field(() => ReleaseRuleInput, { nullable: true, description: 'When it opens; else at once.' })
  readonly release?: ReleaseRuleInput | null;

  @Field(() => [LessonContentInput], {
    nullable: true,
    description: 'What it tells and shows, in order, up to 50 pieces.',
  })
  readonly contents?: LessonContentInput[] | null;
}

@InputType({ description: 'A module of a draft.' })
export class DraftModuleInput {
  @Field(() => String, {
    description: 'Stable name, once in the course: letters, digits and `._:-`.',
  })
  readonly key!: string;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => Level, { nullable: true, description: 'How difficult it is.' })
  readonly difficulty?: Level | null;

  @Field(() => Duration, { nullable: true, description: 'How long it takes.' })
  readonly estimatedDuration?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Modules of this draft, by key, that must be completed first; up to 20.',
  })
  readonly requires?: string[] | null;

  @Field(() => ReleaseRuleInput, { nullable: true, description: 'When it opens; else at once.' })
  readonly release?: ReleaseRuleInput | null;

  @Field(() => [DraftLessonInput], { nullable: true, description: 'Its lessons, in order.' })
  readonly lessons?: DraftLessonInput[] | null;
}

@InputType({ description: 'The whole of a draft, as it shall be.' })
export class SaveDraftInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => Int, { description: 'The revision that was read.' })
  readonly revision!: number;

  @Field(() => [DraftModuleInput], { description: 'Its modules, in order, up to 200.' })
  readonly modules!: DraftModuleInput[];
}

@ObjectType({ description: 'The draft is saved.' })
export class SaveDraftSuccess {
  @Field(() => CourseDraft, { description: 'The draft as it is now.' })
  readonly draft: object;

  constructor(draft: object) {
    this.draft = draft;
  }
}

@ObjectType({
  description: 'Somebody has changed the draft since it was read; nothing was written.',
  implements: UserError,
})
export class DraftConflictError extends UserError {
  override readonly code = 'DRAFT_CONFLICT';
  override readonly message = 'The draft has been changed since you read it. Read it again.';

  @Field(() => Int, { description: 'The revision it has now.' })
  readonly revision: number;

  constructor(revision: number) {
    super();
    this.revision = revision;
  }
}

@ObjectType({
  description: 'Modules would wait for one another in a circle; nothing was written.',
  implements: UserError,
})
export class ModuleCycleError extends UserError {
  override readonly code = 'MODULE_CYCLE';
  override readonly message =
    'These modules would wait for one another in a circle. Take one link out of it.';

  @Field(() => [String], {
    description: 'Their keys, each waiting for the next and the last for the first.',
  })
  readonly moduleKeys: string[];

  constructor(moduleKeys: string[]) {
    super();
    this.moduleKeys = moduleKeys;
  }
}

export const SaveDraftResult = createUnionType({
  name: 'SaveDraftResult',
  description: 'Outcome of `saveDraft`.',
  types: () => [SaveDraftSuccess, DraftConflictError, ModuleCycleError] as const,
});

@InputType({ description: 'Which draft to publish.' })
export class PublishCourseInput {
  @Field(() => ID, { description: 'The course.' })
  readonly courseId!: string;

  @Field(() => Int, { description: 'The revision that was read.' })
  readonly revision!: number;
}

@ObjectType({ description: 'The course is published.' })
export class PublishCourseSuccess {
  readonly courseId: string;

  constructor(courseId: string) {
    this.courseId = courseId;
  }
}

@ObjectType({
  description: 'The draft is empty, or equals the published version.',
  implements: UserError,
})
export class NothingToPublishError extends UserError {
  override readonly code = 'NOTHING_TO_PUBLISH';
  override readonly message = 'The draft is empty, or equals what is published.';
}

export const PublishCourseResult = createUnionType({
  name: 'PublishCourseResult',
  description: 'Outcome of `publishCourse`.',
  types: () => [PublishCourseSuccess, DraftConflictError, NothingToPublishError] as const,
});
