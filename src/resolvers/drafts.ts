import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import { RequestError } from '../errors/index.js';
import { Course } from '../schema/courses.js';
import {
  CourseDraft,
  DraftConflictError,
  ModuleCycleError,
  NothingToPublishError,
  PublishCourseInput,
  PublishCourseResult,
  PublishCourseSuccess,
  SaveDraftInput,
  SaveDraftResult,
  SaveDraftSuccess,
  type DocumentContentInput,
  type DraftLessonInput,
  type DraftModuleInput,
  type LessonContentInput,
  type ReleaseRuleInput,
  type VideoContentInput,
} from '../schema/drafts.js';
import { idOf } from '../schema/shared/global-id.js';

@Resolver()
export class DraftResolver {
  @Query(() => CourseDraft, {
    nullable: true,
    description:
      'The working copy of a course, with what publishing it would change. For its staff.',
  })
  async courseDraft(
    @Arg('courseId', () => ID, { description: 'The course.' }) courseId: string,
    @Ctx() context: RequestContext,
  ) {
    return context.services.drafts.draftOf(context.signedIn(), idOf('Course', courseId));
  }

  @Mutation(() => SaveDraftResult, {
    description:
      'Replaces the working copy of a course; learners see nothing of it before it is published. For its staff.',
  })
  async saveDraft(
    @Arg('input', () => SaveDraftInput, { description: 'The draft.' }) input: SaveDraftInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SaveDraftResult> {
    const result = await context.services.drafts.saveDraft(context.signedIn(), {
      courseId: idOf('Course', input.courseId),
      revision: input.revision,
      modules: input.modules.map(moduleOf),
    });
    switch (result.kind) {
      case 'saved':
        return new SaveDraftSuccess(result.draft);
      case 'conflict':
        return new DraftConflictError(result.revision);
      case 'moduleCycle':
        return new ModuleCycleError(result.moduleKeys);
    }
  }

  @Mutation(() => PublishCourseResult, {
    description:
      'Publishes the working copy as a new version. Problems stay with the lessons that keep their key; learners stay on the version they began with. For its staff.',
  })
  async publishCourse(
    @Arg('input', () => PublishCourseInput, { description: 'Which one.' })
    input: PublishCourseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PublishCourseResult> {
    const result = await context.services.drafts.publishCourse(context.signedIn(), {
      courseId: idOf('Course', input.courseId),
      revision: input.revision,
    });
    switch (result.kind) {
      case 'published':
        return new PublishCourseSuccess(result.courseId);
      case 'conflict':
        return new DraftConflictError(result.revision);
      case 'nothingToPublish':
        return new NothingToPublishError();
    }
  }
}

@Resolver(() => PublishCourseSuccess)
export class PublishCourseSuccessResolver {
  @FieldResolver(() => Course, { description: 'The course as it is now.' })
  async course(@Root() success: PublishCourseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(success.courseId);
  }
}

function moduleOf(module: DraftModuleInput, index: number) {
  return {
    key: module.key,
    title: module.title,
    difficulty: module.difficulty,
    estimatedDuration: module.estimatedDuration,
    requires: module.requires ?? [],
    release: ruleOf(module.release),
    lessons: (module.lessons ?? []).map((lesson, at) =>
      lessonOf(lesson, `modules.${String(index)}.lessons.${String(at)}`),
    ),
  };
}

function lessonOf(lesson: DraftLessonInput, place: string) {
  return {
    key: lesson.key,
    title: lesson.title,
    topic: lesson.topic ?? '',
    difficulty: lesson.difficulty,
    estimatedDuration: lesson.estimatedDuration,
    release: ruleOf(lesson.release),
    contents: (lesson.contents ?? []).map((content, at) =>
      contentOf(content, `${place}.contents.${String(at)}`),
    ),
  };
}

function ruleOf(rule: ReleaseRuleInput | null | undefined) {
  return {
    inOrder: rule?.inOrder ?? false,
    unlockAt: rule?.unlockAt ?? null,
    minimumProgress: [...(rule?.minimumProgress ?? [])],
    minimumMastery: [...(rule?.minimumMastery ?? [])],
  };
}

function contentOf({ text, video, interactive, document }: LessonContentInput, place: string) {
  const [content, another] = [
    ...(text ? [{ kind: 'text', title: text.title, markdown: text.markdown } as const] : []),
    ...(video ? [videoOf(video)] : []),
    ...(interactive
      ? [{ kind: 'interactive', title: interactive.title, url: interactive.url } as const]
      : []),
    ...(document ? [documentOf(document)] : []),
  ];
  if (!content || another) {
    throw RequestError.badInput(place, 'Give exactly one of text, video, interactive, document.');
  }
  return content;
}

function videoOf({ title, url, duration, transcript, captions }: VideoContentInput) {
  return {
    kind: 'video',
    title,
    url,
    duration,
    transcript,
    captions: (captions ?? []).map(({ language, url: at }) => ({ language, url: at })),
  } as const;
}

function documentOf({ title, url, mediaType }: DocumentContentInput) {
  return { kind: 'document', title, url, mediaType } as const;
}
