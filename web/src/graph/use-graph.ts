import { createContext, useContext } from 'react';

import type { Session } from '../session/session.js';
import type { Graph } from './graph.js';

export const GraphContext = createContext<{ graph: Graph; session: Session } | null>(null);

/** The signed-in person's client and session. */
export function useGraph(): { graph: Graph; session: Session } {
  const value = useContext(GraphContext);
  if (!value) throw new Error('Nobody is signed in here.');
  return value;
}
