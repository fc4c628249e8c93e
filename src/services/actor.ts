/** What a service account's key may call. */
export const scopes = ['responses:record', 'events:record', 'courses:import'] as const;

export type Scope = (typeof scopes)[number];

/** Who asks. Made from a verified token or key, afresh for every request and every socket. */
export interface Actor {
  readonly userId: string;
  readonly schoolId: string;
  readonly kind: 'person' | 'service';
  readonly isAdministrator: boolean;
  /** The sign-in this request belongs to; null for keys. */
  readonly sessionId: string | null;
  /** The key this request came with; null for people. */
  readonly apiKeyId: string | null;
  /** Empty for people, whose rights come from their enrollments. */
  readonly scopes: ReadonlySet<Scope>;
  /** When the credential runs out, in milliseconds since the epoch; null when it does not. */
  readonly expiresAt: number | null;
}
