import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const compiler = createRequire(import.meta.url)('relay-compiler') as string;

/** What a Relay client writes: pages, refetches by id, a mutation and a stream. */
const sources: Record<string, string> = {
  'catalogue.ts': `
    graphql\`
      query catalogueQuery { ...catalogueCourses viewer { ...catalogueEnrollments } }
    \`;
    graphql\`
      fragment catalogueCourses on Query
      @refetchable(queryName: "cataloguePageQuery")
      @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }) {
        courses(first: $first, after: $after) @connection(key: "catalogue_courses") {
          totalCount
          edges { node { id title ...course } }
        }
      }
    \`;
    graphql\`
      fragment catalogueEnrollments on Viewer {
        enrollments(first: 100) @connection(key: "catalogue_enrollments") {
          edges { node { id ...enrollment } }
        }
      }
    \`;`,
  'course.ts': `
    graphql\`
      fragment course on Course
      @refetchable(queryName: "courseRefetchQuery")
      @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }) {
        title
        enrollments(first: $first, after: $after, role: LEARNER) @connection(key: "course_enrollments") {
          edges { node { id user { name } } }
        }
      }
    \`;
    graphql\`
      query courseNodeQuery($id: ID!) {
        node(id: $id) { __typename id ...courseLesson @alias }
      }
    \`;
    graphql\`
      fragment courseLesson on Lesson
      @refetchable(queryName: "courseLessonQuery")
      @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }) {
        problems(first: $first, after: $after) @connection(key: "courseLesson_problems") {
          edges { node { id title steps { id title } } }
        }
      }
    \`;`,
  'enrollment.ts': `
    graphql\`
      fragment enrollment on Enrollment @refetchable(queryName: "enrollmentRefetchQuery") {
        state
        progress { completed total }
        mastery { probability skill { title } }
      }
    \`;
    graphql\`
      mutation enrollmentMutation($input: EnrollInput!, $connections: [ID!]!) {
        enroll(input: $input) {
          ... on EnrollSuccess {
            enrollment @appendNode(connections: $connections, edgeTypeName: "EnrollmentEdge") { id ...enrollment }
          }
          ... on UserError { code message }
        }
      }
    \`;
    graphql\`
      subscription enrollmentSubscription($courseId: ID!, $after: String) {
        classActivity(courseId: $courseId, after: $after) {
          cursor
          ... on EnrollmentActivity { joined enrollment { id ...enrollment } }
        }
      }
    \`;`,
};

let folder: string;
let schema: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lyceum-relay-'));
  schema = await readFile(path.join(import.meta.dirname, '../../schema.graphql'), 'utf8');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Compiles the project against a schema; gives what was said and the artifacts that were made. */
async function compile(name: string, text: string) {
  const project = path.join(folder, name);
  await mkdir(path.join(project, 'src'), { recursive: true });
  await writeFile(path.join(project, 'schema.graphql'), text);
  for (const [file, source] of Object.entries(sources)) {
    const imported = `import { graphql } from 'relay-runtime';\n${source}\n`;
    await writeFile(path.join(project, 'src', file), imported);
  }
  const config = {
    src: './src',
    schema: './schema.graphql',
    artifactDirectory: './made',
    language: 'typescript',
    eagerEsModules: true,
    noFutureProofEnums: true,
    customScalarTypes: { DateTime: 'string', JSONObject: 'object' },
  };
  await mkdir(path.join(project, 'made'));
  await writeFile(path.join(project, 'relay.config.json'), JSON.stringify(config));
  const { code, said } = await run(project);
  return { code, said, made: await readdir(path.join(project, 'made')) };
}

function run(project: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const args = ['--noWatchman', 'relay.config.json'];
    execFile(compiler, args, { cwd: project }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, said: `${stdout}${stderr}` });
    });
  });
}

function without(part: string | RegExp): string {
  const rest = schema.replace(part, '');
  expect(rest).not.toBe(schema);
  return rest;
}

describe("Relay's compiler", () => {
  it('accepts the schema, with pages and refetches by id', async () => {
    const { code, said, made } = await compile('whole', schema);
    expect([code, said]).toEqual([0, expect.not.stringContaining('error')]);
    expect(made).toEqual(
      expect.arrayContaining([
        'cataloguePageQuery.graphql.ts',
        'courseRefetchQuery.graphql.ts',
        'courseLessonQuery.graphql.ts',
        'enrollmentRefetchQuery.graphql.ts',
        'enrollmentMutation.graphql.ts',
        'enrollmentSubscription.graphql.ts',
      ]),
    );
  });

  it('refuses it when a connection has no pageInfo', async () => {
    const pageInfo = /(?<=type CourseConnection \{[^}]*)"""[^"]*"""\s*pageInfo: PageInfo!/;
    const { code, said } = await compile('without-page-info', without(pageInfo));
    expect(code).not.toBe(0);
    expect(said).toMatch(/connection.*pageInfo|pageInfo.*connection/is);
  });

  it('refuses it when a type that is refetched is no Node', async () => {
    const node = /(?<=type Enrollment) implements Node/;
    const { code, said } = await compile('without-node', without(node));
    expect(code).not.toBe(0);
    expect(said).toMatch(/@refetchable/);
  });
});
