import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useReducer, useState } from 'react';

import { follow, type StreamEnd, type StreamStatus } from '../graph/follow.js';
import { useGraph } from '../graph/use-graph.js';
import {
  boardHeadDocument,
  boardLearnersDocument,
  classActivityDocument,
  type Activity,
  type LearnerNode,
} from './board-documents.js';
import { boardReducer, emptyBoard, type BoardState } from './board-state.js';

export interface LiveBoard {
  readonly title: string | null;
  /** Skills the course has. */
  readonly skillCount: number;
  readonly board: BoardState;
  readonly status: StreamStatus;
  /** Why the board does not go on; null while it does. */
  readonly end: StreamEnd | null;
  /** Why the class could not be read. */
  readonly error: unknown;
  readonly reload: () => void;
}

/** A background tab gets no frames. */
const HIDDEN_EVERY_MS = 1_000;
/** All boards of a class resynchronise at about the same time; not at the very same. */
const RESYNC_WITHIN_MS = 2_000;

export function useBoard(courseId: string): LiveBoard {
  const { graph } = useGraph();
  const client = useApolloClient();
  const [head, setHead] = useState<{ title: string; skillCount: number } | null>(null);
  const [board, dispatch] = useReducer(boardReducer, emptyBoard);
  const [status, setStatus] = useState<StreamStatus>('connecting');
  const [end, setEnd] = useState<StreamEnd | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const leaving = new AbortController();
    const batch = batched((activities: readonly Activity[]) => {
      dispatch({ type: 'happened', activities });
    });
    let stop = () => {};
    let resync: ReturnType<typeof setTimeout> | undefined;

    function ended(reason: StreamEnd): void {
      if (reason.kind !== 'resync') {
        setEnd(reason);
        return;
      }
      setStatus('catchingUp');
      resync = setTimeout(() => setRound((count) => count + 1), Math.random() * RESYNC_WITHIN_MS);
    }

    async function open(): Promise<void> {
      const { cursor, learners, ...course } = await readClass(client, courseId, leaving.signal);
      if (leaving.signal.aborted) return;
      setHead(course);
      dispatch({ type: 'opened', learners });
      stop = follow(graph, {
        subscription: classActivityDocument,
        variables: { courseId },
        after: cursor,
        cursorOf: (data) => data.classActivity.cursor,
        timeOf: (data) => Date.parse(data.classActivity.at),
        onItem: (data) => batch.add(data.classActivity),
        onStatus: setStatus,
        onEnd: ended,
      });
    }

    setError(null);
    setEnd(null);
    open().catch((reason: unknown) => {
      if (!leaving.signal.aborted) setError(reason);
    });
    return () => {
      leaving.abort();
      clearTimeout(resync);
      stop();
      batch.drop();
    };
  }, [graph, client, courseId, round]);

  return {
    title: head?.title ?? null,
    skillCount: head?.skillCount ?? 0,
    board,
    status,
    end,
    error,
    reload: () => setRound((count) => count + 1),
  };
}

/** The whole class, page by page, and the place in the stream from before its first page. */
async function readClass(client: ApolloClient, courseId: string, signal: AbortSignal) {
  const head = await client.query({
    query: boardHeadDocument,
    variables: { id: courseId },
    fetchPolicy: 'no-cache',
  });
  const course = head.data?.course;
  if (!course) throw new Error('No such course.');
  const learners: LearnerNode[] = [];
  let after: string | null = null;
  do {
    const page = await readPage(client, courseId, after);
    learners.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null && !signal.aborted);
  return {
    title: course.title,
    skillCount: course.skills.length,
    cursor: course.activityCursor,
    learners,
  };
}

async function readPage(client: ApolloClient, courseId: string, after: string | null) {
  const { data } = await client.query({
    query: boardLearnersDocument,
    variables: { id: courseId, after },
    // The board keeps the class itself; hundreds of rows have no place in the cache.
    fetchPolicy: 'no-cache',
  });
  if (!data?.course) throw new Error('No such course.');
  return data.course.enrollments;
}

/** Collects items and hands them over once a frame, so that a hundred a second cost one rendering. */
function batched<T>(flush: (items: readonly T[]) => void) {
  let items: T[] = [];
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function cancel(): void {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = timer = undefined;
  }

  function run(): void {
    cancel();
    const taken = items;
    items = [];
    flush(taken);
  }

  return {
    add(item: T): void {
      items.push(item);
      if (items.length > 1) return;
      frame = requestAnimationFrame(run);
      // Also when no frame comes, as in a hidden tab.
      timer = setTimeout(run, HIDDEN_EVERY_MS);
    },
    drop(): void {
      cancel();
      items = [];
    },
  };
}
