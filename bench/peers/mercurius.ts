/** mercurius with graphql-jit and hand-written loaders. No sign-in, no permissions, no limits. */
import { fastify } from 'fastify';
import { mercurius } from 'mercurius';

import {
  catalogueRows,
  grouped,
  progressOf,
  typeDefs,
  viewerOf,
  type CourseRow,
  type LessonRow,
  type ModuleRow,
} from './catalogue.ts';
import { announceReady, connect, settings } from './serve.ts';

interface Context {
  readonly viewerId: string;
}
type Queries<Row> = readonly { readonly obj: Row }[];

const rows = catalogueRows(connect('bench-mercurius'));
const app = fastify();

await app.register(mercurius, {
  schema: typeDefs,
  jit: 1,
  context: (request) => ({ viewerId: String(request.headers['x-viewer']) }),
  resolvers: {
    Query: {
      courses: async (_root: unknown, { first }: { first: number }, { viewerId }: Context) => {
        const courses = await rows.courses(viewerId, first);
        return { edges: courses.map((node) => ({ node })) };
      },
      course: (_root: unknown, { id }: { id: string }, { viewerId }: Context) =>
        rows.course(viewerId, id),
      viewer: async (_root: unknown, _args: unknown, { viewerId }: Context) => {
        const row = await rows.viewer(viewerId);
        return row ? viewerOf(row) : null;
      },
    },
  } as never,
  loaders: {
    // Without its cache, as nothing is asked for twice: it would only cost.
    Course: {
      modules: {
        opts: { cache: false },
        loader: async (queries: Queries<CourseRow>) => {
          const ids = queries.map(({ obj }) => obj.versionId);
          return grouped(ids, await rows.modulesOf(ids), (row) => row.versionId);
        },
      },
    },
    Module: {
      lessons: {
        opts: { cache: false },
        loader: async (queries: Queries<ModuleRow>) => {
          const ids = queries.map(({ obj }) => obj.id);
          return grouped(ids, await rows.lessonsOf(ids), (row) => row.moduleId);
        },
      },
    },
    Lesson: {
      progress: {
        opts: { cache: false },
        loader: async (queries: Queries<LessonRow>, { viewerId }: Context) => {
          const completed = await rows.completedBy(viewerId);
          return queries.map(({ obj }) => progressOf(obj, completed));
        },
      },
    },
  } as never,
});

await app.listen({ port: settings().port, host: '127.0.0.1' });
announceReady();
