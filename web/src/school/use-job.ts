import { useApolloClient } from '@apollo/client/react';
import { useEffect, useEffectEvent, useState } from 'react';

import { follow } from '../graph/follow.js';
import { useGraph } from '../graph/use-graph.js';
import { jobDocument, jobUpdatedDocument, type Job } from './import-documents.js';

/** A job carries no cursor, so its last step may be over before the stream begins: look as well. */
const LOOK_EVERY_MS = 3_000;

/** A job as it goes on, from what `importCourse` answered to its end. */
export function useJob(asked: Job | null, onEnded: () => void): Job | null {
  const { graph } = useGraph();
  const client = useApolloClient();
  const [latest, setLatest] = useState<Job | null>(null);
  const job = latest?.id === asked?.id ? latest : asked;
  const ended = useEffectEvent(onEnded);
  const id = asked?.id;

  useEffect(() => {
    if (id === undefined) return undefined;
    let over = false;

    function take(next: Job | null | undefined): void {
      if (!next || over) return;
      setLatest(next);
      if (next.endedAt === null) return;
      over = true;
      stop();
      ended();
    }

    async function look(): Promise<void> {
      const { data } = await client.query({
        query: jobDocument,
        variables: { id: id ?? '' },
        fetchPolicy: 'no-cache',
      });
      take(data?.job);
    }

    const unfollow = follow(graph, {
      subscription: jobUpdatedDocument,
      variables: { jobId: id },
      after: null,
      cursorOf: (data) => data.jobUpdated.cursor,
      onItem: (data) => take(data.jobUpdated.job),
      onStatus: (status) => {
        if (status === 'live') void look().catch(() => undefined);
      },
      onEnd: () => {},
    });
    const looking = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
    function stop(): void {
      unfollow();
      clearInterval(looking);
    }
    return () => {
      over = true;
      stop();
    };
  }, [graph, client, id]);

  return job;
}
