import { Extensions, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

import { DateTime } from '../shared/date-time.scalar.js';
import { Expects } from '../shared/expects.js';
import { Node } from '../shared/node.js';

export enum GradeView {
  STAFF = 'staff',
  LEARNER = 'learner',
}

registerEnumType(GradeView, {
  name: 'GradeView',
  description: 'What grades rest on.',
  valuesConfig: {
    STAFF: { description: 'Every column.' },
    LEARNER: { description: 'The columns posted, as if there were no others.' },
  },
});

export enum ColumnGradeState {
  EXCUSED = 'excused',
  OVERRIDDEN = 'overridden',
  GRADED = 'graded',
  PENDING = 'pending',
  MISSING = 'missing',
  OPEN = 'open',
}

registerEnumType(ColumnGradeState, {
  name: 'ColumnGradeState',
  description: 'How a learner stands in a column.',
  valuesConfig: {
    EXCUSED: { description: 'It does not count for the learner.' },
    OVERRIDDEN: { description: 'The points were set by hand.' },
    GRADED: { description: 'An attempt counts.' },
    PENDING: { description: 'Submitted, and nothing that counts is graded yet.' },
    MISSING: { description: 'Nothing submitted, and overdue.' },
    OPEN: { description: 'Nothing submitted, and not overdue.' },
  },
});

export enum TotalState {
  EMPTY = 'empty',
  GRADED = 'graded',
  OVERRIDDEN = 'overridden',
}

registerEnumType(TotalState, {
  name: 'TotalState',
  description: 'How a total came about.',
  valuesConfig: {
    EMPTY: { description: 'Nothing counts, which is not 0.' },
    GRADED: { description: 'Something counts.' },
    OVERRIDDEN: { description: 'The fraction was set by hand.' },
  },
});

export enum GradeStepCode {
  ATTEMPT = 'ATTEMPT',
  VOIDED = 'VOIDED',
  LATE_PENALTY = 'LATE_PENALTY',
  WITHIN_GRACE = 'WITHIN_GRACE',
  LATE_WAIVED = 'LATE_WAIVED',
  CUT_OFF = 'CUT_OFF',
  SCALED = 'SCALED',
  FIRST_ATTEMPT = 'FIRST_ATTEMPT',
  LAST_ATTEMPT = 'LAST_ATTEMPT',
  BEST_ATTEMPT = 'BEST_ATTEMPT',
  MEAN_OF_ATTEMPTS = 'MEAN_OF_ATTEMPTS',
  PENDING = 'PENDING',
  MISSING = 'MISSING',
  EXCUSED = 'EXCUSED',
  OVERRIDDEN = 'OVERRIDDEN',
  COUNTED = 'COUNTED',
  EXTRA_CREDIT = 'EXTRA_CREDIT',
  COUNTED_AS_ZERO = 'COUNTED_AS_ZERO',
  DROPPED_LOWEST = 'DROPPED_LOWEST',
  DROPPED_HIGHEST = 'DROPPED_HIGHEST',
  POINTS = 'POINTS',
  WEIGHTED = 'WEIGHTED',
  EXTRA_WEIGHT = 'EXTRA_WEIGHT',
  NOT_WEIGHTED = 'NOT_WEIGHTED',
  CAPPED = 'CAPPED',
}

registerEnumType(GradeStepCode, {
  name: 'GradeStepCode',
  description: 'What a step on the way to a number did. Names in quotes are those of its values.',
  valuesConfig: {
    ATTEMPT: { description: 'Begins with the points of an attempt, of `possible`.' },
    VOIDED: { description: 'The attempt no longer counts.' },
    LATE_PENALTY: {
      description: '`units` begun units of `share` for `lateMinutes` took points off.',
    },
    WITHIN_GRACE: { description: '`lateMinutes` late, at no cost.' },
    LATE_WAIVED: { description: '`lateMinutes` late, waived for the learner.' },
    CUT_OFF: { description: '`lateMinutes` late, too late to count.' },
    SCALED: { description: 'From `from` points possible to the `to` of the column.' },
    FIRST_ATTEMPT: { description: 'The first of `attempts` graded ones counts.' },
    LAST_ATTEMPT: { description: 'The last of `attempts` graded ones counts.' },
    BEST_ATTEMPT: { description: 'The best of `attempts` graded ones counts.' },
    MEAN_OF_ATTEMPTS: { description: 'The mean of `attempts` graded ones counts.' },
    PENDING: { description: 'Waits for a grader.' },
    MISSING: { description: '`share` of the points possible for nothing submitted.' },
    EXCUSED: { description: 'Does not count for the learner.' },
    OVERRIDDEN: { description: 'Set by hand, for `reason`; the ids name who did.' },
    COUNTED: { description: 'A column was added.' },
    EXTRA_CREDIT: { description: 'A column was added without its points possible.' },
    COUNTED_AS_ZERO: { description: 'Nothing was submitted for a column.' },
    DROPPED_LOWEST: { description: 'A column was dropped as one of the lowest.' },
    DROPPED_HIGHEST: { description: 'A column was dropped as one of the highest.' },
    POINTS: { description: '`earned` by `possible`.' },
    WEIGHTED: { description: 'Adds `share` of the `fraction` of a category or period.' },
    EXTRA_WEIGHT: { description: 'The same for a category of extra credit.' },
    NOT_WEIGHTED: { description: 'Columns of no category or period do not count.' },
    CAPPED: { description: 'Brought down to the highest fraction of the policy.' },
  },
});

@Extensions({ protected: true })
@ObjectType({ description: 'A number of a step, by name.', simpleResolvers: true })
export class GradeStepValue {
  @Field(() => String, { description: 'What it is.' })
  readonly name!: string;

  @Field(() => Float, { description: 'The number.' })
  readonly value!: number;
}

@Extensions({ protected: true })
@ObjectType({ description: 'One step of the way to a number.', simpleResolvers: true })
export class GradeStep {
  @Field(() => GradeStepCode, { description: 'What it did.' })
  readonly code!: GradeStepCode;

  @Field(() => Float, { nullable: true, description: 'The number before it.' })
  readonly before!: number | null;

  @Field(() => Float, { nullable: true, description: 'The number after it.' })
  readonly after!: number | null;

  @Expects(2)
  @Field(() => [ID], {
    description: 'What it rests on: attempts, columns, a category or period, or who decided.',
  })
  readonly ids!: string[];

  @Expects(3)
  @Field(() => [GradeStepValue], { description: 'Its other numbers.' })
  readonly values!: GradeStepValue[];

  @Field(() => String, { nullable: true, description: 'Why, of an override.' })
  readonly reason!: string | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'Something that is graded in a course.',
  implements: Node,
  simpleResolvers: true,
})
export class GradeColumn extends Node {
  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { nullable: true, description: 'Its category in the policy.' })
  readonly categoryId!: string | null;

  @Field(() => String, { nullable: true, description: 'Its grading period in the policy.' })
  readonly periodId!: string | null;

  @Field(() => Float, { description: 'The points of a full result.' })
  readonly pointsPossible!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it is due; null: never.' })
  readonly dueAt!: Date | null;

  @Field(() => Boolean, { description: 'Whether its points come on top of the others.' })
  readonly extraCredit!: boolean;

  @Field(() => Boolean, { description: 'Whether learners see it.' })
  readonly posted!: boolean;

  @Field(() => Int, { description: 'Its place in the gradebook.' })
  readonly position!: number;
}

