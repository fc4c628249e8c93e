import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';

/** Tells how far a command has come. Throws once nobody wants its result any more. */
export type Report = (done: number, total: number, label?: string) => void;

/** A command as the channel knows it: named, with what JSON can carry going in and out. */
export type ChannelCommand = (
  input: unknown,
  report: Report,
  signal: AbortSignal,
) => Promise<unknown>;

/** A command that ended without a result. The message is for whoever called it. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';

  constructor(
    message: string,
    /**
     * - `refused`: by the command itself, for a reason its caller can act on
     * - `fault`: something went wrong in the server
     * - `unreachable`: nobody listens there; nothing has happened
     * - `lost`: the server went away in between; what it had not committed is not stored
     */
    readonly kind: 'refused' | 'fault' | 'unreachable' | 'lost',
    /** Of a fault, where it happened; of a refusal, what the caller sorts refusals by. */
    readonly detail: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface LocalChannelOptions {
  /** See `controlSocketPath`. Whoever else listens there has died: only the lock's holder serves. */
  readonly path: string;
  readonly commands: Readonly<Record<string, ChannelCommand>>;
  /** What a caller may be told of an error; null for a fault. */
  readonly describeRefusal: (error: unknown) => { message: string; detail: string | null } | null;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

export interface LocalChannel {
  readonly path: string;
  /** Stops taking commands, cancels those under way and waits for them. */
  close(): Promise<void>;
}

const requestLine = z.object({ command: z.string(), input: z.unknown() });

const reply = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    done: z.number(),
    total: z.number(),
    label: z.string().optional(),
  }),
  z.object({ type: z.literal('result'), value: z.unknown() }),
  z.object({
    type: z.literal('error'),
    kind: z.enum(['refused', 'fault']),
    message: z.string(),
    detail: z.string().nullable(),
  }),
]);

type Reply = z.input<typeof reply>;

/** Input is options and paths; a file is named, not sent. */
const MAX_REQUEST = 1024 * 1024;
/** A caller sends its one line at once. */
const REQUEST_MS = 10_000;
/** A progress bar needs no more than this. */
const PROGRESS_EVERY_MS = 50;
/** Linux has 108 bytes for the path of a socket, the BSDs 104, both with a zero at the end. */
const MAX_PATH = 103;

/**
 * Where the server of a data directory takes commands: a socket in it or, when that path is too
 * long for a socket, in a directory of our own in the system's temporary one. Both can be entered
 * by this user alone.
 */
