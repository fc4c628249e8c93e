import {
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';

import { defaultLimits, type Limits } from './limits.js';
import { isNestedDeeperThan } from './nesting.js';
import {
  prepareDocument,
  type PreparedDocument,
  type PreparedOperation,
} from './prepare-document.js';
import { refusal, withCode } from './refusal.js';

export interface AdmissionOptions {
  readonly schema: GraphQLSchema;
  readonly limits?: Partial<Limits>;
  /** Lets errors name fields of the schema ("Did you mean"). */
  readonly suggestions?: boolean;
}

/** An operation as it came in; nothing about it is believed. */
export interface AdmissionRequest {
  readonly query: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly transport: 'http' | 'socket';
  /** Who asks; null for a guest, whose documents may be shorter. */
  readonly viewer: object | null;
}

export interface Admitted {
  readonly ok: true;
  /** The same object for the same text, so that others may remember what they make of it. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** As the types of the operation have them, defaults filled in. */
  readonly coerced: Readonly<Record<string, unknown>>;
  /** In points, see `cost.ts`; at most `maxCost`. */
  readonly cost: number;
  /** Names the document in logs. */
  readonly hash: string;
}

export interface Refused {
  readonly ok: false;
  readonly errors: readonly GraphQLError[];
  readonly httpStatus: number;
}

export interface Admission {
  readonly limits: Limits;
  /**
   * Decides whether an operation is executed: parses, validates, measures, coerces variables and
   * prices it. Never throws. The only door to the executor, for both transports.
   */
  admit(request: AdmissionRequest): Admitted | Refused;
}

type Outcome = PreparedDocument | readonly GraphQLError[];

/** Characters of documents kept in memory; parsed ones take up to 200 times as many bytes. */
const ACCEPTED_CHARACTERS = 512 * 1024;
const REFUSED_CHARACTERS = 128 * 1024;

export function createAdmission({
  schema,
  limits: given = {},
  suggestions = false,
}: AdmissionOptions): Admission {
  const limits: Limits = { ...defaultLimits, ...given };
  const accepted = cacheOf<PreparedDocument>(ACCEPTED_CHARACTERS);
  // Apart for guests, to whom a document may be too long that others may send.
  const refused = {
    guest: cacheOf<readonly GraphQLError[]>(REFUSED_CHARACTERS),
    known: cacheOf<readonly GraphQLError[]>(REFUSED_CHARACTERS),
  };

  function prepare(query: string, viewer: object | null): Outcome {
    const maxTokens = viewer ? limits.maxTokens : limits.maxTokensGuest;
    const known = accepted.get(query);
    if (known && known.tokens <= maxTokens) return known;
    const refusals = viewer ? refused.known : refused.guest;
    const errors = refusals.get(query);
    if (errors) return errors;
    const outcome = prepareDocument(schema, query, maxTokens, limits, suggestions);
    if ('document' in outcome) accepted.set(query, outcome);
    else refusals.set(query, outcome);
    return outcome;
  }

  return {
    limits,
    admit({ query, operationName, variables, transport, viewer }) {
      if (typeof query !== 'string' || query.trim() === '') {
        return refuse(refusal('BAD_USER_INPUT', 'Send a GraphQL document as the string "query".'));
      }
      const name = operationName ?? null;
      if (name !== null && typeof name !== 'string') {
        return refuse(refusal('BAD_USER_INPUT', '"operationName" must be a string.'));
      }
      const inputs = variables ?? {};
      if (!isRecord(inputs)) {
        return refuse(refusal('BAD_USER_INPUT', '"variables" must be an object.'));
      }
      if (isNestedDeeperThan(limits.maxVariableDepth, inputs)) {
        return refuse(
          refusal(
            'BAD_USER_INPUT',
            `"variables" are nested deeper than ${limits.maxVariableDepth} levels.`,
            {
              maximum: limits.maxVariableDepth,
            },
          ),
        );
      }

      const outcome = prepare(query, viewer);
      if (!('document' in outcome)) return refuse(...outcome);
      const operation = choose(outcome.operations, name);
      if (operation instanceof GraphQLError) return refuse(operation);
      const { node } = operation;
      if (transport === 'http' && node.operation === OperationTypeNode.SUBSCRIPTION) {
        return refuse(
          refusal(
            'BAD_USER_INPUT',
            'Subscriptions are served over WebSocket (graphql-transport-ws) only.',
          ),
        );
      }

      const { coerced, errors } = operation.coerce(inputs);
      if (errors) return refuse(...errors.map((error) => withCode('BAD_USER_INPUT', error)));
      const cost = Math.min(operation.cost(coerced), Number.MAX_SAFE_INTEGER);
      if (cost > limits.maxCost) {
        return refuse(
          refusal(
            'QUERY_TOO_COMPLEX',
            `This operation may cost ${cost} points; ${limits.maxCost} are allowed. Ask for smaller pages or fewer lists within lists.`,
            { cost, maximum: limits.maxCost },
          ),
        );
      }
      return {
        ok: true,
        document: outcome.document,
        operation: node,
        operationName: node.name?.value ?? null,
        variables: inputs,
        coerced,
        cost,
        hash: outcome.hash,
      };
    },
  };
}

/** Bounded by the length of the documents, which is what an attacker can choose. */
function cacheOf<Value extends object>(characters: number): LRUCache<string, Value> {
  return new LRUCache({
    maxSize: characters,
    sizeCalculation: (_value, query) => query.length + 100,
  });
}

function choose(
  operations: readonly PreparedOperation[],
  name: string | null,
): PreparedOperation | GraphQLError {
  const [first, second] = operations;
  if (!first) return refusal('BAD_USER_INPUT', 'The document has no operation.');
  if (name === null || name === '') {
    return second
      ? refusal('BAD_USER_INPUT', 'The document has several operations: send "operationName".')
      : first;
  }
  return (
    operations.find(({ node }) => node.name?.value === name) ??
    refusal('BAD_USER_INPUT', `The document has no operation named "${name}".`)
  );
}

function refuse(...errors: readonly GraphQLError[]): Refused {
  return { ok: false, errors, httpStatus: 400 };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
