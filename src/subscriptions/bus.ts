import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/**
 * Tells nodes that streams have grown. Only ever a hint: the outbox is the truth, every node looks
 * there once a second by itself, and a lost or doubled hint changes nothing but the delay.
 */
export interface Bus {
  announce(streams: readonly string[]): void;
  /** Calls back with each hint; returns how to stop. */
  onGrown(listener: (streams: readonly string[]) => void): () => void;
  /** False while hints to other nodes are not getting through. */
  readonly healthy: boolean;
  close(): Promise<void>;
}

/** One process: hints go round within it. */
export function createLocalBus(): Bus {
  const listeners = new Set<(streams: readonly string[]) => void>();
  return {
    announce: (streams) => {
      for (const listener of listeners) listener(streams);
    },
    onGrown: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    healthy: true,
    close: () => Promise.resolve(),
  };
}

const CHANNEL = 'lyceum:grown';

/** Several nodes: hints go round by Redis pub/sub, and within the process at once. */
export function createRedisBus(
  connect: (purpose: 'publisher' | 'subscriber') => Redis,
  log: Logger,
): Bus {
  const local = createLocalBus();
  const publisher = connect('publisher');
  const subscriber = connect('subscriber');
  const warn = (error: unknown) => {
    log.warn({ err: error }, 'redis: hints are delayed until it is back');
  };
  publisher.on('error', warn);
  subscriber.on('error', warn);
  // Our own hints come back too; the feed looks once more and finds nothing new.
  subscriber.on('message', (_channel: string, message: string) => {
    local.announce(message.split('\n'));
  });
  subscriber.on('ready', () => {
    subscriber.subscribe(CHANNEL).catch(warn);
  });
  return {
    announce: (streams) => {
      local.announce(streams);
      if (publisher.status === 'ready') {
        publisher.publish(CHANNEL, streams.join('\n')).catch(warn);
      }
    },
    onGrown: (listener) => local.onGrown(listener),
    get healthy() {
      return publisher.status === 'ready' && subscriber.status === 'ready';
    },
    close: async () => {
      publisher.disconnect();
      subscriber.disconnect();
      await local.close();
    },
  };
}
