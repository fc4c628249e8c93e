/** The graph of the hand-written peers: the part of ours that the benchmark asks for. */
import type { Pool } from 'pg';

export const typeDefs = /* GraphQL */ `
  type Query {
    courses(first: Int! = 20): CourseConnection!
    course(id: ID!): Course
    viewer: Viewer
  }
  type CourseConnection {
    edges: [CourseEdge!]!
  }
  type CourseEdge {
    node: Course!
  }
  type Course {
    id: ID!
    title: String!
    modules: [Module!]!
  }
  type Module {
    id: ID!
    title: String!
    lessons: [Lesson!]!
  }
  type Lesson {
    id: ID!
    title: String!
    position: Int!
    problemCount: Int!
    progress: Progress
  }
  type Progress {
    completed: Int!
    total: Int!
  }
  type Viewer {
    user: User!
    school: School!
    isAdministrator: Boolean!
  }
  type User {
    id: ID!
    name: String!
    email: String!
  }
  type School {
    id: ID!
    name: String!
    slug: String!
  }
`;

export interface CourseRow {
  id: string;
  title: string;
  versionId: string;
}
export interface ModuleRow {
  id: string;
  title: string;
  versionId: string;
}
export interface LessonRow {
  id: string;
  title: string;
  position: number;
  problemCount: number;
  stableId: string;
  moduleId: string;
}
export interface ViewerRow {
  id: string;
  name: string;
  email: string;
  isAdministrator: boolean;
  schoolId: string;
  schoolName: string;
  schoolSlug: string;
}

/** The statements behind it, one a level, by hand. */
export function catalogueRows(pool: Pool) {
  return {
    courses: async (viewerId: string, first: number): Promise<CourseRow[]> => {
      const { rows } = await pool.query(
        `select id, title, published_version_id as "versionId" from courses
         where school_id = (select school_id from users where id = $1) and status = 'published'
         order by title, id limit $2`,
        [viewerId, first],
      );
      return rows;
    },
    course: async (viewerId: string, id: string): Promise<CourseRow | undefined> => {
      const { rows } = await pool.query(
        `select id, title, published_version_id as "versionId" from courses
         where school_id = (select school_id from users where id = $1) and id = $2`,
        [viewerId, id],
      );
      return rows[0];
    },
    modulesOf: async (versionIds: readonly string[]): Promise<ModuleRow[]> => {
      const { rows } = await pool.query(
        `select id, title, version_id as "versionId" from modules
         where version_id = any ($1) order by position`,
        [versionIds],
      );
      return rows;
    },
    lessonsOf: async (moduleIds: readonly string[]): Promise<LessonRow[]> => {
      const { rows } = await pool.query(
        `select id, title, position, problem_count as "problemCount", stable_id as "stableId",
           module_id as "moduleId"
         from lessons where module_id = any ($1) order by position`,
        [moduleIds],
      );
      return rows;
    },
    /** Problems completed, by the stable id of the lesson: what is asked for all of them at once. */
    completedBy: async (viewerId: string): Promise<Map<string, number>> => {
      const { rows } = await pool.query(
        `select p.lesson_stable_id as "lessonId", p.completed_problems as completed
         from lesson_progress p join enrollments e on e.id = p.enrollment_id
         where e.user_id = $1 and e.state = 'active'`,
        [viewerId],
      );
      return new Map(rows.map((row) => [row.lessonId, row.completed]));
    },
    viewer: async (viewerId: string): Promise<ViewerRow | undefined> => {
      const { rows } = await pool.query(
        `select u.id, u.name, u.email, u.is_administrator as "isAdministrator",
           s.id as "schoolId", s.name as "schoolName", s.slug as "schoolSlug"
         from users u join schools s on s.id = u.school_id where u.id = $1`,
        [viewerId],
      );
      return rows[0];
    },
  };
}

/** Rows that belong to each key, in the order of the keys. */
export function grouped<Row>(
  keys: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Row[][] {
  const groups = new Map<string, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}

export function progressOf(lesson: LessonRow, completed: ReadonlyMap<string, number>) {
  return { completed: completed.get(lesson.stableId) ?? 0, total: lesson.problemCount };
}

export function viewerOf(row: ViewerRow) {
  return {
    isAdministrator: row.isAdministrator,
    user: { id: row.id, name: row.name, email: row.email },
    school: { id: row.schoolId, name: row.schoolName, slug: row.schoolSlug },
  };
}
