import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';

const rules = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration;

/** Every rule, and the imports planted in the fixture to break it. */
const planted: Record<string, string[]> = {
  'errors-imports': ['errors/planted.ts > src/entities/courses.ts'],
  'errors-packages': ['errors/planted-package.ts > graphql'],
  'engines-imports': [
    'engines/planted/another-engine.ts > src/engines/tracing/index.ts',
    'engines/planted/index.ts > src/entities/courses.ts',
  ],
  'engines-packages': ['engines/planted/clock.ts > perf_hooks'],
  'entities-imports': ['entities/planted.ts > src/engines/tracing/index.ts'],
  'entities-packages': ['entities/planted-package.ts > type-graphql'],
  'loaders-imports': ['loaders/planted.ts > src/services/enrollments.ts'],
  'loaders-packages': ['loaders/planted-package.ts > graphql'],
  'services-imports': ['services/planted.ts > src/context/request-context.ts'],
  'services-packages': ['services/planted-package.ts > graphql'],
  'services-engine-index': ['services/planted-engine-part.ts > src/engines/tracing/half.ts'],
  'context-imports': ['context/planted.ts > src/schema/courses.ts'],
  'context-imports-types': ['context/planted-value.ts > src/entities/courses.ts'],
  'context-packages': ['context/planted-package.ts > graphql'],
  'schema-imports': ['schema/planted.ts > src/entities/courses.ts'],
  'schema-imports-types': ['schema/planted-value.ts > src/context/request-context.ts'],
  'resolvers-imports': ['resolvers/planted.ts > src/engines/tracing/index.ts'],
  'resolvers-imports-types': ['resolvers/planted-value.ts > src/entities/courses.ts'],
  'resolvers-packages': ['resolvers/planted-package.ts > @mikro-orm/core'],
  'subscriptions-imports': ['subscriptions/planted.ts > src/resolvers/courses.ts'],
  'subscriptions-packages': ['subscriptions/planted-package.ts > @mikro-orm/core'],
  'subscriptions-know-events': ['subscriptions/planted-use-case.ts > src/services/enrollments.ts'],
  'jobs-imports': ['jobs/planted.ts > src/entities/courses.ts'],
  'jobs-packages': ['jobs/planted-package.ts > graphql'],
  'cli-imports': ['cli/planted.ts > src/entities/courses.ts'],
  'app-imports': ['app/planted-command.ts > src/cli/lyceum.ts'],
  'known-rooms': ['app/planted-utility.ts > src/utils/pad.ts'],
  'src-stands-alone': ['services/planted-test.ts > tests/testkit/seed.ts'],
  'no-cycles': ['services/planted-cycle-back.ts > src/services/planted-cycle.ts'],
  'no-orphans': ['services/planted-orphan.ts > src/services/planted-orphan.ts'],
  'no-dev-packages': ['services/planted-dev-package.ts > fast-check'],
  resolvable: ['services/planted-nowhere.ts > ./nowhere.js'],
  'named-packages': ['services/planted-borrowed-package.ts > dataloader'],
};

describe('import direction', () => {
  const caught: Record<string, string[]> = {};

  beforeAll(async () => {
    const { output } = await cruise(['src'], {
      ...rules.options,
      ruleSet: rules,
      validate: true,
      baseDir: path.join(import.meta.dirname, 'fixtures/import-direction'),
    });
    for (const { rule, from, to } of (output as ICruiseResult).summary.violations) {
      (caught[rule.name] ??= []).push(`${from.replace('src/', '')} > ${packageName(to)}`);
    }
  });

  it.each(Object.keys(planted))('catches what breaks %s', (name) => {
    expect(caught[name]?.sort()).toEqual(planted[name]);
  });

  it('has a planted violation for every rule', () => {
    expect(Object.keys(planted).sort()).toEqual(rules.forbidden?.map(({ name }) => name).sort());
  });

  it('allows the rest of the fixture', () => {
    const violators = Object.values(caught).flat();
    expect(violators.filter((violation) => !violation.includes('planted'))).toEqual([]);
  });
});

/** `graphql` for `../../../../node_modules/graphql/index.mjs`; a path of the fixture as it is. */
function packageName(to: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(to)?.[1] ?? to;
}
