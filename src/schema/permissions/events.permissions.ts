import type { PermissionTable } from './guard.js';
import { isSignedIn } from './rules.js';

export const eventsPermissions: PermissionTable = {
  // For oneself; for others only with the scope events:record, which the service asks.
  Mutation: { recordLearningEvents: isSignedIn },
};
