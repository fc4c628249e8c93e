/**
 * The server's time as this browser knows it. People's clocks are wrong by minutes; what is
 * compared with the server's timestamps (token expiry, "2 minutes ago") must not be.
 */
let ahead = 0;

/** Takes the server's time from the Date header of an answer. It has whole seconds. */
export function noteServerTime(response: Response): void {
  const told = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(told)) ahead = told + 500 - Date.now();
}

/** Milliseconds since the epoch, true to about a second. */
export function serverNow(): number {
  return Date.now() + ahead;
}
