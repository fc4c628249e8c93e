import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { ExecutorStats } from './executor.js';

/** One finished operation. */
export interface MeasuredOperation {
  /** Null for an operation without a name. */
  readonly name: string | null;
  readonly type: 'query' | 'mutation' | 'subscription' | 'unknown';
  readonly transport: 'http' | 'socket';
  /** `refused` was not executed; `error` has errors in its answer. */
  readonly outcome: 'ok' | 'error' | 'refused';
  /** Whether the caller is known to us. Guests cannot make new names count. */
  readonly known: boolean;
  readonly seconds: number;
}

/** How full the live side of a node is. */
export interface HubFigures {
  readonly held: number;
  readonly behind: number;
  readonly audiences: number;
  readonly streams: number;
}

/** The numbers of one gateway. The registry is its own, so that several can live in one process. */
export interface Metrics {
  readonly contentType: string;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  operation(measured: MeasuredOperation): void;
  readonly socketsOpen: Gauge;
  readonly subscriptionsOpen: Gauge;
  /** From the use case that made an event, just before its commit, to the moment this node had it. */
  readonly streamLag: Histogram;
  /** Subscribers ended because they read too slowly. */
  readonly queueOverflows: Counter;
  /** Reads the counters of an executor at each scrape. */
  watch(stats: ExecutorStats): void;
  /** Reads how full the live side is at each scrape. */
  watchHub(hub: HubFigures): void;
  close(): void;
}

/** Operation names that get a series of their own; the rest is "other". */
const MAX_NAMES = 200;

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const durations = new Histogram({
    name: 'lyceum_operation_duration_seconds',
    help: 'Time from the arrival of an operation to its answer.',
    labelNames: ['operation', 'type', 'transport', 'outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const nameOf = createNames();
  const loop = watchEventLoop(registers);
  watchMemory(registers);

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    operation({ name, type, transport, outcome, known, seconds }) {
      const operation = nameOf(name, known && outcome !== 'refused');
      durations.observe({ operation, type, transport, outcome }, seconds);
    },
    socketsOpen: new Gauge({ name: 'lyceum_sockets_open', help: 'Sockets open now.', registers }),
    subscriptionsOpen: new Gauge({
      name: 'lyceum_subscriptions_open',
      help: 'Subscriptions open now.',
      registers,
    }),
    streamLag: new Histogram({
      name: 'lyceum_stream_lag_seconds',
      help: 'Time from the use case that made an event to its arrival at the hub of this node.',
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15],
      registers,
    }),
    queueOverflows: new Counter({
      name: 'lyceum_subscriber_overflows_total',
      help: 'Subscriptions ended because their client read too slowly.',
      registers,
    }),
    watch(stats) {
      watchExecutor(stats, registers);
    },
    watchHub(hub) {
      watchHub(hub, registers);
    },
    close() {
      loop.disable();
      registry.clear();
    },
  };
}

/** Bounds the names: clients choose them, and each makes a series. */
function createNames(): (name: string | null, mayAdd: boolean) => string {
  const names = new Set<string>();
  return (name, mayAdd) => {
    if (name === null) return 'anonymous';
    if (names.has(name)) return name;
    if (!mayAdd || names.size >= MAX_NAMES || name.length > 100) return 'other';
    names.add(name);
    return name;
  };
}

function watchEventLoop(registers: Registry[]) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  new Gauge({
    name: 'lyceum_event_loop_delay_seconds',
    help: 'How late the event loop was since the last scrape.',
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const [quantile, value] of [
        ['0.5', delay.percentile(50)],
        ['0.99', delay.percentile(99)],
        ['1', delay.max],
      ] as const) {
        // Of a time in which nothing was measured the histogram says NaN or the smallest value.
        this.set({ quantile }, delay.count > 0 ? value / 1e9 : 0);
      }
      delay.reset();
    },
  });
  return delay;
}

function watchMemory(registers: Registry[]): void {
  new Gauge({
    name: 'lyceum_memory_bytes',
    help: 'Memory of the process: resident, and the heap in use.',
    labelNames: ['kind'],
    registers,
    collect() {
      const { rss, heapUsed } = process.memoryUsage();
      this.set({ kind: 'resident' }, rss);
      this.set({ kind: 'heap' }, heapUsed);
    },
  });
}

function watchHub(hub: HubFigures, registers: Registry[]): void {
  const figures: readonly [name: string, help: string, key: keyof HubFigures][] = [
    [
      'lyceum_live_items_held',
      'Queue depth: items waiting to be shown, or kept for who is behind.',
      'held',
    ],
    [
      'lyceum_live_subscribers_behind',
      'Subscribers whose sockets take less than they are offered.',
      'behind',
    ],
    [
      'lyceum_live_audiences',
      'Executions of each event: groups of subscribers shown the same.',
      'audiences',
    ],
    ['lyceum_live_streams', 'Streams this node follows.', 'streams'],
  ];
  for (const [name, help, key] of figures) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(hub[key]);
      },
    });
  }
}

function watchExecutor(stats: ExecutorStats, registers: Registry[]): void {
  new Counter({
    name: 'lyceum_executions_total',
    help: 'Executions, by how: compiled code, too early to compile, not compilable, remembered.',
    labelNames: ['by'],
    registers,
    collect() {
      this.reset();
      for (const by of ['fast', 'early', 'fallbacks', 'remembered'] as const) {
        this.inc({ by }, stats[by]);
      }
    },
  });
  new Counter({
    name: 'lyceum_operations_compiled_total',
    help: 'Operations compiled.',
    registers,
    collect() {
      this.reset();
      this.inc(stats.compiled);
    },
  });
}
