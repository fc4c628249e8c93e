import { ApolloProvider } from '@apollo/client/react';
import { useEffect, useState } from 'react';

import { createGraph, type Graph } from '../graph/graph.js';
import { GraphContext } from '../graph/use-graph.js';
import type { Session } from '../session/session.js';
import { Shell } from './shell.js';

/** The page of one signed-in person, with a client of their own. */
export function SignedIn({ session }: { session: Session }) {
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
