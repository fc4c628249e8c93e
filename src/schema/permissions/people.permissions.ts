import type { PermissionTable } from './guard.js';
import {
  isAdministrator,
  isPartyOfThisLink,
  isPublic,
  isReachedThroughItsParent,
  isSignedIn,
  isThisPersonOrAdministrator,
  maySeeThisPerson,
} from './rules.js';

export const peoplePermissions: PermissionTable = {
  Query: { viewer: isPublic },
  Mutation: {
    signIn: isPublic,
    renewSession: isPublic,
    signOut: isSignedIn,
    createUser: isAdministrator,
    updateUser: isAdministrator,
    disableUser: isAdministrator,
    enableUser: isAdministrator,
    updateProfile: isSignedIn,
    updatePreferences: isSignedIn,
    // Whose link it is the service asks.
    grantGuardianLink: isSignedIn,
    setGuardianLinkState: isSignedIn,
  },
  Viewer: { '*': isReachedThroughItsParent },
  User: {
    '*': maySeeThisPerson,
    email: isThisPersonOrAdministrator,
    isDisabled: isThisPersonOrAdministrator,
    profile: isThisPersonOrAdministrator,
    preferences: isThisPersonOrAdministrator,
    guardianLinks: isThisPersonOrAdministrator,
  },
  UserProfile: { '*': isReachedThroughItsParent },
  UserPreferences: { '*': isReachedThroughItsParent },
  GuardianLink: { '*': isPartyOfThisLink },
};
