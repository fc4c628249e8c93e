import {
  pino,
  stdTimeFunctions,
  type DestinationStream,
  type Logger,
  type LoggerOptions,
} from 'pino';

import type { Environment } from './environment.js';

/** Where a secret or a person may hide in what is logged; the value is dropped. */
const hidden = new Set([
  ...['authorization', 'cookie', 'password', 'token', 'accessToken', 'refreshToken', 'secret'],
  ...['apiKey', 'email', 'variables', 'query', 'body', 'headers'],
]);

/**
 * The process's log: JSON lines on standard output. What is logged is chosen by name (operation,
 * hash, duration, status, request id); `withoutSecrets` and `describeError` stand behind that
 * choice.
 */
export function createLogger(
  { logLevel }: Pick<Environment, 'logLevel'>,
  destination?: DestinationStream,
): Logger {
  const options: LoggerOptions = {
    level: logLevel,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => describeError(error) },
    formatters: {
      log: (line) => withoutSecrets(line, 1),
      bindings: (line) => withoutSecrets(line, 1),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The same without what is hidden, `levels` deep. pino's own redaction takes 17 µs a line. */
function withoutSecrets(line: Record<string, unknown>, levels: number): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(line)) {
    if (hidden.has(name)) continue;
    shown[name] = levels > 0 && isPlain(value) ? withoutSecrets(value, levels - 1) : value;
  }
  return shown;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
  );
}

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly stack: readonly string[];
  readonly cause?: DescribedError;
  readonly errors?: readonly DescribedError[];
}

const MAX_CAUSES = 5;
const MAX_FRAMES = 20;
const MAX_MESSAGE = 500;

/**
 * What a log may say of an error. A database puts the statement and the values of the row into its
 * message, `detail` and `where`, and the message into the first lines of the stack: the message is
 * stripped of values and of the rest only named, harmless things are kept.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: withoutValues(String(error)), stack: [] };
  }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: withoutValues(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: frames.slice(0, MAX_FRAMES).map((line) => line.trim()),
    ...(error.cause !== undefined && depth < MAX_CAUSES
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
    ...(error instanceof AggregateError && depth < MAX_CAUSES
      ? {
          errors: error.errors.slice(0, MAX_CAUSES).map((inner) => describeError(inner, depth + 1)),
        }
      : {}),
  };
}

/** Drops literals, addresses and tokens: what is left tells which statement or check it was. */
function withoutValues(message: string): string {
  return message
    .slice(0, 10_000)
    .replace(/'(?:[^']|'')*'/g, "'…'")
    .replace(/[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+/g, '…@…')
    .replace(/\b[A-Za-z0-9_-]{32,}(\.[A-Za-z0-9_-]+)*/g, '…')
    .slice(0, MAX_MESSAGE);
}
