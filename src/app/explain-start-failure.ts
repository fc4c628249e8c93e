import { EmbeddedDatabaseLockedError } from '../entities/embedded/index.js';
import { isDatabaseLoss } from './database-loss.js';
import { EnvironmentError } from './environment.js';

/** SQLSTATEs of a server that answers and lets us not in: role, password, database. */
const NOT_LET_IN = /^(28|3D000)/;

/** Why the server did not start: what people can mend in a line, anything else with its stack. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof EnvironmentError || error instanceof EmbeddedDatabaseLockedError) {
    return error.message;
  }
  if (isDatabaseLoss(error)) {
    return 'Lyceum cannot start: PostgreSQL at DATABASE_URL does not answer. Check that it runs and that the address is right.';
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (NOT_LET_IN.test(code)) {
    return 'Lyceum cannot start: PostgreSQL at DATABASE_URL refuses the login. Check the role, its password and the name of the database.';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
