import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import type { JobRow } from '../entities/jobs.repository.js';
import {
  ArchiveUnreadableError,
  ImportCourseInput,
  ImportCourseResult,
  ImportCourseSuccess,
  Job,
  JobProgress,
} from '../schema/jobs.js';
import { idOf } from '../schema/shared/global-id.js';
import { streamCursor } from '../schema/shared/stream-cursor.js';

@Resolver(() => Job)
export class JobResolver {
  @Query(() => Job, {
    nullable: true,
    description: 'A job the viewer asked for, or any of the school for administrators.',
  })
  async job(
    @Arg('jobId', () => ID, { description: 'Its id.' }) jobId: string,
    @Ctx() context: RequestContext,
  ) {
    return context.loaders.jobById.load(idOf('Job', jobId));
  }

  @FieldResolver(() => JobProgress, { description: 'How far it has come.' })
  progress(@Root() job: JobRow) {
    const { done, total } = job;
    return { done, total, fraction: total === null || total === 0 ? null : done / total };
  }

  @FieldResolver(() => String, {
    description:
      'Cursor of the newest update. Read it in a request before the snapshot and subscribe to `jobUpdated` after it: nothing falls between.',
  })
  async cursor(@Root() job: JobRow, @Ctx() context: RequestContext): Promise<string> {
    const { stream, sequence } = await context.loaders.jobHead(job.id);
    return streamCursor(stream, sequence);
  }

  @Mutation(() => ImportCourseResult, {
    description:
      'Imports a course in the background. For administrators and keys with the scope `courses:import`.',
  })
  async importCourse(
    @Arg('input', () => ImportCourseInput, { description: 'What to import.' })
    input: ImportCourseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ImportCourseResult> {
    const result = await context.services.jobs.requestImport(context.signedIn(), input);
    return result.kind === 'queued'
      ? new ImportCourseSuccess(result.jobId)
      : new ArchiveUnreadableError();
  }
}

@Resolver(() => ImportCourseSuccess)
export class ImportCourseSuccessResolver {
  @FieldResolver(() => Job, { description: 'The job to watch.' })
  async job(@Root() success: ImportCourseSuccess, @Ctx() context: RequestContext) {
    return context.loaders.jobById.load(success.jobId);
  }
}
