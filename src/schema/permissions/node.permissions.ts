import type { PermissionTable } from './guard.js';
import { isSignedIn } from './rules.js';

export const nodePermissions: PermissionTable = {
  // What the viewer may not see is null here, by the rule of its own type.
  Query: { node: isSignedIn, nodes: isSignedIn },
};
