/** The questions of `queries`, as each server is asked, and what their answers have in common. */
import { importBuilt } from '../lib/product.ts';
import type { Seed } from '../seed.ts';

export type Question = 'nested' | 'course' | 'viewer';

const LESSON = 'id title position problemCount progress { completed total }';
const COURSE = `id title modules { id title lessons { ${LESSON} } }`;

const documents: Record<Question, string> = {
  nested: `query Catalogue { courses(first: 20) { edges { node { ${COURSE} } } } }`,
  course: `query Course($id: ID!) { course(id: $id) { ${COURSE} } }`,
  viewer: `query Viewer { viewer { isAdministrator user { id name email } school { id name slug } } }`,
};

const COURSE_BY_POSTGRAPHILE = `
  id: rowId title
  modules(orderBy: [POSITION_ASC]) {
    id: rowId title
    lessons: lessonsByModuleIdList(orderBy: [POSITION_ASC]) {
      id: rowId title position problemCount progress { completed total }
    }
  }`;

/** In the graph that PostGraphile makes of the tables. */
const documentsByPostgraphile: Record<Question, string> = {
  nested: `query Catalogue($school: UUID!) {
    courses: allCoursesList(
      first: 20
      condition: { schoolId: $school, status: "published" }
      orderBy: [TITLE_ASC, ROW_ID_ASC]
    ) { ${COURSE_BY_POSTGRAPHILE} }
  }`,
  course: `query Course($id: UUID!) { course: courseByRowId(rowId: $id) { ${COURSE_BY_POSTGRAPHILE} } }`,
  viewer: `query Viewer($id: UUID!) {
    viewer: userByRowId(rowId: $id) {
      isAdministrator id: rowId name email
      school: schoolBySchoolId { id: rowId name slug }
    }
  }`,
};

const { toGlobalId } = await importBuilt<{ toGlobalId(type: string, id: string): string }>(
  'schema/shared/global-id.js',
);

/** Bodies of requests: one for the learner of each school. */
export function bodiesOf(server: string, question: Question, data: Seed): string[] {
  const documentsHere = server === 'postgraphile' ? documentsByPostgraphile : documents;
  const [course] = data.courses;
  return data.learners.map(({ id, schoolId }) => {
    const variables =
      question === 'course'
        ? { id: server === 'gateway' ? toGlobalId('Course', course.id) : course.id }
        : server !== 'postgraphile'
          ? {}
          : question === 'nested'
            ? { school: schoolId }
            : { id };
    return JSON.stringify({ query: documentsHere[question], variables });
  });
}

/** An answer without what may differ: ids, which are opaque, and the form of lists. */
export function readAnswer(server: string, question: Question, text: string): unknown {
  const { data, errors } = JSON.parse(text) as { data: never; errors?: unknown };
  if (errors) throw new Error(`${server} answered: ${text.slice(0, 500)}`);
  return withoutIds(flat(server, question, data));
}

function flat(server: string, question: Question, data: Record<string, never>): unknown {
  if (question === 'nested' && server !== 'postgraphile') {
    const { edges } = data['courses'] as { edges: { node: unknown }[] };
    return edges.map(({ node }) => node);
  }
  if (question === 'viewer' && server === 'postgraphile') {
    const { isAdministrator, school, ...user } = data['viewer'] as Record<string, unknown>;
    return { isAdministrator, user, school };
  }
  return Object.values(data)[0];
}

function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'id')
      .map(([name, inner]) => [name, withoutIds(inner)]),
  );
}
