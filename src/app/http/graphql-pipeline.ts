import {
  ApolloServer,
  HeaderMap,
  type ApolloServerPlugin,
  type GraphQLRequestContextResponseForOperation,
  type GraphQLResponse,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import {
  GraphQLError,
  parse,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import type { Logger } from 'pino';

import type { RequestContext } from '../../context/request-context.js';
import { errorCodes, type ErrorCode } from '../../errors/index.js';
import type { Admission, Admitted, Refused } from '../admission/index.js';
import type { Executor } from '../executor.js';
import { formatErrors } from '../format-error.js';
import type { PublicError } from '../public-error.js';
import { headersOf, statusOf } from './answer-error.js';

/** What becomes known of an operation on its way, for the log and the metrics. */
export interface OperationNote {
  name: string | null;
  type: 'query' | 'mutation' | 'subscription' | 'unknown';
  outcome: 'ok' | 'error' | 'refused';
  known: boolean;
  hash: string | null;
  cost: number | null;
}

export function newNote(): OperationNote {
  return { name: null, type: 'unknown', outcome: 'refused', known: false, hash: null, cost: null };
}

/** Apollo copies its context object; ours has private parts and is carried inside. */
export interface HttpContext {
  readonly request: RequestContext;
  readonly note: OperationNote;
}

export interface PipelineOptions {
  readonly schema: GraphQLSchema;
  readonly admission: Admission;
  readonly executor: Executor;
  readonly log: Logger;
}

/** Stands for documents that are refused, where Apollo wants one. */
const NOTHING = parse('{ __typename }');

/**
 * Apollo Server as the HTTP side of GraphQL: methods, media types, CSRF prevention, the shape of
 * answers. It neither parses nor validates nor executes: the admission and the executor do, the
 * same ones that serve sockets.
 */
export function createPipeline(options: PipelineOptions): ApolloServer<HttpContext> {
  return new ApolloServer<HttpContext>({
    schema: options.schema,
    plugins: [
      pluginOf(options),
      // Would instrument every resolver.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      // Would send data to Apollo if the environment said so.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
    logger: options.log,
    nodeEnv: 'production',
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Any caller can register a document: no allow-list, and a store to flood.
    persistedQueries: false,
    documentStore: null,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted) => inOurCodes(formatted),
    stringifyResult: createStringify(options.executor),
  });
}

function pluginOf({ admission, executor }: PipelineOptions): ApolloServerPlugin<HttpContext> {
  return {
    async requestDidStart() {
      let decision: Admitted | Refused | null = null;
      return {
        async didResolveSource(apollo) {
          const { request, contextValue, source } = apollo;
          decision = admission.admit({
            query: source,
            operationName: request.operationName,
            variables: request.variables,
            transport: 'http',
            viewer: contextValue.request.viewer,
          });
          // With a document set, Apollo goes on to choose its operation and to refuse mutations
          // by GET. Were it to parse and validate itself one day, it would only be slower.
          Object.assign(apollo, { document: decision.ok ? decision.document : NOTHING });
        },

        async responseForOperation(apollo) {
          if (!decision) throw new Error('Apollo changed the order of its hooks.');
          if (!decision.ok) return refuse(decision, apollo.contextValue);
          return answer(executor, decision, apollo);
        },
      };
    },
  };
}

function refuse({ errors, httpStatus }: Refused, { request, note }: HttpContext): GraphQLResponse {
  note.known = request.viewer !== null;
  return respond(httpStatus, { errors: shown(errors, request) });
}

async function answer(
  executor: Executor,
  admitted: Admitted,
  { contextValue: { request, note } }: GraphQLRequestContextResponseForOperation<HttpContext>,
): Promise<GraphQLResponse> {
  const { document, operation, operationName, variables, coerced, cost, hash } = admitted;
  Object.assign(note, {
    name: operationName,
    type: operation.operation,
    known: request.viewer !== null,
    hash,
    cost,
  });
  const result = await executor.execute({
    document,
    operationName,
    variables,
    coerced,
    context: request,
  });
  note.outcome = result.errors ? 'error' : 'ok';
  const headers = { 'x-request-cost': String(cost) };
  const extensions = { cost: { requested: cost } };
  if (!result.errors) return respond(200, { data: result.data ?? null, extensions }, headers);

  const errors = formatErrors(result.errors, request);
  const whole = wholeFailure(result, errors);
  return whole
    ? respond(
        statusOf(whole.extensions['code']),
        { errors: json(errors), extensions },
        { ...headers, ...headersOf(whole) },
      )
    : respond(200, { errors: json(errors), data: result.data ?? null, extensions }, headers);
}

/** Failures that a client should come back from, rather than take for an answer. */
const passing: readonly unknown[] = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED'];

/** The error that left nothing of the answer, if it is one that passes. */
function wholeFailure(
  { data }: ExecutionResult,
  errors: readonly PublicError[],
): PublicError | undefined {
  const nothing = !data || Object.values(data).every((value) => value === null);
  return nothing
    ? errors.find(({ extensions }) => passing.includes(extensions['code']))
    : undefined;
}

function shown(errors: readonly GraphQLError[], request: RequestContext): GraphQLFormattedError[] {
  return json(formatErrors(errors, request));
}

function json(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  return errors.map((error) => error.toJSON());
}

function respond(
  status: number,
  singleResult: FormattedExecutionResult,
  headers: Record<string, string> = {},
): GraphQLResponse {
  return {
    http: { status, headers: new HeaderMap(Object.entries(headers)) },
    body: { kind: 'single', singleResult },
  };
}

/** Turns an error into one that Apollo answers with its status. */
export function asHttpError(error: PublicError): GraphQLError {
  return new GraphQLError(error.message, {
    extensions: {
      ...error.extensions,
      http: {
        status: statusOf(error.extensions['code']),
        headers: new HeaderMap(Object.entries(headersOf(error))),
      },
    },
  });
}

const ours: ReadonlySet<unknown> = new Set<ErrorCode>(errorCodes);

/** Apollo's own errors are about the form of the request, in codes of its own. */
function inOurCodes(error: GraphQLFormattedError): GraphQLFormattedError {
  if (ours.has(error.extensions?.['code'])) return error;
  return { ...error, extensions: { code: 'BAD_USER_INPUT' } };
}

/** Answers to introspection are large and always the same object: written out once. */
function createStringify(executor: Executor): (result: FormattedExecutionResult) => string {
  const written = new WeakMap<object, string>();
  return (result) => {
    const { data } = result;
    if (!data || !executor.remembers(data)) return JSON.stringify(result);
    const text = written.get(data) ?? JSON.stringify(result);
    written.set(data, text);
    return text;
  };
}
