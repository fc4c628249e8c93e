import { GraphQLJSONObject } from 'graphql-scalars';
import {
  createUnionType,
  Extensions,
  Field,
  Float,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { DateTime } from './shared/date-time.scalar.js';
import { Node } from './shared/node.js';
import { UserError } from './shared/user-error.js';

export enum JobKind {
  IMPORT_COURSE = 'import_course',
  RECOMPUTE_GRADES = 'recompute_grades',
}

registerEnumType(JobKind, {
  name: 'JobKind',
  description: 'What a job does.',
  valuesConfig: {
    IMPORT_COURSE: { description: 'Imports a course from an archive.' },
    RECOMPUTE_GRADES: { description: 'Computes the grades of a course anew, or tries it out.' },
  },
});

export enum JobState {
  QUEUED = 'queued',
  ACTIVE = 'active',
  COMPLETED = 'completed',
  FAILED = 'failed',
}

registerEnumType(JobState, {
  name: 'JobState',
  description: 'Where a job is in its life.',
  valuesConfig: {
    QUEUED: { description: 'Waiting for a worker.' },
    ACTIVE: { description: 'Running.' },
    COMPLETED: { description: 'Done; see `result`.' },
    FAILED: { description: 'Ended without; see `failure`.' },
  },
});

export enum ImportFormat {
  OATUTOR = 'oatutor',
}

registerEnumType(ImportFormat, {
  name: 'ImportFormat',
  description: 'Layouts that can be imported.',
  valuesConfig: {
    OATUTOR: {
      description:
        'OATutor: coursePlans.json, skillModel.json, bkt-params and content-pool, as .tar.gz.',
    },
  },
});

@Extensions({ protected: true })
@ObjectType({ description: 'How far a job has come.', simpleResolvers: true })
export class JobProgress {
  @Field(() => Int, { description: 'Units done.' })
  readonly done!: number;

  @Field(() => Int, { nullable: true, description: 'Units in all; null until known.' })
  readonly total!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: '`done / total`, 0 to 1; null until the total is known.',
  })
  readonly fraction!: number | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'Background work that can be watched.',
  implements: Node,
  simpleResolvers: true,
})
export class Job extends Node {
  @Field(() => JobKind, { description: 'What it does.' })
  readonly kind!: JobKind;

  @Field(() => JobState, { description: 'Where it is in its life.' })
  readonly state!: JobState;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'What it brought, once completed.',
  })
  readonly result!: Record<string, unknown> | null;

  @Field(() => String, { nullable: true, description: 'Why it failed and what to do, if it did.' })
  readonly failure!: string | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When a worker took it.' })
  readonly startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  readonly endedAt!: Date | null;
}

@InputType({ description: 'What to import.' })
export class ImportCourseInput {
  @Field(() => ImportFormat, { description: 'The layout of the archive.' })
  readonly format!: ImportFormat;

  @Field(() => String, {
    description:
      'The archive (.tar.gz), in base64. The whole request must fit the body limit; larger archives go by the command line.',
  })
  readonly archive!: string;
}

@ObjectType({ description: 'The import is on the queue.' })
export class ImportCourseSuccess {
  readonly jobId: string;

  constructor(jobId: string) {
    this.jobId = jobId;
  }
}

@ObjectType({ description: 'The archive is not what the format says.', implements: UserError })
export class ArchiveUnreadableError extends UserError {
  override readonly code = 'ARCHIVE_UNREADABLE';
  override readonly message =
    'This is not a gzip archive in base64. Send the bytes of a .tar.gz file.';
}

export const ImportCourseResult = createUnionType({
  name: 'ImportCourseResult',
  description: 'Outcome of `importCourse`.',
  types: () => [ImportCourseSuccess, ArchiveUnreadableError] as const,
});
