/**
 * PostGraphile 5 over the same tables: it makes the graph and the SQL from the schema. The learner's
 * progress is one field of our own, loaded in one statement as in the other peers. No permissions.
 */
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { context, loadOne, object } from 'postgraphile/grafast';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { extendSchema, gql, jsonPgSmartTags } from 'postgraphile/utils';

import { catalogueRows } from './catalogue.ts';
import { announceReady, connect, settings } from './serve.ts';

const pool = connect('bench-postgraphile');
const rows = catalogueRows(pool);

/** A course has one published version, so that its modules are a relation of the course itself. */
const publishedContent = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      'public.courses': { tags: { unique: 'published_version_id' } },
      'public.modules': {
        tags: {
          foreignKey:
            '(version_id) references public.courses (published_version_id)|@foreignFieldName modules|@foreignSimpleFieldName modules',
        },
      },
    },
  },
});

const progress = extendSchema(() => {
  const completedOfLessons = {
    name: 'completedOfLessons',
    shared: () => context().get('viewerId' as never),
    load: async (lessonIds: readonly string[], { shared }: { shared: string }) => {
      const completed = await rows.completedBy(shared);
      return lessonIds.map((id) => completed.get(id) ?? 0);
    },
  };
  return {
    typeDefs: gql`
      type LessonCompletion {
        completed: Int!
        total: Int!
      }
      extend type Lesson {
        progress: LessonCompletion
      }
    `,
    objects: {
      Lesson: {
        plans: {
          progress: ($lesson: { get(name: string): never }) =>
            object({
              completed: loadOne($lesson.get('stable_id'), completedOfLessons as never),
              total: $lesson.get('problem_count'),
            }),
        },
      },
      LessonCompletion: { plans: {} },
    },
  } as never;
});

const preset: GraphileConfig.Preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [publishedContent, progress],
  // It would refuse to sort by title and position, which have no index.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  // Lists without pages: the shape that the others answer with.
  schema: { defaultBehavior: '+list -connection' },
  pgServices: [makePgService({ pool, schemas: ['public'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: {
    context: (request) => ({ viewerId: String(request.node?.req.headers['x-viewer']) }) as never,
    explain: false,
  },
};

const instance = postgraphile(preset);
const server = createServer();
await instance.createServ(grafserv).addTo(server);
await instance.getSchema();
server.listen(settings().port, '127.0.0.1', announceReady);
