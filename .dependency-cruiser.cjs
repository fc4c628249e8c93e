// Who may import whom: ARCHITECTURE.md, "the arrow table". `npm run check:direction` applies these
// rules to src/; tests/contract/import-direction.test.ts shows that each of them can fail.

/** A room by its name: a folder of src/, or the single file that stands for it. */
const room = (...names) => `^src/(${names.join('|')})(/|\\.ts$)`;
const npm = (...patterns) => `node_modules/(${patterns.join('|')})(/|$)`;
const test = '\\.test\\.ts$';

const graphqlPackages = npm(
  'graphql',
  'graphql-[^/]+',
  '@graphql-[^/]+/[^/]+',
  '@apollo/[^/]+',
  '@as-integrations/[^/]+',
  'type-graphql',
);

/**
 * One line for each line of the arrow table. Every room may import itself and `errors`, a leaf;
 * what is not named is forbidden, so that nothing but `main` and `cli` imports `app`.
 *
 * - `may`: the rooms it may import besides
 * - `asTypes`: rooms it may import by `import type` alone
 * - `files`: single files of other rooms it may import besides
 * - `never`: packages it must not import
 */
const table = {
  errors: { may: [] },
  entities: { may: [], never: graphqlPackages },
  loaders: { may: ['entities'], never: graphqlPackages },
  services: { may: ['entities', 'engines'], never: graphqlPackages },
  context: { may: ['loaders', 'services'], asTypes: ['entities'], never: graphqlPackages },
  schema: { may: [], asTypes: ['context'] },
  resolvers: { may: ['schema'], asTypes: ['context', 'entities'], never: npm('@mikro-orm/[^/]+') },
  // Of the services it may know what happened and to whom, not what to do: see
  // subscriptions-know-events. Of the tables it reads the outbox alone.
  subscriptions: {
    may: ['schema', 'context', 'services'],
    files: ['^src/entities/(streams\\.repository|stream-keys|orm)\\.ts$'],
    never: npm('@mikro-orm/[^/]+'),
  },
  jobs: { may: ['services'], never: graphqlPackages },
  cli: { may: ['services', 'app'] },
};

const rooms = [...Object.keys(table), 'engines', 'app', 'main'];

const arrows = Object.entries(table).flatMap(([name, { may, asTypes = [], files = [], never }]) => [
  {
    name: `${name}-imports`,
    comment: `${name} may import ${['itself', 'errors', ...may].join(', ')}${
      asTypes.length > 0 ? `; as types ${asTypes.join(', ')}` : ''
    }.`,
    severity: 'error',
    // A test sets up what its subject stands on, and is not shipped.
    from: { path: room(name), pathNot: test },
    to: { path: '^src/', pathNot: [room(name, 'errors', ...may, ...asTypes), ...files] },
  },
  ...(asTypes.length > 0
    ? [
        {
          name: `${name}-imports-types`,
          comment: `${name} may import ${asTypes.join(' and ')} by "import type" alone.`,
          severity: 'error',
          from: { path: room(name), pathNot: test },
          to: { path: room(...asTypes), dependencyTypesNot: ['type-only'] },
        },
      ]
    : []),
  ...(never === undefined
    ? []
    : [
        {
          name: `${name}-packages`,
          comment: `${name} does without these packages.`,
          severity: 'error',
          from: { path: room(name) },
          to: { path: never },
        },
      ]),
]);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows,

    // The lines of the table that need more than room names.
    {
      name: 'engines-imports',
      comment: 'An engine imports itself: no other room, no other engine.',
      severity: 'error',
      from: { path: '^src/engines/([^/]+?)(?:/|\\.ts$)' },
      to: { path: '^src/', pathNot: '^src/engines/$1(/|\\.ts$)' },
    },
    {
      name: 'engines-packages',
      comment: 'An engine is pure: it may use ts-fsrs, not I/O.',
      severity: 'error',
      from: { path: room('engines'), pathNot: test },
      to: {
        pathNot: ['^src/', npm('ts-fsrs')],
        couldNotResolve: false,
      },
    },
    {
      name: 'errors-packages',
      comment: 'errors imports nothing.',
      severity: 'error',
      from: { path: room('errors'), pathNot: test },
      to: { pathNot: '^src/', couldNotResolve: false },
    },
    {
      name: 'services-engine-index',
      comment: 'A service uses what an engine names in its index.',
      severity: 'error',
      from: { path: room('services'), pathNot: test },
      to: { path: '^src/engines/[^/]+/', pathNot: '^src/engines/[^/]+/index\\.ts$' },
    },
    {
      name: 'subscriptions-know-events',
      comment: 'Of the services, subscriptions know the domain events and the actor alone.',
      severity: 'error',
      from: { path: room('subscriptions'), pathNot: test },
      to: { path: room('services'), pathNot: '^src/services/(domain-events|actor)\\.ts$' },
    },
    {
      name: 'app-imports',
      comment: 'app and main may import everything but main and the command line itself.',
      severity: 'error',
      from: { path: room('app', 'main') },
      to: {
        path: room('main', 'cli'),
        pathNot: '^src/cli/((importers|demo|commands)/|banner\\.ts$)',
      },
    },

    // The house as a whole.
    {
      name: 'known-rooms',
      comment: 'No utils, common, helpers, lib, core or misc: a module lives in a room.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: room(...rooms) },
    },
    {
      name: 'src-stands-alone',
      comment: 'The product does not need its tests, its page, its scripts or its benchmarks.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: '^(tests|web|scripts|bench)/|\\.test\\.ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'No cycles, type-only ones included; among entities, relations are arrow functions.',
      severity: 'error',
      from: { pathNot: room('entities') },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A module that imports nothing and that nothing imports is dead.',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '\\.test\\.ts$'] },
      to: {},
    },
    {
      name: 'no-dev-packages',
      comment: 'What runs in production is under "dependencies".',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
    {
      name: 'resolvable',
      comment: 'An import leads somewhere, and a package is named in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'named-packages',
      comment: 'A package is named in package.json, not borrowed from another package.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)__fixtures__/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/tsconfig.json` },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
