import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { z } from 'zod';

import type { RequestContext } from '../../context/request-context.js';
import type { CourseRow } from '../../entities/courses.repository.js';
import type { EnrollmentRow } from '../../entities/enrollments.repository.js';
import type { GradebookRow, GradePolicyRow } from '../../entities/gradebook.repository.js';
import { Course } from '../../schema/courses.js';
import { Enrollment, EnrollmentConnection } from '../../schema/enrollments.js';
import { Gradebook, GradeColumn, Grades } from '../../schema/gradebook/grades.js';
import {
  GradePolicy,
  GradePolicyVersion,
  GradePolicyVersionConnection,
} from '../../schema/gradebook/policy.js';
import { User } from '../../schema/people.js';
import { checkedPageSize, PageArgs, pageOf, type Page } from '../../schema/shared/connection.js';
import { decodeCursor, encodeCursor } from '../../schema/shared/cursor.js';
import { Expects } from '../../schema/shared/expects.js';
import { tellGrades } from './grades.js';
import { tellPolicy } from './policy.js';

const idKey = z.tuple([z.uuid()]);
const versionKey = z.tuple([z.int().min(1).max(2_147_483_647)]);

@Resolver(() => Course)
export class CourseGradebookResolver {
  @FieldResolver(() => Gradebook, { description: 'Its gradebook. For its staff.' })
  async gradebook(@Root() course: CourseRow, @Ctx() context: RequestContext) {
    return context.loaders.gradebookByCourseId.load(course.id);
  }
}

@Resolver(() => Enrollment)
export class EnrollmentGradesResolver {
  @FieldResolver(() => Grades, {
    nullable: true,
    description:
      'The grades: all for staff, else what is posted, as if there were nothing else. Null where nobody learns.',
  })
  async grades(@Root() enrollment: EnrollmentRow, @Ctx() context: RequestContext) {
    if (enrollment.role !== 'learner') return null;
    return tellGrades(await context.services.gradebook.gradesOf(context.signedIn(), enrollment));
  }
}

@Resolver(() => Gradebook)
export class GradebookResolver {
  @FieldResolver(() => GradePolicy, { description: 'The policy in force.' })
  policy(@Root() gradebook: GradebookRow, @Ctx() context: RequestContext) {
    return tellPolicy(context.services.gradebook.policyOf(gradebook));
  }

  @FieldResolver(() => GradePolicyVersionConnection, {
    description: 'Every policy there ever was, the newest first.',
  })
  async policyHistory(
    @Root() gradebook: GradebookRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<GradePolicyRow>> {
    const limit = checkedPageSize(args.first) + 1;
    const before =
      args.after == null ? null : decodeCursor('policyHistory', versionKey, args.after)[0];
    const rows = await context.loaders.gradePoliciesBefore(gradebook.courseId, before, limit);
    return pageOf(
      rows,
      args,
      (row) => encodeCursor('policyHistory', [row.version]),
      () => Promise.resolve(gradebook.policyVersion),
    );
  }

  @Expects(40)
  @FieldResolver(() => [GradeColumn], { description: 'What is graded, in order.' })
  async columns(@Root() gradebook: GradebookRow, @Ctx() context: RequestContext) {
    return context.loaders.gradeColumnsByCourseId.load(gradebook.courseId);
  }

  @FieldResolver(() => EnrollmentConnection, {
    description: 'The learners, in the order they were enrolled; see `Enrollment.grades`.',
  })
  async rows(
    @Root() { courseId }: GradebookRow,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<EnrollmentRow>> {
    const limit = checkedPageSize(args.first) + 1;
    const afterId = args.after == null ? null : decodeCursor('gradebook', idKey, args.after)[0];
    const learning = { courseId, role: 'learner', state: 'active', sectionId: null } as const;
    const rows = await context.loaders.enrollmentPage.load({ ...learning, afterId, limit });
    return pageOf(
      rows,
      args,
      (row) => encodeCursor('gradebook', [row.id]),
      () => context.loaders.countEnrollments(learning),
    );
  }
}

@Resolver(() => GradePolicyVersion)
export class GradePolicyVersionResolver {
  @FieldResolver(() => GradePolicy, { description: 'What it said.' })
  policy(@Root() row: GradePolicyRow, @Ctx() context: RequestContext) {
    return tellPolicy(context.services.gradebook.policyOf(row));
  }

  @FieldResolver(() => User, { description: 'Who set it.' })
  async actor(@Root() row: GradePolicyRow, @Ctx() context: RequestContext) {
    return context.loaders.userById.load(row.actorId);
  }
}
