import { ApolloProvider } from '@apollo/client/react';
import { useEffect, useState, useSyncExternalStore } from 'react';

import { createGraph, type Graph } from './graph/graph.js';
import { GraphContext } from './graph/use-graph.js';
import { Waiting } from './parts/notice.js';
import type { Session } from './session/session.js';
import { SignIn } from './session/sign-in.js';
import { Shell } from './shell/shell.js';

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
      // A new session is a new client: nothing of one person is kept for the next.
      return <SignedIn key={state.slot} session={session} />;
  }
}

function SignedIn({ session }: { session: Session }) {
  const [graph, setGraph] = useState<Graph | null>(null);
  useEffect(() => {
    const opened = createGraph(session);
    setGraph(opened);
    return () => opened.dispose();
  }, [session]);
  if (!graph) return null;
  return (
    <GraphContext value={{ graph, session }}>
      <ApolloProvider client={graph.client}>
        <Shell />
      </ApolloProvider>
    </GraphContext>
  );
}
