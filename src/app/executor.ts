import {
  execute as executeSlowly,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  parse,
  print,
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { whyNotCompilable } from './execution/compilable.js';
import { loadGraphqlJit } from './execution/jit-runtime.js';

const { compileQuery, isCompiledQuery } = loadGraphqlJit();

export interface ExecutionRequest {
  /** An admitted document. The same object each time, or it is compiled each time. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly context: unknown;
  /** As the client sent them. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly rootValue?: unknown;
}

/** How operations were executed so far. */
export interface ExecutorStats {
  /** Operations compiled. */
  readonly compiled: number;
  /** Executions by compiled code. */
  readonly fast: number;
  /** Executions by graphql-js because the operation is still new. */
  readonly first: number;
  /** Executions by graphql-js because graphql-jit cannot or may not compile the operation. */
  readonly fallbacks: number;
  /** Introspections answered from memory. */
  readonly remembered: number;
}

export interface Executor {
  readonly stats: ExecutorStats;
  /** Answers a query or a mutation. Never rejects: a fault is an error of the answer. */
  execute(request: ExecutionRequest): Promise<ExecutionResult>;
  /**
   * Answers one event of a subscription: the selection of the operation, with the event as root
   * value. Meant to be called once for all subscribers that may share the answer.
   */
  executeLiveEvent(
    document: DocumentNode,
    operationName: string | null | undefined,
    rootValue: unknown,
    context: unknown,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<ExecutionResult>;
}

export interface ExecutorOptions {
  /** Compiled operations kept. One takes about 5 KB for each ten fields. */
  readonly maxCompiled?: number;
  /** The execution at which an operation is compiled; an operation seen once is not worth it. */
  readonly compileAt?: number;
}

type Plan =
  | { kind: 'new'; executions: number }
  | { readonly kind: 'compiled'; readonly query: CompiledQuery['query'] }
  | { readonly kind: 'slow' }
  | { readonly kind: 'introspection'; readonly answers: Map<string, ExecutionResult> };

/** Answers to introspection kept for each operation; its variables are few or it is an attack. */
const MAX_ANSWERS = 4;

/** Stands for the type of every variable in compiled operations; see `compile`. */
const CoercedValue = new GraphQLScalarType({ name: 'LyceumCoercedValue' });

/**
 * Executes operations: the first time by graphql-js, from then on by code that graphql-jit makes
 * once for each operation, with the same answers. Introspection alone is answered from memory.
 */
export function createExecutor(
  schema: GraphQLSchema,
  { maxCompiled = 1000, compileAt = 2 }: ExecutorOptions = {},
): Executor {
  const plans = new LRUCache<OperationDefinitionNode, Plan>({ max: maxCompiled });
  const stats = { compiled: 0, fast: 0, first: 0, fallbacks: 0, remembered: 0 };
  const config = schema.toConfig();
  const compilingSchema = new GraphQLSchema({
    ...config,
    types: [...config.types, CoercedValue],
    assumeValid: true,
  });

  function planFor(document: DocumentNode, operation: OperationDefinitionNode): Plan {
    let plan = plans.get(operation);
    if (!plan) {
      plan = isIntrospection(operation)
        ? { kind: 'introspection', answers: new Map() }
        : { kind: 'new', executions: 0 };
      plans.set(operation, plan);
    }
    if (plan.kind !== 'new') return plan;
    plan.executions += 1;
    if (plan.executions < compileAt) return plan;
    const query =
      whyNotCompilable(schema, operation, fragmentsOf(document)) === null
        ? compile(compilingSchema, document, operation)
        : null;
    if (query) stats.compiled += 1;
    const settled: Plan = query ? { kind: 'compiled', query } : { kind: 'slow' };
    plans.set(operation, settled);
    return settled;
  }

  async function slowly(request: ExecutionRequest): Promise<ExecutionResult> {
    return executeSlowly({
      schema,
      document: request.document,
      operationName: request.operationName ?? null,
      rootValue: request.rootValue,
      contextValue: request.context,
      variableValues: request.variables ?? {},
    });
  }

  async function execute(request: ExecutionRequest): Promise<ExecutionResult> {
    const operation = getOperationAST(request.document, request.operationName);
    // graphql-js says what is wrong.
    if (!operation) return slowly(request);
    const plan = planFor(request.document, operation);
    switch (plan.kind) {
      case 'new':
        stats.first += 1;
        return slowly(request);
      case 'slow':
        stats.fallbacks += 1;
        return slowly(request);
      case 'introspection': {
        const key = JSON.stringify(request.variables ?? {});
        const known = plan.answers.get(key);
        if (known) {
          stats.remembered += 1;
          return known;
        }
        stats.fallbacks += 1;
        const answer = await slowly(request);
        if (plan.answers.size < MAX_ANSWERS) plan.answers.set(key, answer);
        return answer;
      }
      case 'compiled': {
        const { coerced, errors } = getVariableValues(
          schema,
          operation.variableDefinitions ?? [],
          request.variables ?? {},
          { maxErrors: 50, hideSuggestions: true },
        );
        if (errors) return { errors };
        stats.fast += 1;
        try {
          return inOrder(await plan.query(request.rootValue, request.context, coerced));
        } catch (fault) {
          return { errors: [asGraphQLError(fault)], data: null };
        }
      }
    }
  }

  return {
    stats,
    execute,
    executeLiveEvent: (document, operationName, rootValue, context, variables) =>
      execute({ document, operationName, rootValue, context, variables }),
  };
}

/**
 * Compiles one operation, from a parse of its own because graphql-jit writes its conditions into
 * the nodes and would find there what it wrote for another operation of the document.
 *
 * Its own coercion of variables refuses `$n: Int! = 3` without a value, so every variable is
 * declared as a scalar that takes what graphql-js coerced.
 */
function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledQuery['query'] | null {
  const own = parse(document.loc?.source.body ?? print(document));
  const name = operation.name?.value;
  const compiled = compileQuery(
    schema,
    {
      ...own,
      definitions: own.definitions.map((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === name
          ? withCoercedVariables(definition)
          : definition,
      ),
    },
    name ?? '',
    // Without it a condition on one spread of a fragment holds for all its spreads.
    { useExperimentalPathBasedSkipInclude: true },
  );
  return isCompiledQuery(compiled) ? compiled.query : null;
}

function withCoercedVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  return {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).map(({ kind, variable, type }) => ({
      kind,
      variable,
      // The compiler wants to see that @skip and @include are given booleans.
      type: isBoolean(type) ? type : coercedValue,
    })),
  };
}

const coercedValue: TypeNode = {
  kind: Kind.NAMED_TYPE,
  name: { kind: Kind.NAME, value: CoercedValue.name },
};

function isBoolean(type: TypeNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return named.kind === Kind.NAMED_TYPE && named.name.value === 'Boolean';
}

/** Errors first, as graphql-js has it and the specification asks. */
function inOrder({ errors, data }: ExecutionResult): ExecutionResult {
  return errors ? { errors, data: data ?? null } : { data: data ?? null };
}

function asGraphQLError(fault: unknown): GraphQLError {
  const originalError = fault instanceof Error ? fault : new Error(String(fault));
  return new GraphQLError(originalError.message, { originalError });
}

function isIntrospection({ operation, selectionSet }: OperationDefinitionNode): boolean {
  return (
    operation === 'query' &&
    selectionSet.selections.every(
      (node) => node.kind === Kind.FIELD && node.name.value.startsWith('__'),
    )
  );
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  return fragments;
}
