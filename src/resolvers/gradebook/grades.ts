import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../../context/request-context.js';
import type { GradeColumnRow } from '../../entities/gradebook.repository.js';
import { Course } from '../../schema/courses.js';
import {
  CategoryGrade,
  ColumnGrade,
  GradeColumn,
  GradeStep,
  GradeTotal,
} from '../../schema/gradebook/grades.js';
import { Expects } from '../../schema/shared/expects.js';
import { toGlobalId } from '../../schema/shared/global-id.js';

type Viewed = Awaited<ReturnType<RequestContext['services']['gradebook']['gradesOf']>>;
type ColumnFacts = Viewed['grades']['staff']['columns'][number];
type TotalFacts = Viewed['grades']['staff']['overall']['current'];
type CategoryFacts = TotalFacts['categories'][number];
type StepFacts = ColumnFacts['steps'][number];

/** Grades as the graph tells them: those of the view alone. */
export function tellGrades({ view, grades }: Viewed) {
  const { policyVersion, computedAt, staff, learner } = grades;
  const posted = new Set(learner.columnIds);
  const { overall, periods } = view === 'staff' ? staff : learner;
  return {
    view,
    policyVersion,
    computedAt,
    current: overall.current,
    final: overall.final,
    periods,
    columns:
      view === 'staff'
        ? staff.columns
        : staff.columns.filter(({ columnId }) => posted.has(columnId)),
  };
}

/** Steps of a column name attempts, columns and people; those of a total also categories. */
const ID_TYPES: Partial<Record<StepFacts['code'], string>> = {
  OVERRIDDEN: 'User',
  MISSING: 'GradeColumn',
  EXCUSED: 'GradeColumn',
  COUNTED: 'GradeColumn',
  EXTRA_CREDIT: 'GradeColumn',
  COUNTED_AS_ZERO: 'GradeColumn',
  DROPPED_LOWEST: 'GradeColumn',
  DROPPED_HIGHEST: 'GradeColumn',
  POINTS: 'GradeColumn',
  NOT_WEIGHTED: 'GradeColumn',
};

function tellStep({ code, before, after, ids, values, reason }: StepFacts) {
  const type = ID_TYPES[code];
  return {
    code,
    before,
    after,
    ids: type === undefined ? ids : ids.map((id) => toGlobalId(type, id)),
    // Stored objects come back in another order of names.
    values: Object.entries(values)
      .map(([name, value]) => ({ name, value }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    reason: reason ?? null,
  };
}

@Resolver(() => ColumnGrade)
export class ColumnGradeResolver {
  @FieldResolver(() => GradeColumn, { description: 'The column.' })
  async column(@Root() grade: ColumnFacts, @Ctx() context: RequestContext) {
    return context.loaders.gradeColumnById.load(grade.columnId);
  }

  @Expects(4)
  @FieldResolver(() => [GradeStep], { description: 'The way to its points, step by step.' })
  explanation(@Root() grade: ColumnFacts) {
    return grade.steps.map(tellStep);
  }
}

@Resolver(() => CategoryGrade)
export class CategoryGradeResolver {
  @Expects(10)
  @FieldResolver(() => [GradeStep], { description: 'The way to its points, column by column.' })
  explanation(@Root() grade: CategoryFacts) {
    return grade.steps.map(tellStep);
  }
}

@Resolver(() => GradeTotal)
export class GradeTotalResolver {
  @Expects(4)
  @FieldResolver(() => [GradeStep], { description: 'The way to its fraction, step by step.' })
  explanation(@Root() total: TotalFacts) {
    return total.steps.map(tellStep);
  }
}

@Resolver(() => GradeColumn)
export class GradeColumnResolver {
  @FieldResolver(() => Course, { description: 'The course.' })
  async course(@Root() column: GradeColumnRow, @Ctx() context: RequestContext) {
    return context.loaders.courseById.load(column.courseId);
  }
}