@Extensions({ protected: true })
@ObjectType({ description: 'How a learner stands in one column.', simpleResolvers: true })
export class ColumnGrade {
  @Field(() => Float, {
    nullable: true,
    description: 'Points; null: nothing graded, which is not 0.',
  })
  readonly earned!: number | null;

  @Field(() => Float, { description: 'Of how many.' })
  readonly possible!: number;

  @Field(() => Float, { nullable: true, description: 'The one by the other, usually 0 to 1.' })
  readonly fraction!: number | null;

  @Field(() => ColumnGradeState, { description: 'How it came about.' })
  readonly state!: ColumnGradeState;

  @Field(() => String, { nullable: true, description: 'Its name by the policy.' })
  readonly grade!: string | null;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'The columns of one category, or of none, in a total.',
  simpleResolvers: true,
})
export class CategoryGrade {
  @Field(() => String, { nullable: true, description: 'The category; null: of none.' })
  readonly categoryId!: string | null;

  @Field(() => Float, { nullable: true, description: 'Points.' })
  readonly earned!: number | null;

  @Field(() => Float, { description: 'Of how many.' })
  readonly possible!: number;

  @Field(() => Float, { nullable: true, description: 'The one by the other.' })
  readonly fraction!: number | null;
}

@Extensions({ protected: true })
@ObjectType({ description: 'A total of columns or of periods.', simpleResolvers: true })
export class GradeTotal {
  @Field(() => Float, { nullable: true, description: 'Points that count; null: nothing counts.' })
  readonly earned!: number | null;

  @Field(() => Float, { description: 'Of how many.' })
  readonly possible!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'By points the one by the other; by weights it is not. Null: nothing counts.',
  })
  readonly fraction!: number | null;

  @Field(() => TotalState, { description: 'How it came about.' })
  readonly state!: TotalState;

  @Field(() => String, { nullable: true, description: 'Its name by the policy.' })
  readonly grade!: string | null;

  @Expects(5)
  @Field(() => [CategoryGrade], { description: 'What it is made of; empty: of periods.' })
  readonly categories!: CategoryGrade[];
}

@Extensions({ protected: true })
@ObjectType({ description: 'The totals of one grading period.', simpleResolvers: true })
export class PeriodGrades {
  @Field(() => String, { description: 'The period in the policy.' })
  readonly periodId!: string;

  @Field(() => GradeTotal, { description: 'Of what has points so far.' })
  readonly current!: GradeTotal;

  @Field(() => GradeTotal, { description: 'If nothing more were submitted.' })
  readonly final!: GradeTotal;
}

@Extensions({ protected: true })
@ObjectType({
  description: 'The grades of one learner in one course, as the viewer may see them.',
  simpleResolvers: true,
})
export class Grades {
  @Field(() => GradeView, { description: 'What they rest on.' })
  readonly view!: GradeView;

  @Field(() => Int, { description: 'The version of the policy; 0 before the first.' })
  readonly policyVersion!: number;

  @Field(() => DateTime, { description: 'When they were computed.' })
  readonly computedAt!: Date;

  @Field(() => GradeTotal, { description: 'Of what has points so far.' })
  readonly current!: GradeTotal;

  @Field(() => GradeTotal, {
    description: 'If nothing more were submitted: what nothing was submitted for counts 0.',
  })
  readonly final!: GradeTotal;

  @Expects(4)
  @Field(() => [PeriodGrades], { description: 'By grading period, in the order of the policy.' })
  readonly periods!: PeriodGrades[];

  @Expects(40)
  @Field(() => [ColumnGrade], { description: 'By column, in order.' })
  readonly columns!: ColumnGrade[];
}

@Extensions({ protected: true })
@ObjectType({ description: 'The gradebook of a course. For its staff.', simpleResolvers: true })
export class Gradebook {
  @Field(() => Int, { description: 'The version of its policy; 0 before the first.' })
  readonly policyVersion!: number;
}
