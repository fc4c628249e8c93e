import { Migration } from '@mikro-orm/migrations';

/** Courses that are written here: their facts, drafts, lesson contents, prerequisites, release rules. */
export class Migration0005CourseContent extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `alter table "courses" add "category" text null, add "level" text null, add "estimated_duration" text null, add "objectives" text[] not null default '{}', add "draft_revision" int not null default 0`,
  `alter table "courses" add constraint "courses_level_check" check ("level" in ('beginner', 'intermediate', 'advanced'))`,
  `alter table "modules" add "difficulty" text null, add "estimated_duration" text null, add "release" jsonb null`,
  `alter table "modules" add constraint "modules_difficulty_check" check ("difficulty" in ('beginner', 'intermediate', 'advanced'))`,
  `alter table "lessons" add "difficulty" text null, add "estimated_duration" text null, add "release" jsonb null`,
  `alter table "lessons" add constraint "lessons_difficulty_check" check ("difficulty" in ('beginner', 'intermediate', 'advanced'))`,
  `create table "course_prerequisites" ("course_id" uuid not null, "required_course_id" uuid not null, "school_id" uuid not null, primary key ("course_id", "required_course_id"))`,
  `create index "course_prerequisites_required_course_id_index" on "course_prerequisites" ("required_course_id")`,
  `create index "course_prerequisites_school_id_index" on "course_prerequisites" ("school_id")`,
  `create table "course_drafts" ("course_id" uuid not null, "school_id" uuid not null, "modules" jsonb not null, "saved_by_id" uuid not null, "saved_at" timestamptz not null, primary key ("course_id"))`,
  `create index "course_drafts_school_id_index" on "course_drafts" ("school_id")`,
  `create index "course_drafts_saved_by_id_index" on "course_drafts" ("saved_by_id")`,
  `create table "module_prerequisites" ("module_id" uuid not null, "required_module_id" uuid not null, "school_id" uuid not null, "version_id" uuid not null, primary key ("module_id", "required_module_id"))`,
  `create index "module_prerequisites_required_module_id_index" on "module_prerequisites" ("required_module_id")`,
  `create index "module_prerequisites_school_id_index" on "module_prerequisites" ("school_id")`,
  `create index "module_prerequisites_version_id_index" on "module_prerequisites" ("version_id")`,
  `create table "lesson_contents" ("id" uuid not null, "school_id" uuid not null, "version_id" uuid not null, "lesson_id" uuid not null, "position" int not null, "data" jsonb not null, primary key ("id"))`,
  `create index "lesson_contents_school_id_index" on "lesson_contents" ("school_id")`,
  `create index "lesson_contents_version_id_index" on "lesson_contents" ("version_id")`,
  `create index "lesson_contents_lesson_id_index" on "lesson_contents" ("lesson_id")`,
  `alter table "course_prerequisites" add constraint "course_prerequisites_course_id_foreign" foreign key ("course_id") references "courses" ("id") on update cascade on delete cascade`,
  `alter table "course_prerequisites" add constraint "course_prerequisites_required_course_id_foreign" foreign key ("required_course_id") references "courses" ("id") on update cascade on delete cascade`,
  `alter table "course_prerequisites" add constraint "course_prerequisites_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "course_drafts" add constraint "course_drafts_course_id_foreign" foreign key ("course_id") references "courses" ("id") on update cascade on delete cascade`,
  `alter table "course_drafts" add constraint "course_drafts_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "course_drafts" add constraint "course_drafts_saved_by_id_foreign" foreign key ("saved_by_id") references "users" ("id")`,
  `alter table "module_prerequisites" add constraint "module_prerequisites_module_id_foreign" foreign key ("module_id") references "modules" ("id") on update cascade on delete cascade`,
  `alter table "module_prerequisites" add constraint "module_prerequisites_required_module_id_foreign" foreign key ("required_module_id") references "modules" ("id") on update cascade on delete cascade`,
  `alter table "module_prerequisites" add constraint "module_prerequisites_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "module_prerequisites" add constraint "module_prerequisites_version_id_foreign" foreign key ("version_id") references "course_versions" ("id")`,
  `alter table "lesson_contents" add constraint "lesson_contents_school_id_foreign" foreign key ("school_id") references "schools" ("id")`,
  `alter table "lesson_contents" add constraint "lesson_contents_version_id_foreign" foreign key ("version_id") references "course_versions" ("id")`,
  `alter table "lesson_contents" add constraint "lesson_contents_lesson_id_foreign" foreign key ("lesson_id") references "lessons" ("id")`,
];
