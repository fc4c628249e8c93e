import type { PermissionTable } from './guard.js';
import { isPublic, isSignedIn, teachesTheCourseOfThis, teachesThisCourse } from './rules.js';

export const invitationsPermissions: PermissionTable = {
  Mutation: {
    // Whose course it is the service asks.
    inviteToCourse: isSignedIn,
    revokeInvitation: isSignedIn,
    // The token is the right.
    acceptInvitation: isPublic,
    declineInvitation: isPublic,
  },
  Invitation: { '*': teachesTheCourseOfThis },
  Course: { invitations: teachesThisCourse },
};
