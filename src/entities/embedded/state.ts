/**
 * - `opening`: not yet, for the first time
 * - `ready`: takes statements
 * - `recovering`: the worker died or was stuck; statements are refused until a new one is open
 * - `closed`: for good
 */
export type EmbeddedDatabaseState = 'opening' | 'ready' | 'recovering' | 'closed';

export interface StateChange {
  readonly state: EmbeddedDatabaseState;
  readonly previous: EmbeddedDatabaseState;
  /** What ended the previous state, when it was an accident. */
  readonly cause?: Error;
}

export type StateListener = (change: StateChange) => void;
