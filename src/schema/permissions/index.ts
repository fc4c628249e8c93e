import type { GraphQLResolveInfo } from 'graphql';

import type { RequestContext } from '../../context/request-context.js';
import { assessmentsPermissions } from './assessments.permissions.js';
import { coursesPermissions } from './courses.permissions.js';
import { draftsPermissions } from './drafts.permissions.js';
import { enrollmentsPermissions } from './enrollments.permissions.js';
import { eventsPermissions } from './events.permissions.js';
import { gradebookPermissions } from './gradebook.permissions.js';
import { seesObject, type PermissionTable } from './guard.js';
import { invitationsPermissions } from './invitations.permissions.js';
import { jobsPermissions } from './jobs.permissions.js';
import { livePermissions } from './live.permissions.js';
import { nodePermissions } from './node.permissions.js';
import { peoplePermissions } from './people.permissions.js';
import { practicePermissions } from './practice.permissions.js';
import { sectionsPermissions } from './sections.permissions.js';

/** Who may read which field: the whole policy, one table per capability. */
export const permissions: PermissionTable = merged([
  peoplePermissions,
  coursesPermissions,
  draftsPermissions,
  enrollmentsPermissions,
  invitationsPermissions,
  sectionsPermissions,
  practicePermissions,
  assessmentsPermissions,
  gradebookPermissions,
  eventsPermissions,
  jobsPermissions,
  livePermissions,
  nodePermissions,
]);

/** Whether the viewer may see this object at all; what they may not see is not there. */
export async function maySee(
  type: string,
  object: object,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<boolean> {
  return seesObject(permissions, type, object, context, info);
}

function merged(tables: readonly PermissionTable[]): PermissionTable {
  const whole: Record<string, PermissionTable[string]> = {};
  for (const table of tables) {
    for (const [type, rules] of Object.entries(table)) whole[type] = { ...whole[type], ...rules };
  }
  return whole;
}
