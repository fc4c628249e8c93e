import { Migration } from '@mikro-orm/migrations';

/** Gradebooks: policies, columns, results, decisions by hand, and the grades computed from them. */
export class Migration0004Gradebook extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `create table "grade_columns" ("id" uuid not null, "school_id" uuid not null, "course_id" uuid not null, "assessment_id" uuid null, "title" text not null, "category_id" text null, "period_id" text null, "points_possible" double precision not null, "due_at" timestamptz null, "extra_credit" boolean not null, "posted" boolean not null, "position" int not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, primary key ("id"))`,
  `create index "grade_columns_course_id_index" on "grade_columns" ("course_id")`,
  `alter table "grade_columns" add constraint "grade_columns_assessment_id_unique" unique ("assessment_id")`,
  `create table "gradebooks" ("course_id" uuid not null, "school_id" uuid not null, "revision" int not null, "updated_at" timestamptz not null, primary key ("course_id"))`,
  `create table "grade_policies" ("id" uuid not null, "school_id" uuid not null, "course_id" uuid not null, "version" int not null, "policy" jsonb not null, "reason" text not null, "actor_id" uuid not null, "created_at" timestamptz not null, primary key ("id"))`,
  `create index "grade_policies_actor_id_index" on "grade_policies" ("actor_id")`,
  `alter table "grade_policies" add constraint "grade_policies_version_unique" unique ("course_id", "version")`,
  `create table "grades" ("enrollment_id" uuid not null, "school_id" uuid not null, "course_id" uuid not null, "revision" int not null, "policy_version" int not null, "engine" text not null, "engine_version" int not null, "staff" jsonb not null, "learner" jsonb not null, "computed_at" timestamptz not null, "stale_at" timestamptz null, primary key ("enrollment_id"))`,
  `create index "grades_course_id_index" on "grades" ("course_id")`,
  `create table "grade_results" ("id" uuid not null, "school_id" uuid not null, "enrollment_id" uuid not null, "column_id" uuid not null, "number" int not null, "revision" int not null, "attempt_id" uuid null, "points_earned" double precision null, "points_possible" double precision not null, "submitted_at" timestamptz null, "extended_due_at" timestamptz null, "voided" boolean not null, "source" text not null, "actor_id" uuid null, "recorded_at" timestamptz not null, primary key ("id"))`,
  `create index "grade_results_column_id_index" on "grade_results" ("column_id")`,
  `create index "grade_results_actor_id_index" on "grade_results" ("actor_id")`,
  `alter table "grade_results" add constraint "grade_results_revision_unique" unique ("enrollment_id", "column_id", "number", "revision")`,
  `alter table "grade_results" add constraint "grade_results_source_check" check ("source" in ('manual', 'assessment', 'imported'))`,
  `create table "grade_decisions" ("id" uuid not null, "school_id" uuid not null, "enrollment_id" uuid not null, "column_id" uuid null, "kind" text not null, "revision" int not null, "in_force" boolean not null, "points" double precision null, "fraction" double precision null, "reason" text not null, "actor_id" uuid not null, "decided_at" timestamptz not null, primary key ("id"))`,
  `create index "grade_decisions_column_id_index" on "grade_decisions" ("column_id")`,
  `create index "grade_decisions_actor_id_index" on "grade_decisions" ("actor_id")`,
  `create unique index grade_decisions_revision_unique on grade_decisions (enrollment_id, column_id, kind, revision) nulls not distinct`,
  `alter table "grade_decisions" add constraint "grade_decisions_kind_check" check ("kind" in ('override', 'excused', 'late_waived'))`,
  `alter table "grade_columns" add constraint "grade_columns_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "grade_columns" add constraint "grade_columns_course_id_foreign" foreign key ("course_id") references "courses" ("id")`,
  `alter table "gradebooks" add constraint "gradebooks_course_id_foreign" foreign key ("course_id") references "courses" ("id") on update cascade on delete cascade`,
  `alter table "gradebooks" add constraint "gradebooks_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "grade_policies" add constraint "grade_policies_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "grade_policies" add constraint "grade_policies_course_id_foreign" foreign key ("course_id") references "courses" ("id")`,
  `alter table "grade_policies" add constraint "grade_policies_actor_id_foreign" foreign key ("actor_id") references "users" ("id")`,
  `alter table "grades" add constraint "grades_enrollment_id_foreign" foreign key ("enrollment_id") references "enrollments" ("id") on update cascade on delete cascade`,
  `alter table "grades" add constraint "grades_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "grades" add constraint "grades_course_id_foreign" foreign key ("course_id") references "courses" ("id")`,
  `alter table "grade_results" add constraint "grade_results_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "grade_results" add constraint "grade_results_enrollment_id_foreign" foreign key ("enrollment_id") references "enrollments" ("id")`,
  `alter table "grade_results" add constraint "grade_results_column_id_foreign" foreign key ("column_id") references "grade_columns" ("id")`,
  `alter table "grade_results" add constraint "grade_results_actor_id_foreign" foreign key ("actor_id") references "users" ("id") on delete set null`,
  `alter table "grade_decisions" add constraint "grade_decisions_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "grade_decisions" add constraint "grade_decisions_enrollment_id_foreign" foreign key ("enrollment_id") references "enrollments" ("id")`,
  `alter table "grade_decisions" add constraint "grade_decisions_column_id_foreign" foreign key ("column_id") references "grade_columns" ("id") on delete restrict`,
  `alter table "grade_decisions" add constraint "grade_decisions_actor_id_foreign" foreign key ("actor_id") references "users" ("id")`,
  `alter table "jobs" drop constraint "jobs_kind_check"`,
  `alter table "jobs" add constraint "jobs_kind_check" check ("kind" in ('import_course', 'recompute_grades'))`,
];
