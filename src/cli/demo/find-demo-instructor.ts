import { findUsers } from '../../services/people/provision.js';
import type { ServiceDeps } from '../../services/transact.js';
import { demoAccounts, demoSchool } from './demo-accounts.js';

/** The instructor that a demo is watched as; null where there is none. */
export async function findDemoInstructor(
  deps: Pick<ServiceDeps, 'em'>,
  school: { readonly id: string; readonly slug: string },
): Promise<{ readonly userId: string; readonly email: string } | null> {
  if (school.slug !== demoSchool.slug) return null;
  const email = demoAccounts().find((account) => account.role === 'instructor')?.email ?? '';
  const userId = (await findUsers(deps, school.id, [email])).get(email);
  return userId === undefined ? null : { userId, email };
}
