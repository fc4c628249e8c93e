import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';

import type { RequestContext } from '../context/request-context.js';
import { RequestError } from '../errors/index.js';
import { maySee } from '../schema/permissions/index.js';
import { maySeeCourse } from '../schema/permissions/rules.js';
import { MAX_PAGE } from '../schema/shared/connection.js';
import { parseGlobalId } from '../schema/shared/global-id.js';
import { Node } from '../schema/shared/node.js';

type Fetch = (context: RequestContext, id: string) => Promise<object | null>;

/** How each refetchable type is found by its database id, within the viewer's school. */
const fetchers: Readonly<Record<string, Fetch>> = {
  School: async ({ loaders }, id) => {
    const school = await loaders.viewerSchool();
    return school?.id === id ? school : null;
  },
  User: ({ loaders }, id) => loaders.userById.load(id),
  GuardianLink: ({ loaders }, id) => loaders.guardianLinkById.load(id),
  Course: ({ loaders }, id) => loaders.courseById.load(id),
  CourseVersion: ({ loaders }, id) => loaders.versionById.load(id),
  Module: ({ loaders }, id) => loaders.moduleById.load(id),
  Lesson: ({ loaders }, id) => loaders.lessonById.load(id),
  Problem: ({ loaders }, id) => loaders.problemById.load(id),
  Step: ({ loaders }, id) => loaders.stepById.load(id),
  Skill: ({ loaders }, id) => loaders.skillById.load(id),
  Term: ({ loaders }, id) => loaders.termById.load(id),
  Section: ({ loaders }, id) => loaders.sectionById.load(id),
  Cohort: ({ loaders }, id) => loaders.cohortById.load(id),
  Invitation: ({ loaders }, id) => loaders.invitationById.load(id),
  Enrollment: ({ loaders }, id) => loaders.enrollmentById.load(id),
  PracticeAttempt: ({ loaders }, id) => loaders.attemptById.load(id),
  Response: ({ loaders }, id) => loaders.responseById.load(id),
  Recommendation: ({ loaders }, id) => loaders.recommendationById.load(id),
  GradeColumn: ({ loaders }, id) => loaders.gradeColumnById.load(id),
  QuestionBank: ({ loaders }, id) => loaders.questionBankById.load(id),
  Item: ({ loaders }, id) => loaders.itemById.load(id),
  Assessment: ({ loaders }, id) => loaders.assessmentById.load(id),
  AssessmentAttempt: ({ loaders }, id) => loaders.assessmentAttemptById.load(id),
  AttemptItem: ({ loaders }, id) => loaders.attemptItemById.load(id),
  Job: ({ loaders }, id) => loaders.jobById.load(id),
};

/** Names of the types `node` can fetch; a contract test compares them with the schema. */
export const nodeTypes: readonly string[] = Object.keys(fetchers);

/** The row with its type name, as interfaces need it; null where the viewer's school has none. */
export async function fetchNode(
  context: RequestContext,
  type: string,
  id: string,
): Promise<object | null> {
  // What stands before the colon of an id is a caller's to write, `constructor` too.
  const fetch = Object.hasOwn(fetchers, type) ? fetchers[type] : undefined;
  const row = await fetch?.(context, id);
  return row ? { ...row, __typename: type } : null;
}

/** Whether a course, or what is a part of one, is hidden with it; see `maySeeCourse`. */
async function isHiddenWithItsCourse(
  context: RequestContext,
  type: string,
  node: object,
): Promise<boolean> {
  const { loaders } = context;
  const facts = node as { id: string; courseId: string; versionId: string };
  let courseId: string | undefined;
  if (type === 'Course') courseId = facts.id;
  else if (type === 'CourseVersion' || type === 'Skill') courseId = facts.courseId;
  else if (type === 'Module' || type === 'Lesson') {
    courseId = (await loaders.versionById.load(facts.versionId))?.courseId;
  } else return false;
  const course = courseId === undefined ? null : await loaders.courseById.load(courseId);
  return !course || !(await maySeeCourse(course, context));
}

/** As `fetchNode`, for ids that come from outside: what the viewer may not see is not there. */
async function visibleNode(
  context: RequestContext,
  globalId: string,
  info: GraphQLResolveInfo,
): Promise<object | null> {
  const parts = parseGlobalId(globalId);
  if (!parts) return null;
  const node = await fetchNode(context, parts.type, parts.id);
  if (!node || !(await maySee(parts.type, node, context, info))) return null;
  return (await isHiddenWithItsCourse(context, parts.type, node)) ? null : node;
}

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description:
      'The object with this id. Null when there is none, and when it is not the viewer’s to see.',
  })
  async node(
    @Arg('id', () => ID, { description: 'A global id.' }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return visibleNode(context, id, info);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: `As \`node\` for up to ${String(MAX_PAGE)} ids, in their order.`,
  })
  async nodes(
    @Arg('ids', () => [ID], { description: 'Global ids.' }) ids: string[],
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    if (ids.length > MAX_PAGE) {
      throw new RequestError(
        'BAD_USER_INPUT',
        `Ask for at most ${String(MAX_PAGE)} ids at a time.`,
        { field: 'ids', maximum: MAX_PAGE },
      );
    }
    return Promise.all(ids.map((id) => visibleNode(context, id, info)));
  }
}
