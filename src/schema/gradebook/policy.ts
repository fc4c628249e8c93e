import {
  Extensions,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

import { connectionOf } from '../shared/connection.js';
import { DateTime } from '../shared/date-time.scalar.js';
import { Expects } from '../shared/expects.js';

// What a policy consists of is the same when it is set and when it is read: each class is both an
// input and an object.

export enum LatenessUnit {
  ONCE = 'once',
  HOUR = 'hour',
  DAY = 'day',
}

registerEnumType(LatenessUnit, {
  name: 'LatenessUnit',
  description: 'How often lateness takes its share.',
  valuesConfig: {
    ONCE: { description: 'Once, however late.' },
    HOUR: { description: 'For each hour that has begun.' },
    DAY: { description: 'For each 24 hours that have begun.' },
  },
});

export enum LatenessBase {
  EARNED = 'earned',
  POSSIBLE = 'possible',
}

registerEnumType(LatenessBase, {
  name: 'LatenessBase',
  description: 'What lateness takes a share of.',
  valuesConfig: {
    EARNED: { description: 'The points earned.' },
    POSSIBLE: { description: 'The points possible.' },
  },
});

export enum CountingRule {
  FIRST = 'first',
  LAST = 'last',
  BEST = 'best',
  MEAN = 'mean',
}

registerEnumType(CountingRule, {
  name: 'CountingRule',
  description: 'Which attempt counts, after lateness has been taken off.',
  valuesConfig: {
    FIRST: { description: 'The first; while it is not graded nothing counts.' },
    LAST: { description: 'The last that is graded.' },
    BEST: { description: 'The graded one with most points.' },
    MEAN: { description: 'The mean of the graded ones.' },
  },
});

export enum TotalRule {
  POINTS = 'points',
  WEIGHTED = 'weighted',
}

registerEnumType(TotalRule, {
  name: 'TotalRule',
  description: 'What a total is made of.',
  valuesConfig: {
    POINTS: { description: 'All points earned by all points possible.' },
    WEIGHTED: { description: 'The categories by their weights; columns of none do not count.' },
  },
});

export enum OverallRule {
  COLUMNS = 'columns',
  PERIODS = 'periods',
}

registerEnumType(OverallRule, {
  name: 'OverallRule',
  description: 'What the overall total is made of.',
  valuesConfig: {
    COLUMNS: { description: 'Every column, whatever its period.' },
    PERIODS: { description: 'The totals of the periods by their weights.' },
  },
});

@InputType('LateRuleInput', { description: 'What lateness costs.' })
@Extensions({ protected: true })
@ObjectType('LateRule', { description: 'What lateness costs.', simpleResolvers: true })
export class LateRule {
  @Field(() => LatenessUnit, { description: 'How often the share is taken off.' })
  readonly per!: LatenessUnit;

  @Field(() => Float, { description: 'The share, 0 to 1.' })
  readonly share!: number;

  @Field(() => LatenessBase, { description: 'What it is a share of.' })
  readonly of!: LatenessBase;

  @Field(() => Float, {
    description: 'Fraction of the points possible that lateness does not go below, 0 to 1.',
  })
  readonly floor!: number;

  @Field(() => Int, { description: 'Minutes of lateness that cost nothing.' })
  readonly graceMinutes!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes of lateness beyond which an attempt counts 0; null: never.',
  })
  readonly cutoffMinutes!: number | null;
}

@InputType('GradeColumnRuleInput', { description: 'How one column differs from the policy.' })
@Extensions({ protected: true })
@ObjectType('GradeColumnRule', {
  description: 'How one column differs from the policy.',
  simpleResolvers: true,
})
export class GradeColumnRule {
  @Field(() => ID, { description: 'The column.' })
  readonly columnId!: string;

  @Field(() => LateRule, {
    nullable: true,
    description: 'What lateness costs here; null: as in the policy.',
  })
  readonly late!: LateRule | null;

  @Field(() => Boolean, { description: 'Whether lateness costs nothing here.' })
  readonly neverLate!: boolean;

  @Field(() => CountingRule, {
    nullable: true,
    description: 'Which attempt counts here; null: as in the policy.',
  })
  readonly counting!: CountingRule | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Share given here for nothing submitted, 0 to 1; null: as in the policy.',
  })
  readonly missing!: number | null;

  @Field(() => Boolean, { description: 'Whether nothing submitted does not count here.' })
  readonly neverMissing!: boolean;
}

