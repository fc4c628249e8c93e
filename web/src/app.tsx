import { lazy, Suspense, useSyncExternalStore } from 'react';

import { Waiting } from './parts/notice.js';
import type { Session } from './session/session.js';
import { SignIn } from './session/sign-in.js';

// The form needs little; the client and all views come while one is signing in.
const loading = import('./shell/signed-in.js');
const SignedIn = lazy(async () => ({ default: (await loading).SignedIn }));

export function App({ session }: { session: Session }) {
  const state = useSyncExternalStore(session.subscribe, session.state);
  switch (state.phase) {
    case 'restoring':
      return (
        <Waiting>
          {state.unreachable ? 'The server cannot be reached. Trying again…' : 'Opening…'}
        </Waiting>
      );
    case 'signedOut':
      return <SignIn session={session} notice={state.notice} />;
    case 'signedIn':
      return (
        <Suspense fallback={<Waiting>Opening…</Waiting>}>
          {/* A new session is a new client: nothing of one person is kept for the next. */}
          <SignedIn key={state.slot} session={session} />
        </Suspense>
      );
  }
}
