import { useSyncExternalStore } from 'react';

import { serverNow } from '../graph/server-clock.js';

const EVERY_MS = 5_000;

// One clock for all: a class of hundreds shows hundreds of times.
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;
let tick = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    tick += 1;
    for (const each of listeners) each();
  }, EVERY_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** Renders again every few seconds; returns the server's time. */
export function useNow(): number {
  useSyncExternalStore(subscribe, () => tick);
  return serverNow();
}

/** "just now", "40 s ago", "12 min ago". */
export function Ago({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {ago(now - Date.parse(at))}
    </time>
  );
}

function ago(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${Math.floor(seconds / 10) * 10} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}