export function controlSocketPath(dataDir: string, temporary = tmpdir()): string {
  const absolute = resolve(dataDir);
  const name = createHash('sha256').update(absolute).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\lyceum-${name}`;
  const path = join(absolute, 'control.sock');
  if (Buffer.byteLength(path) <= MAX_PATH) return path;
  const user = process.getuid?.() ?? 0;
  return join(temporary, `lyceum-${user}-${name}`, 'control.sock');
}

/**
 * Takes commands from this user's other processes on this machine, and runs them here.
 *
 * The wire: the caller sends one line of JSON, `{command, input}`; back come lines of
 * `{type: 'progress', done, total, label}` and one of `{type: 'result', value}` or
 * `{type: 'error', kind, message, detail}`. A caller that hangs up cancels its command.
 */
export async function serveLocalChannel(options: LocalChannelOptions): Promise<LocalChannel> {
  const { path } = options;
  prepareDirectory(path);
  const stop = new AbortController();
  const sockets = new Set<Socket>();
  const running = new Set<Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const served = serve(socket, options, stop.signal).finally(() => {
      sockets.delete(socket);
      running.delete(served);
    });
    running.add(served);
  });
  await listen(server, path);
  return {
    path,
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      stop.abort(new Error('the server stops'));
      await Promise.all(running);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Makes the directory of the fallback; refuses one that somebody else has put there. */
function prepareDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(directory);
  if (uid !== (process.getuid?.() ?? uid)) {
    throw new Error(`${directory} belongs to another user: commands cannot be taken there.`);
  }
  // What is left of a server that was killed. Nobody listens: we hold the lock.
  rmSync(path, { force: true });
}

async function listen(server: Server, path: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(path, () => {
      server.off('error', fail);
      done();
    });
  });
  if (process.platform !== 'win32') chmodSync(path, 0o600);
}

async function serve(
  socket: Socket,
  options: LocalChannelOptions,
  stopped: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => {
    gone.abort(new Error('the caller has gone'));
  };
  socket.on('error', leave);
  socket.on('close', leave);
  const signal = AbortSignal.any([gone.signal, stopped]);
  const send = (line: Reply): void => {
    if (socket.writable) socket.write(`${JSON.stringify(line)}\n`);
  };
  try {
    const line = await readRequest(socket, signal);
    // From here on, nothing more may come: hanging up is all a caller can say.
    socket.on('data', () => undefined);
    send(await answer(line, options, send, signal));
  } catch (error) {
    if (!signal.aborted) options.log.warn({ err: error }, 'commands: a request made no sense');
  } finally {
    socket.end();
  }
}

async function answer(
  line: string,
  { commands, describeRefusal, log }: LocalChannelOptions,
  send: (line: Reply) => void,
  signal: AbortSignal,
): Promise<Reply> {
  const { command: name, input } = requestLine.parse(JSON.parse(line));
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const message = `The running server does not know the command "${name}": it is of another version. Restart it.`;
    return { type: 'error', kind: 'refused', message, detail: null };
  }
  try {
    const value = await command(input, throttled(send, signal), signal);
    log.info({ command: name }, 'commands: done');
    return { type: 'result', value };
  } catch (error) {
    if (signal.aborted) {
      log.info({ command: name }, 'commands: cancelled');
      const message = 'The command was cancelled: the server stops.';
      return { type: 'error', kind: 'refused', message, detail: null };
    }
    const refusal = describeRefusal(error);
    if (refusal) return { type: 'error', kind: 'refused', ...refusal };
    log.error({ err: error, command: name }, 'commands: fault');
    const message = error instanceof Error ? error.message : String(error);
    const detail = error instanceof Error ? (error.stack ?? null) : null;
    return { type: 'error', kind: 'fault', message, detail };
  }
}

/** Lets a report through now and then, and always the last one. */
function throttled(send: (line: Reply) => void, signal: AbortSignal): Report {
  let next = 0;
  return (done, total, label) => {
    signal.throwIfAborted();
    const now = performance.now();
    if (now < next && done < total) return;
    next = now + PROGRESS_EVERY_MS;
    send({ type: 'progress', done, total, ...(label === undefined ? {} : { label }) });
  };
}

/** The first line, or a rejection when none comes, or one too long. */
function readRequest(socket: Socket, signal: AbortSignal): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    const timer = setTimeout(() => settle(new Error('no request came')), REQUEST_MS);
    const settle = (outcome: string | Error): void => {
      clearTimeout(timer);
      socket.off('data', take);
      signal.removeEventListener('abort', abort);
      if (outcome instanceof Error) fail(outcome);
      else done(outcome);
    };
    const abort = (): void => settle(new Error('cancelled'));
    const take = (chunk: string): void => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) settle(text.slice(0, end));
      else if (text.length > MAX_REQUEST) settle(new Error('the request is too long'));
    };
    socket.setEncoding('utf8');
    socket.on('data', take);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

export interface LocalCall {
  /** Where the server takes commands, as its lock file says. */
  readonly path: string;
  readonly command: string;
  readonly input: unknown;
  readonly report?: Report;
  /** Hangs up, which cancels the command. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a command in the server that listens at `path` and resolves with its result.
 * @throws {ChannelError} when there is none, for whatever reason
 */
export async function runOverLocalChannel(call: LocalCall): Promise<unknown> {
  const { path, command, input, report, signal } = call;
  const socket = await reach(path);
  const hangUp = (): void => {
    socket.destroy();
  };
  signal?.addEventListener('abort', hangUp, { once: true });
  if (signal?.aborted === true) hangUp();
  try {
    socket.write(`${JSON.stringify({ command, input })}\n`);
    for await (const line of linesOf(socket)) {
      const message = reply.parse(JSON.parse(line));
      if (message.type === 'result') return message.value;
      if (message.type === 'error') {
        throw new ChannelError(message.message, message.kind, message.detail);
      }
      report?.(message.done, message.total, message.label);
    }
  } finally {
    signal?.removeEventListener('abort', hangUp);
    socket.destroy();
  }
  signal?.throwIfAborted();
  throw new ChannelError('The server went away before the command was done.', 'lost');
}

/** The lines that come until the other side closes, or breaks off. */
async function* linesOf(socket: Socket): AsyncGenerator<string> {
  let rest = '';
  socket.setEncoding('utf8');
  try {
    for await (const chunk of socket as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch {
    // Reset or destroyed: for the caller the same as an end that came too early.
  }
}

function reach(path: string): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      done(socket);
    });
    socket.once('error', (cause) => {
      fail(new ChannelError(`Nobody takes commands at ${path}.`, 'unreachable', null, { cause }));
    });
  });
}
