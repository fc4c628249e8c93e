import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';

import { follow, type StreamEnd, type StreamStatus } from '../graph/follow.js';
import { useGraph } from '../graph/use-graph.js';
import { courseDocument, recommendationsDocument } from './learn-documents.js';

export interface Pushes {
  readonly status: StreamStatus;
  /** The newest recommendation that arrived by push since the page was opened. */
  readonly arrivedId: string | null;
  readonly end: StreamEnd | null;
}

/** Follows the learner's recommendations in a course; they, and mastery with them, go to the cache. */
export function useRecommendations(courseId: string): Pushes {
  const { graph } = useGraph();
  const client = useApolloClient();
  const [status, setStatus] = useState<StreamStatus>('connecting');
  const [arrivedId, setArrivedId] = useState<string | null>(null);
  const [end, setEnd] = useState<StreamEnd | null>(null);
  /** Counts how often the stream was begun from where it stands now. */
  const [round, setRound] = useState(0);

  useEffect(() => {
    let hasCursor = false;
    return follow(graph, {
      subscription: recommendationsDocument,
      variables: { courseId },
      after: null,
      cached: true,
      cursorOf: (data) => data.recommendations.cursor,
      onItem: (data) => {
        hasCursor = true;
        setArrivedId(data.recommendations.recommendation.id);
      },
      onStatus: (next) => {
        setStatus(next);
        if (next !== 'live' || hasCursor) return;
        // Until there is a cursor to go on after, see what came before the stream began.
        void client
          .query({
            query: courseDocument,
            variables: { id: courseId },
            fetchPolicy: 'network-only',
          })
          .catch(() => undefined);
      },
      onEnd: (reason) => {
        if (reason.kind === 'resync') setRound((count) => count + 1);
        else setEnd(reason);
      },
    });
  }, [graph, client, courseId, round]);

  return { status, arrivedId, end };
}
