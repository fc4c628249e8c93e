import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { nodeTypes } from '../../src/resolvers/node.js';
import { parseGlobalId, toGlobalId } from '../../src/schema/shared/global-id.js';
import { createCast, type Cast, type NodeType } from '../testkit/cast.js';
import { TestGateway } from '../testkit/gateway.js';
import { randomId } from '../testkit/ids.js';
import { askAt, inputPlaces } from '../testkit/inputs.js';

// Two schools side by side: whatever of the other one is asked for, by whomever, by whatever
// door, gets the answer that a random id gets.

let gateway: TestGateway;
let own: Cast;
let other: Cast;
beforeAll(async () => {
  gateway = await TestGateway.start();
  own = await createCast(gateway);
  other = await createCast(gateway);
});
afterAll(async () => {
  await gateway.stop();
});

/** Everyone of the school who can ask at all. */
const viewers = [
  'learner',
  'assistant',
  'instructor',
  'observer',
  'guardian',
  'administrator',
  'service',
] as const;

function clientOf(cast: Cast, viewer: (typeof viewers)[number]) {
  return viewer === 'service' ? cast.service : cast[viewer].client;
}

/** How many rows of each table are the school's. */
async function rowsOf(schoolId: string): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where column_name = 'school_id' and table_schema = current_schema()
    order by table_name`.execute(gateway.db);
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ count: string }>`
      select count(*) as count from ${sql.table(name)} where school_id = ${schoolId}::uuid`.execute(
      gateway.db,
    );
    counts[name] = Number(rows[0]?.count);
  }
  return counts;
}

const idPlaces = Object.entries(inputPlaces).filter(([, place]) => place.type !== undefined);

describe("another school's id", () => {
  it.each(idPlaces)(
    'is a random one at %s, and nothing of that school changes',
    async (_name, place) => {
      const before = await rowsOf(other.schoolId);
      const type = place.type!;
      for (const viewer of viewers) {
        const ask = (id: string) => askAt(place, clientOf(own, viewer), place.variables(id, own));
        const foreign = await ask(other.ids[type]);
        expect([viewer, foreign]).toEqual([viewer, await ask(randomId(type))]);
        expect(foreign).not.toContain('INTERNAL_SERVER_ERROR');
      }
      expect(await rowsOf(other.schoolId)).toEqual(before);
    },
  );

  it.each(nodeTypes)('is no node: %s', async (type) => {
    const id = other.ids[type as NodeType];
    for (const viewer of viewers) {
      const { node, nodes } = await clientOf(own, viewer).data(
        `query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }`,
        { id, ids: [id, randomId(type)] },
      );
      expect([viewer, node, nodes]).toEqual([viewer, null, [null, null]]);
    }
  });

  it('is no node of another type either', async () => {
    const uuids = Object.values(other.ids).map((id) => parseGlobalId(id)!.id);
    const ids = uuids.flatMap((uuid) => nodeTypes.map((type) => toGlobalId(type, uuid)));
    for (let start = 0; start < ids.length; start += 100) {
      const { nodes } = await own.administrator.client.data(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
        { ids: ids.slice(start, start + 100) },
      );
      expect(new Set(nodes)).toEqual(new Set([null]));
    }
  });
});

describe('lists', () => {
  it('hold nothing of another school', async () => {
    const seen = JSON.stringify(
      await own.administrator.client.data(/* GraphQL */ `
        {
          viewer {
            school {
              id
            }
            enrollments {
              edges {
                node {
                  id
                }
              }
            }
            guardianLinks {
              id
            }
          }
          courses {
            totalCount
            edges {
              node {
                id
                skills {
                  id
                }
                version {
                  id
                }
                modules {
                  id
                  lessons {
                    id
                  }
                }
                enrollments {
                  totalCount
                  edges {
                    node {
                      id
                      user {
                        id
                      }
                      recommendation {
                        id
                      }
                    }
                  }
                }
              }
            }
          }
        }
      `),
    );
    for (const type of ['School', 'Course', 'CourseVersion', 'Skill', 'Enrollment'] as const) {
      expect(seen).not.toContain(other.ids[type]);
    }
    expect(seen).toContain(own.ids.Recommendation);
    expect(seen).toContain('"totalCount":5');
  });

  it('bring nothing of another school to a stream', async () => {
    const stream = await own.instructor.client.follow(
      `subscription ($id: ID!) { classActivity(courseId: $id) { cursor ... on EnrollmentActivity { enrollment { id } } } }`,
      { id: own.ids.Course },
    );
    const join = async (cast: Cast) =>
      (
        await cast.bystander.client.data(
          `mutation ($courseId: ID!) { enroll(input: { courseId: $courseId }) { ... on EnrollSuccess { enrollment { id } } } }`,
          { courseId: cast.ids.Course },
        )
      ).enroll.enrollment.id;
    await join(other);
    const id = await join(own);
    const [item] = await stream.take(1);
    expect(item.classActivity.enrollment.id).toBe(id);
    stream.dispose();
  });
});
