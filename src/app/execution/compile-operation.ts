import {
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  parse,
  print,
  type DocumentNode,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { CompiledQuery } from 'graphql-jit';

import { loadGraphqlJit } from './jit-runtime.js';

const { compileQuery, isCompiledQuery } = loadGraphqlJit();

/** A compiled operation. Takes variables that graphql-js has coerced. */
export type Execute = CompiledQuery['query'];

/** Compiles one operation of a document; null when graphql-jit refuses. */
export type Compile = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
) => Execute | null;

/**
 * Stands for the type of every variable in compiled operations, because graphql-jit's own coercion
 * refuses `$n: Int! = 3` without a value. Known to the compiler only, never part of the graph.
 */
const CoercedValue = new GraphQLScalarType({ name: 'LyceumCoercedValue' });

const coercedValue: TypeNode = {
  kind: Kind.NAMED_TYPE,
  name: { kind: Kind.NAME, value: CoercedValue.name },
};

export function createCompiler(graph: GraphQLSchema): Compile {
  const config = graph.toConfig();
  const schema = new GraphQLSchema({
    ...config,
    types: [...config.types, CoercedValue],
    assumeValid: true,
  });

  return (document, operation) => {
    // A parse of its own: graphql-jit writes conditions into the nodes, and would find there what
    // it wrote for another operation of the document.
    const own = parse(document.loc?.source.body ?? print(document));
    const name = operation.name?.value;
    const definitions = own.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === name
        ? withCoercedVariables(definition)
        : definition,
    );
    const made = compileQuery(schema, { ...own, definitions }, name ?? '', {
      // Without it a condition on one spread of a fragment holds for all its spreads.
      useExperimentalPathBasedSkipInclude: true,
    });
    return isCompiledQuery(made) ? made.query : null;
  };
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

function isBoolean(type: TypeNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return named.kind === Kind.NAMED_TYPE && named.name.value === 'Boolean';
}
