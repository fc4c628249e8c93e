import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import type * as graphqlJit from 'graphql-jit';

type Settle = (value: unknown) => void;

/** What the code made by graphql-jit keeps for one execution; the two fields touched here. */
interface JitExecution {
  promiseCounter: number;
  resolve?: (execution: JitExecution) => void;
}

type HandleResult = (
  execution: JitExecution,
  value: unknown,
  onSuccess: Settle,
  onError: Settle,
) => void;

interface JitRuntime {
  handleResolverResult: HandleResult;
  handleListItemResult: HandleResult;
}

type Jit = typeof graphqlJit;

// graphql-jit's compiler and its runtime have to come from one module instance: the runtime is an
// object that every compiled query calls.
const require = createRequire(import.meta.url);

/**
 * graphql-jit 0.8.9 with two faults of its runtime mended. Both break requests that succeed, or
 * fail in one field, under graphql-js:
 *
 * - What throws while a late value is completed (a `resolveType` that finds no class, a getter)
 *   became an unhandled rejection, which ends the process, and the answer never came. It is an
 *   error of its field.
 * - A list item that rejects added an item at the end of the list, where it should become null.
 */
export function loadGraphqlJit(): Jit {
  const jit = require('graphql-jit') as Jit;
  const { jitRuntime } = require('graphql-jit/dist/runtime.js') as { jitRuntime?: JitRuntime };
  if (
    typeof jitRuntime?.handleResolverResult !== 'function' ||
    typeof jitRuntime.handleListItemResult !== 'function'
  ) {
    throw new Error('This is not the graphql-jit that jit-runtime.ts mends: read it again.');
  }
  jitRuntime.handleResolverResult = handleResolverResult;
  jitRuntime.handleListItemResult = handleListItemResult;
  return jit;
}

const handleResolverResult: HandleResult = (execution, value, onSuccess, onError) => {
  if (isPromise(value)) {
    whenSettled(execution, value, (result) => attempt(onSuccess, result, onError), onError);
    return;
  }
  attempt(onSuccess, value, (error) => {
    onError(error);
    // As graphql-jit does after a resolver that throws: a mutation goes on with its next field.
    onSuccess(null);
  });
};

const handleListItemResult: HandleResult = (execution, item, onSuccess) => {
  // An item that is an Error becomes null in its own place, with an error that has its index.
  const fail = (error: unknown): void => onSuccess(asError(error));
  if (isPromise(item))
    whenSettled(execution, item, (value) => attempt(onSuccess, value, fail), fail);
  else attempt(onSuccess, item, fail);
};

function whenSettled(
  execution: JitExecution,
  promise: PromiseLike<unknown>,
  onSuccess: Settle,
  onError: Settle,
): void {
  const settle = (handler: Settle) => (value: unknown) => {
    handler(value);
    execution.promiseCounter -= 1;
    if (execution.promiseCounter === 0) execution.resolve?.(execution);
  };
  execution.promiseCounter += 1;
  void promise.then(settle(onSuccess), settle(onError));
}

function attempt(onSuccess: Settle, value: unknown, onError: Settle): void {
  try {
    onSuccess(value);
  } catch (error) {
    onError(error);
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    typeof value === 'object' &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(`Unexpected error value: ${inspect(value)}`);
}
