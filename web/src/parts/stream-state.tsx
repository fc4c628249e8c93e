import type { StreamStatus } from '../graph/follow.js';

const WORDS: Record<StreamStatus, string> = {
  connecting: 'connecting',
  catchingUp: 'catching up',
  live: 'live',
  reconnecting: 'reconnecting',
};

/** Whether what is shown is current. */
export function StreamState({ status }: { status: StreamStatus }) {
  return (
    <p className={`stream-state stream-${status}`} role="status" aria-label="Live connection">
      <span className="stream-dot" aria-hidden="true" />
      {WORDS[status]}
    </p>
  );
}
