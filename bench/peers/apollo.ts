/** Apollo Server as its documentation starts it, with DataLoader and pg. No sign-in, no permissions. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';

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

const rows = catalogueRows(connect('bench-apollo'));

function contextOf(viewerId: string) {
  return {
    viewerId,
    modulesByVersion: new DataLoader(async (ids: readonly string[]) =>
      grouped(ids, await rows.modulesOf(ids), (row) => row.versionId),
    ),
    lessonsByModule: new DataLoader(async (ids: readonly string[]) =>
      grouped(ids, await rows.lessonsOf(ids), (row) => row.moduleId),
    ),
    progressOfLesson: new DataLoader(async (lessons: readonly LessonRow[]) => {
      const completed = await rows.completedBy(viewerId);
      return lessons.map((lesson) => progressOf(lesson, completed));
    }),
  };
}
type Context = ReturnType<typeof contextOf>;

const server = new ApolloServer<Context>({
  typeDefs,
  resolvers: {
    Query: {
      courses: async (_root, { first }: { first: number }, { viewerId }) => {
        const courses = await rows.courses(viewerId, first);
        return { edges: courses.map((node) => ({ node })) };
      },
      course: (_root, { id }: { id: string }, { viewerId }) => rows.course(viewerId, id),
      viewer: async (_root, _args, { viewerId }) => {
        const row = await rows.viewer(viewerId);
        return row ? viewerOf(row) : null;
      },
    },
    Course: {
      modules: (course: CourseRow, _args, context) =>
        context.modulesByVersion.load(course.versionId),
    },
    Module: {
      lessons: (module: ModuleRow, _args, context) => context.lessonsByModule.load(module.id),
    },
    Lesson: {
      progress: (lesson: LessonRow, _args, context) => context.progressOfLesson.load(lesson),
    },
  },
});

await startStandaloneServer(server, {
  listen: { port: settings().port, host: '127.0.0.1' },
  context: async ({ req }) => contextOf(String(req.headers['x-viewer'])),
});
announceReady();
