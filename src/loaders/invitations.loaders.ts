import {
  countInvitations,
  invitationsAfter,
  invitationsByIds,
} from '../entities/invitations.repository.js';
import type { Reader } from '../entities/orm.js';
import { loaderById } from './makers.js';

export function invitationLoaders(db: Reader, schoolId: string) {
  return {
    invitationById: loaderById(
      (ids) => invitationsByIds(db, schoolId, ids),
      (row) => row.id,
    ),
    invitationsAfter: (courseId: string, afterId: string | null, limit: number) =>
      invitationsAfter(db, schoolId, courseId, afterId, limit),
    countInvitations: (courseId: string) => countInvitations(db, schoolId, courseId),
  };
}
