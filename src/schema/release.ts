import {
  createUnionType,
  Extensions,
  Field,
  Float,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { DateTime } from './shared/date-time.scalar.js';
import { Expects } from './shared/expects.js';
import { UserError } from './shared/user-error.js';

export enum BlockerCode {
  MODULE_NOT_COMPLETED = 'MODULE_NOT_COMPLETED',
  LESSON_NOT_COMPLETED = 'LESSON_NOT_COMPLETED',
  NOT_YET = 'NOT_YET',
  PROGRESS_TOO_LOW = 'PROGRESS_TOO_LOW',
  MASTERY_TOO_LOW = 'MASTERY_TOO_LOW',
}

registerEnumType(BlockerCode, {
  name: 'BlockerCode',
  description: 'Why something is closed. The wording for people is left to the client.',
  valuesConfig: {
    MODULE_NOT_COMPLETED: { description: '`module` must be completed first.' },
    LESSON_NOT_COMPLETED: { description: '`lesson` must be completed first.' },
    NOT_YET: { description: 'It opens at `opensAt`.' },
    PROGRESS_TOO_LOW: { description: 'More of the problems of `lesson` must be completed.' },
    MASTERY_TOO_LOW: { description: 'The mastery of `skill` must rise.' },
  },
});

@Extensions({ protected: true })
@ObjectType({ description: 'One thing that keeps something closed.', simpleResolvers: true })
export class Blocker {
  @Field(() => BlockerCode, { description: 'What kind of thing.' })
  readonly code!: BlockerCode;

  @Field(() => DateTime, { nullable: true, description: 'When it opens; null but for NOT_YET.' })
  readonly opensAt?: string | null;

  @Field(() => Float, { nullable: true, description: 'What must be reached, 0 to 1.' })
  readonly required?: number | null;

  @Field(() => Float, { nullable: true, description: 'What has been reached, 0 to 1.' })
  readonly actual?: number | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'Whether the viewer may begin something now. Always open for staff and observers.',
  simpleResolvers: true,
})
export class Access {
  @Field(() => Boolean, { description: 'Whether it is open: nothing blocks it.' })
  readonly open!: boolean;

  @Expects(3)
  @Field(() => [Blocker], { description: 'What keeps it closed; empty when it is open.' })
  readonly blockers!: Blocker[];
}

@ObjectType({
  description: 'The lesson is closed to the learner by a rule.',
  implements: UserError,
})
export class LessonClosedError extends UserError {
  override readonly code = 'LESSON_CLOSED';
  override readonly message = 'This is not open yet. `access` says why, and what to do next.';

  @Field(() => Access, { description: 'Why, and what to do next.' })
  readonly access: object;

  constructor(access: object) {
    super();
    this.access = access;
  }
}

@Extensions({ protected: true })
@ObjectType({ description: 'A text.', simpleResolvers: true })
export class TextContent {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'As it was written: CommonMark, LaTeX between dollars.' })
  readonly markdown!: string;

  @Field(() => String, {
    description:
      'As HTML that is safe to put into a page. LaTeX is in it as it was written, between `$` or `$$`.',
  })
  readonly html!: string;

  @Field(() => String, { description: 'As plain text.' })
  readonly plainText!: string;
}

@Extensions({ protected: true })
@ObjectType({ description: 'Captions of a video, in one language.', simpleResolvers: true })
export class Captions {
  @Field(() => String, { description: 'The language, as a BCP 47 tag.' })
  readonly language!: string;

  @Field(() => String, { description: 'Where they are, such as a WebVTT file.' })
  readonly url!: string;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A video.', simpleResolvers: true })
export class VideoContent {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'Where it is: http or https.' })
  readonly url!: string;

  @Field(() => String, { nullable: true, description: 'How long it is, as ISO 8601 text.' })
  readonly duration!: string | null;

  @Field(() => String, { nullable: true, description: 'What is said in it, as plain text.' })
  readonly transcript!: string | null;

  @Expects(3)
  @Field(() => [Captions], { description: 'Its captions, by language.' })
  readonly captions!: Captions[];
}

@Extensions({ protected: true })
@ObjectType({
  description: 'Something that runs elsewhere, to be framed or opened.',
  simpleResolvers: true,
})
export class InteractiveContent {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'Where it is: http or https.' })
  readonly url!: string;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A file to read.', simpleResolvers: true })
export class DocumentContent {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'Where it is: http or https.' })
  readonly url!: string;

  @Field(() => String, { description: 'Its media type, such as application/pdf.' })
  readonly mediaType!: string;
}

/** The GraphQL type of a piece of content, by its kind. */
const contentTypes = {
  text: 'TextContent',
  video: 'VideoContent',
  interactive: 'InteractiveContent',
  document: 'DocumentContent',
} as const;

export const LessonContent = createUnionType({
  name: 'LessonContent',
  description: 'One piece of what a lesson tells and shows.',
  types: () => [TextContent, VideoContent, InteractiveContent, DocumentContent] as const,
  resolveType: (value) =>
    contentTypes[(value as unknown as { kind: keyof typeof contentTypes }).kind],
});
