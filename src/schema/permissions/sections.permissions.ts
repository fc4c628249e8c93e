import type { PermissionTable } from './guard.js';
import { isAdministrator, isSignedIn } from './rules.js';

export const sectionsPermissions: PermissionTable = {
  Query: { terms: isSignedIn, cohorts: isAdministrator },
  Mutation: {
    createTerm: isAdministrator,
    updateTerm: isAdministrator,
    deleteTerm: isAdministrator,
    // Whose course it is the service asks.
    createSection: isSignedIn,
    updateSection: isSignedIn,
    deleteSection: isSignedIn,
    createCohort: isAdministrator,
    updateCohort: isAdministrator,
    deleteCohort: isAdministrator,
    setCohortMembers: isAdministrator,
  },
  Cohort: { '*': isAdministrator },
};
