import { useDeferredValue, useMemo } from 'react';

import { useNow } from '../parts/ago.js';
import { Failure } from '../parts/failure.js';
import { Notice, Waiting } from '../parts/notice.js';
import { percent } from '../parts/percent.js';
import { StreamState } from '../parts/stream-state.js';
import { AnswersChart } from './answers-chart.js';
import type { BoardState } from './board-state.js';
import { Learners } from './learners.js';
import { River } from './river.js';
import { Struggles } from './struggles.js';
import { useBoard } from './use-board.js';

import './board.css';

const ACTIVE_MS = 5 * 60_000;

/** The live board of a class: who is at work, how it goes, and what happens this moment. */
export function Board({ courseId }: { courseId: string }) {
  const { title, skillCount, board, status, end, error, reload } = useBoard(courseId);
  // Under load the lists may lag a frame or two behind; typing and scrolling never do.
  const learners = useDeferredValue(board.learners);
  const river = useDeferredValue(board.river);

  if (error !== null) return <Failure error={error} onRetry={reload} />;
  if (end?.kind === 'revoked') {
    return (
      <Notice tone="error">
        You can no longer watch this class: {end.message} <a href="#/courses">To your courses</a>
      </Notice>
    );
  }
  if (title === null) return <Waiting>Opening the board…</Waiting>;
  return (
    <div className="board">
      <header className="board-header">
        <div>
          <p className="eyebrow">Live board</p>
          <h1>{title}</h1>
        </div>
        <StreamState status={status} />
        <Counts board={board} />
      </header>
      {end && (
        <Notice tone="error" onRetry={reload}>
          {end.kind === 'refused' ? end.message : 'The server has ended the stream.'}
        </Notice>
      )}
      <Learners learners={learners} skillCount={skillCount} />
      <div className="board-side">
        <AnswersChart minutes={board.minutes} />
        <River rows={river} />
        <Struggles skills={board.skills} />
      </div>
    </div>
  );
}

function Counts({ board }: { board: BoardState }) {
  const now = useNow();
  const active = useMemo(() => {
    let count = 0;
    for (const { lastAt } of board.learners.values()) {
      if (lastAt !== null && now - Date.parse(lastAt) < ACTIVE_MS) count += 1;
    }
    return count;
  }, [board.learners, now]);
  return (
    <dl className="counts">
      <div>
        <dt>learners</dt>
        <dd>{board.learners.size}</dd>
      </div>
      <div>
        <dt>active now</dt>
        <dd>{active}</dd>
      </div>
      <div>
        <dt>answers</dt>
        <dd>{board.answers.toLocaleString('en')}</dd>
      </div>
      <div>
        <dt>correct</dt>
        <dd>{board.answers === 0 ? '–' : percent(board.correct / board.answers)}</dd>
      </div>
      <div>
        <dt>hints</dt>
        <dd>{board.hints.toLocaleString('en')}</dd>
      </div>
    </dl>
  );
}