@InputType('GradeCategoryInput', { description: 'Columns that are weighted and dropped together.' })
@Extensions({ protected: true })
@ObjectType('GradeCategory', {
  description: 'Columns that are weighted and dropped together.',
  simpleResolvers: true,
})
export class GradeCategory {
  @Field(() => String, { description: 'Its name inside the policy, such as `homework`.' })
  readonly id!: string;

  @Field(() => Float, { description: 'At least 0; only proportions matter.' })
  readonly weight!: number;

  @Field(() => Boolean, { description: 'Whether it comes on top of the others.' })
  readonly extraCredit!: boolean;

  @Field(() => Int, { description: 'How many of the lowest are dropped.' })
  readonly dropLowest!: number;

  @Field(() => Int, { description: 'How many of the highest are dropped, after the lowest.' })
  readonly dropHighest!: number;

  @Expects(2)
  @Field(() => [ID], { description: 'Columns that are never dropped.' })
  readonly neverDrop!: string[];
}

@InputType('GradingPeriodInput', { description: 'A part of the term with a total of its own.' })
@Extensions({ protected: true })
@ObjectType('GradingPeriod', {
  description: 'A part of the term with a total of its own.',
  simpleResolvers: true,
})
export class GradingPeriod {
  @Field(() => String, { description: 'Its name inside the policy, such as `autumn`.' })
  readonly id!: string;

  @Field(() => Float, { description: 'At least 0; only proportions matter.' })
  readonly weight!: number;

  @Field(() => DateTime, { description: 'Its first moment.' })
  readonly startsAt!: Date;

  @Field(() => DateTime, { description: 'The first moment after it.' })
  readonly endsAt!: Date;
}

@InputType('GradeNameInput', { description: 'A name for a range of fractions.' })
@Extensions({ protected: true })
@ObjectType('GradeName', { description: 'A name for a range of fractions.', simpleResolvers: true })
export class GradeName {
  @Field(() => String, { description: 'Such as `A` or `pass`.' })
  readonly name!: string;

  @Field(() => Float, { description: 'The lowest fraction that has it.' })
  readonly from!: number;
}

@InputType('GradePolicyInput', {
  description: 'How the grades of a course are made. Shares and fractions are of 1, not of 100.',
})
@Extensions({ protected: true })
@ObjectType('GradePolicy', {
  description: 'How the grades of a course are made. Shares and fractions are of 1, not of 100.',
  simpleResolvers: true,
})
export class GradePolicy {
  @Field(() => LateRule, { nullable: true, description: 'What lateness costs; null: nothing.' })
  readonly late!: LateRule | null;

  @Field(() => CountingRule, { description: 'Which attempt counts.' })
  readonly counting!: CountingRule;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share of the points possible given for nothing submitted once it is overdue, 0 to 1; null: it does not count.',
  })
  readonly missing!: number | null;

  @Expects(5)
  @Field(() => [GradeColumnRule], { description: 'Columns that differ in the rules above.' })
  readonly columnRules!: GradeColumnRule[];

  @Field(() => TotalRule, { description: 'What a total is made of.' })
  readonly total!: TotalRule;

  @Expects(5)
  @Field(() => [GradeCategory], { description: 'The categories, in order.' })
  readonly categories!: GradeCategory[];

  @Expects(4)
  @Field(() => [GradingPeriod], { description: 'The grading periods, in order.' })
  readonly periods!: GradingPeriod[];

  @Field(() => OverallRule, { description: 'What the overall total is made of.' })
  readonly overall!: OverallRule;

  @Field(() => Float, {
    nullable: true,
    description: 'The highest fraction a total can reach by points; null: none.',
  })
  readonly cap!: number | null;

  @Expects(6)
  @Field(() => [GradeName], { description: 'Names for fractions; empty: none.' })
  readonly scheme!: GradeName[];
}

@Extensions({ protected: true })
@ObjectType({
  description: 'One state of the policy of a course, from when it was set to the next.',
  simpleResolvers: true,
})
export class GradePolicyVersion {
  @Field(() => Int, { description: '1, 2, 3 and so on in the course.' })
  readonly version!: number;

  @Field(() => String, { description: 'Why it was set.' })
  readonly reason!: string;

  @Field(() => DateTime, { description: 'When it was set.' })
  readonly createdAt!: Date;
}

export const GradePolicyVersionConnection = connectionOf(
  'GradePolicyVersion',
  () => GradePolicyVersion,
);
