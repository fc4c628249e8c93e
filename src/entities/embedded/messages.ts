// What crosses the border between the gateway's thread and the database's. Types only, so that
// worker.ts may import it when Node runs that file as TypeScript.

/** What a worker is started with. */
export interface WorkerBoot {
  /** The cluster's directory, or `null` for one in memory. */
  readonly pgdata: string | null;
  /** A freshly initialised cluster as .tar.gz, or `null` to run initdb. */
  readonly template: string | null;
}

/** A bound value in PostgreSQL's text form; bytes are sent as they are. */
export type WireValue = string | Uint8Array | null;

export type WorkerRequest =
  /** One or several statements without values: the simple query protocol. */
  | { readonly kind: 'simple'; readonly sql: string }
  /** One statement with values: the extended protocol. */
  | {
      readonly kind: 'extended';
      readonly sql: string;
      readonly values: readonly WireValue[];
      /** The name of a prepared statement; empty for a statement that is used once. */
      readonly name: string;
      /** Whether the statement must be parsed first. */
      readonly parse: boolean;
    }
  /** The whole cluster as .tar.gz. */
  | { readonly kind: 'dump' }
  | { readonly kind: 'close' };

export type WorkerReport =
  | { readonly kind: 'ready' }
  /** The server's messages, or the dump, byte for byte. */
  | { readonly kind: 'reply'; readonly bytes: ArrayBuffer }
  /** The engine broke (an abort inside WebAssembly, no space left): the worker ends after this. */
  | { readonly kind: 'broken'; readonly reason: string };
