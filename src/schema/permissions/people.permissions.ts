import type { PermissionTable } from './guard.js';
import {
  isPublic,
  isReachedThroughItsParent,
  isSignedIn,
  isThisGuardian,
  isThisPersonOrAdministrator,
  maySeeThisPerson,
} from './rules.js';

export const peoplePermissions: PermissionTable = {
  Query: { viewer: isPublic },
  Mutation: {
    signIn: isPublic,
    renewSession: isPublic,
    signOut: isSignedIn,
  },
  Viewer: { '*': isReachedThroughItsParent },
  User: { '*': maySeeThisPerson, email: isThisPersonOrAdministrator },
  GuardianLink: { '*': isThisGuardian },
};
