import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { TestGateway } from '../../../tests/testkit/gateway.js';
import { createServices } from '../../services/index.js';
import { rebuildLearning } from '../../services/practice/rebuild.js';
import { demoAccounts } from './demo-accounts.js';
import { seedDemo } from './seed-demo.js';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await TestGateway.start();
  await seedDemo(gateway.platform);
  // A first start, of which the suites beside this one may make seconds more.
}, 60_000);
afterAll(() => gateway.stop());

/** How many rows each table of the demo has. */
async function counts(): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const table of [
    ...['schools', 'users', 'courses', 'course_versions', 'problems', 'enrollments'],
    ...['guardian_links', 'attempts', 'responses', 'hint_requests', 'recommendations'],
    ...['mastery_states', 'stream_items', 'learning_events'],
  ] as const) {
    const rows = await gateway.platform.orm.em
      .fork()
      .execute(`select count(*)::int as count from ${table}`);
    counted[table] = (rows as { count: number }[])[0]!.count;
  }
  return counted;
}

describe('seedDemo', () => {
  it('makes a school with a class that has begun', async () => {
    const found = await counts();

    expect(found).toMatchObject({
      schools: 1,
      users: 29,
      courses: 1,
      problems: 96,
      enrollments: 27,
      guardian_links: 1,
    });
    expect(found['responses']).toBeGreaterThan(20);
    expect(found['hint_requests']).toBeGreaterThan(0);
    expect(found['recommendations']).toBe(found['responses']);
    // A course that was written and 27 people who came in, then what they did.
    expect(found['stream_items']).toBeGreaterThan(27);
  });

  it('changes nothing the second time', async () => {
    const before = await counts();

    expect(await seedDemo(gateway.platform)).toEqual(demoAccounts());

    expect(await counts()).toEqual(before);
  });

  it('lets everybody sign in', async () => {
    const { platform } = gateway;
    const { sessions } = createServices(platform, platform.orm.em.fork());
    const roles = ['instructor', 'assistant', 'learner', 'guardian', 'administrator'];

    for (const role of roles) {
      const { email, password } = demoAccounts().find((account) => account.role === role)!;
      expect(await sessions.signIn({ email, password, address: null })).toMatchObject({
        kind: 'signedIn',
      });
    }
    const administrators = await platform.orm.em
      .fork()
      .execute('select email from users where is_administrator');
    expect(administrators).toEqual([{ email: 'administrator@demo.lyceum.example' }]);
  });

  it('leaves mastery as the answers have it, and nothing in the future', async () => {
    const { deps, platform } = gateway;

    const report = await rebuildLearning(deps, platform.versions);

    expect(report.masteryStates.differed + report.lessonProgress.differed).toBe(0);
    const late = await platform.orm.em
      .fork()
      .execute('select 1 from responses where occurred_at > ?', [platform.clock()]);
    expect(late).toEqual([]);
  });
});
