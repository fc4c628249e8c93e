import { z } from 'zod';

import { toGlobalId } from '../../app/graph-ids.js';

/** One answer on its way to the gateway. */
export interface AnswerToRecord {
  readonly userId: string;
  readonly stepId: string;
  readonly correct: boolean;
  /** Names this answer within the learner's enrollment: however often it is sent, it counts once. */
  readonly clientKey: string;
}

export type RecordOutcome =
  | { readonly kind: 'stored'; readonly recorded: number; readonly duplicates: number }
  /** Nobody knows whether it is stored, or it is not: send the same again. */
  | { readonly kind: 'again'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Sends one batch; the same batch again is the same to the gateway. */
export type RecordBatch = (
  batch: readonly AnswerToRecord[],
  occurredAt: Date,
) => Promise<RecordOutcome>;

export interface GatewayAccess {
  /** Of the gateway, without a slash at the end. */
  readonly url: string;
  readonly key: string;
  readonly courseId: string;
}

const MUTATION = `mutation Replay($input: RecordResponsesInput!) {
  recordResponses(input: $input) {
    __typename
    ... on RecordResponsesSuccess { recorded duplicates }
  }
}`;

const answer = z.object({
  data: z
    .object({
      recordResponses: z.union([
        z.object({
          __typename: z.literal('RecordResponsesSuccess'),
          recorded: z.number(),
          duplicates: z.array(z.string()),
        }),
        z.object({ __typename: z.string() }),
      ]),
    })
    .nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.object({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

/** What passes when one waits. */
const PASSING: ReadonlySet<string> = new Set([
  'SERVICE_UNAVAILABLE',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
]);
const PATIENCE_MS = 30_000;

/** Records through the public API, as any other system would. */
export function recordOverGraph({ url, key, courseId }: GatewayAccess): RecordBatch {
  return async (batch, occurredAt) => {
    const input = {
      courseId: toGlobalId('Course', courseId),
      responses: batch.map(({ userId, stepId, correct, clientKey }) => ({
        learnerId: toGlobalId('User', userId),
        stepId: toGlobalId('Step', stepId),
        correct,
        occurredAt: occurredAt.toISOString(),
        clientKey,
      })),
    };
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${key}`,
        },
        body: JSON.stringify({ query: MUTATION, variables: { input } }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      body = await response.json();
    } catch (error) {
      // No connection, one that broke off, or no answer in time.
      return { kind: 'again', reason: reasonOf(error) };
    }
    return read(response.status, body, url);
  };
}

function read(status: number, body: unknown, url: string): RecordOutcome {
  const parsed = answer.safeParse(body);
  if (!parsed.success) {
    const reason = `${url} answered ${status} with something that is no answer of a gateway`;
    return status >= 500 ? { kind: 'again', reason } : { kind: 'refused', reason };
  }
  const { data, errors = [] } = parsed.data;
  const [error] = errors;
  if (error) {
    const code = error.extensions?.code ?? '';
    if (PASSING.has(code) || status >= 500) return { kind: 'again', reason: error.message };
    if (code === 'UNAUTHENTICATED') {
      return {
        kind: 'refused',
        reason: `The gateway at ${url} does not know our key: it works on another database than this command. Name the right one with --url`,
      };
    }
    return { kind: 'refused', reason: error.message };
  }
  const result = data?.recordResponses;
  if (result && 'recorded' in result) {
    return { kind: 'stored', recorded: result.recorded, duplicates: result.duplicates.length };
  }
  return { kind: 'refused', reason: `The gateway answered ${result?.__typename ?? 'nothing'}` };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
