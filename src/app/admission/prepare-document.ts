import { createHash } from 'node:crypto';
import {
  GraphQLError,
  Kind,
  specifiedRules,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

import { createCoercion, type CoerceVariables } from './coerce-variables.js';
import { priceOperation, type Cost } from './cost.js';
import type { Limits } from './limits.js';
import { measureDocument } from './measure-document.js';
import { overlapsTooMuch } from './overlap.js';
import { parseDocument } from './parse-document.js';
import { refusal, withCode } from './refusal.js';

/** A valid document within its limits, and what is known of it before any request. */
export interface PreparedDocument {
  readonly document: DocumentNode;
  readonly tokens: number;
  /** Names a document in logs without showing the literals in it. */
  readonly hash: string;
  readonly operations: readonly PreparedOperation[];
}
export interface PreparedOperation {
  readonly node: OperationDefinitionNode;
  readonly cost: Cost;
  readonly coerce: CoerceVariables;
}

/** Errors shown for one document; more help nobody. */
const MAX_ERRORS = 20;
const MAX_VARIABLE_ERRORS = 20;

/** Everything that depends on the document alone, cheapest first. */
export function prepareDocument(
  schema: GraphQLSchema,
  query: string,
  maxTokens: number,
  limits: Limits,
  suggestions: boolean,
): PreparedDocument | readonly GraphQLError[] {
  const document = parseDocument(query, maxTokens, limits);
  if (document instanceof GraphQLError) return [document];
  const excess = measureDocument(document, limits);
  if (excess) return [excess];
  if (overlapsTooMuch(document, limits.maxDepth)) return [repeated()];
  const errors = validateDocument(schema, document, suggestions);
  if (errors.length > 0) return errors;

  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  return {
    document,
    tokens: tokensOf(document),
    hash: createHash('sha256').update(query).digest('hex'),
    operations: document.definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION
        ? [
            {
              node,
              cost: priceOperation(schema, node, fragments),
              coerce: createCoercion(schema, node, {
                maxErrors: MAX_VARIABLE_ERRORS,
                hideSuggestions: !suggestions,
              }),
            },
          ]
        : [],
    ),
  };
}

function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  suggestions: boolean,
): readonly GraphQLError[] {
  try {
    return validate(schema, document, specifiedRules, {
      maxErrors: MAX_ERRORS,
      hideSuggestions: !suggestions,
    }).map((error) =>
      // graphql-js has a budget of its own for fields that stand in one place many times.
      error.message === 'Validation aborted.'
        ? repeated()
        : withCode('GRAPHQL_VALIDATION_FAILED', error),
    );
  } catch {
    // The rules recurse as deep as the document is nested.
    return [refusal('GRAPHQL_VALIDATION_FAILED', 'The document is nested too deeply.')];
  }
}

function repeated(): GraphQLError {
  return refusal('QUERY_TOO_COMPLEX', 'The document asks for the same fields too many times.');
}

/** graphql-js leaves the count on the document. */
function tokensOf(document: DocumentNode): number {
  return 'tokenCount' in document && typeof document.tokenCount === 'number'
    ? document.tokenCount
    : Infinity;
}
