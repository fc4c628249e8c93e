import { ask } from '../graph/ask.js';
import { serverNow } from '../graph/server-clock.js';
import { renewSessionDocument, signInDocument, signOutDocument } from './session-documents.js';
import {
  clearSlot,
  currentSlot,
  enterSlot,
  leaveSlot,
  onSlotCleared,
  openSlot,
  refreshTokenIn,
  shelve,
} from './token-shelf.js';

export type SessionState =
  /** A refresh token was found; whether it is still good is being asked. */
  | { readonly phase: 'restoring'; readonly unreachable: boolean }
  | { readonly phase: 'signedOut'; readonly notice: string | null }
  | { readonly phase: 'signedIn'; readonly slot: string };

export type SignInOutcome =
  | { readonly kind: 'signedIn' }
  | {
      readonly kind: 'schoolRequired';
      readonly schools: readonly string[];
      readonly message: string;
    }
  | { readonly kind: 'refused'; readonly message: string };

interface Access {
  readonly token: string;
  readonly expiresAt: number;
}

interface Tokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
}

/** There is no session any more: the person has to sign in again. */
export class SessionEnded extends Error {
  constructor() {
    super('Your session has ended. Sign in again.');
    this.name = 'SessionEnded';
  }
}

/** Renewed this long before it runs out, so that no request is sent with a token about to expire. */
const MARGIN_MS = 30_000;

/** Who is signed in, in this tab. The access token stays in memory; see token-shelf.ts for the rest. */
export class Session {
  #state: SessionState = { phase: 'restoring', unreachable: false };
  #access: Access | null = null;
  #renewal: Promise<string> | null = null;
  #stopListening = () => {};
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly state = (): SessionState => this.#state;

  /** Takes up the session this tab was in, or the latest of the browser. */
  async restore(): Promise<void> {
    const slot = currentSlot();
    if (slot === null) {
      this.#signedOut(null);
      return;
    }
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.#renew(slot);
        this.#signedIn(slot);
        return;
      } catch (error) {
        if (error instanceof SessionEnded) return;
        this.#become({ phase: 'restoring', unreachable: true });
        await pause(Math.min(500 * 2 ** attempt, 10_000) * (0.5 + Math.random() / 2));
      }
    }
  }

  async signIn(email: string, password: string, school?: string): Promise<SignInOutcome> {
    const { signIn } = await ask(signInDocument, {
      input: { email, password, ...(school === undefined ? {} : { school }) },
    });
    switch (signIn.__typename) {
      case 'SignInSuccess': {
        const slot = openSlot(signIn.tokens.refreshToken);
        this.#keep(slot, signIn.tokens);
        this.#signedIn(slot);
        return { kind: 'signedIn' };
      }
      case 'SchoolRequiredError':
        return { kind: 'schoolRequired', schools: signIn.schools, message: signIn.message };
      case 'InvalidCredentialsError':
        return { kind: 'refused', message: signIn.message };
    }
  }

  /** An access token that is good for a while. Throws SessionEnded when there can be none. */
  async accessToken(): Promise<string> {
    if (this.#state.phase !== 'signedIn') throw new SessionEnded();
    if (isFresh(this.#access)) return this.#access.token;
    return this.#renew(this.#state.slot);
  }

  /** The server no longer takes the access token: the next one asked for is a new one. */
  expireAccess(): void {
    this.#access = null;
  }

  /**
   * Ends the session, here and in every tab that shares it: in this browser at once, so that no tab
   * asks for anything more, and then at the server.
   */
  async signOut(): Promise<void> {
    if (this.#state.phase !== 'signedIn') return;
    const { slot } = this.#state;
    const access = this.#access;
    const refreshToken = refreshTokenIn(slot);
    clearSlot(slot);
    leaveSlot();
    this.#signedOut(null);
    try {
      await ask(signOutDocument, {}, isFresh(access) ? access.token : await renewed(refreshToken));
    } catch {
      // Unreachable, or ended already: there is nothing more to do from here.
    }
  }

  /** This tab goes to the sign-in form; other tabs stay signed in. */
  leave(): void {
    leaveSlot();
    this.#signedOut(null);
  }

  async #renew(slot: string): Promise<string> {
    this.#renewal ??= exclusively(`lyceum.renew.${slot}`, async () => {
      // Read inside the lock: another tab may have renewed while this one waited for it.
      const refreshToken = refreshTokenIn(slot);
      if (refreshToken === null) return this.#end(null);
      const { renewSession } = await ask(renewSessionDocument, { input: { refreshToken } });
      if (renewSession.__typename === 'SessionEndedError') {
        clearSlot(slot);
        return this.#end('Your session has ended. Sign in again.');
      }
      this.#keep(slot, renewSession.tokens);
      return renewSession.tokens.accessToken;
    }).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  #keep(slot: string, tokens: Tokens): void {
    shelve(slot, tokens.refreshToken);
    const expiresAt = Date.parse(tokens.accessTokenExpiresAt);
    this.#access = { token: tokens.accessToken, expiresAt };
  }

  #end(notice: string | null): never {
    this.#signedOut(notice);
    throw new SessionEnded();
  }

  #signedIn(slot: string): void {
    enterSlot(slot);
    this.#stopListening();
    this.#stopListening = onSlotCleared(slot, () => {
      this.#signedOut('You signed out in another tab.');
    });
    this.#become({ phase: 'signedIn', slot });
  }

  #signedOut(notice: string | null): void {
    this.#stopListening();
    this.#access = null;
    this.#become({ phase: 'signedOut', notice });
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function isFresh(access: Access | null): access is Access {
  return access !== null && access.expiresAt - serverNow() > MARGIN_MS;
}

/** One more access token of a session that this browser has let go. */
async function renewed(refreshToken: string | null): Promise<string> {
  if (refreshToken === null) throw new SessionEnded();
  const { renewSession } = await ask(renewSessionDocument, { input: { refreshToken } });
  if (renewSession.__typename === 'SessionEndedError') throw new SessionEnded();
  return renewSession.tokens.accessToken;
}

/** One tab at a time. Outside https and localhost browsers have no locks; then only this tab's own order holds. */
async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request(name, work) : work();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
