import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, getVariableValues, parse, type OperationDefinitionNode } from 'graphql';

import { createCoercion } from './coerce-variables.js';

const schema = buildSchema(/* GraphQL */ `
  enum Kind {
    A
    B
  }
  input Inner {
    name: String!
    size: Int! = 3
    tags: [String!]
    next: Inner
  }
  input Either @oneOf {
    a: Int
    b: String
  }
  type Query {
    ask(
      n: Int
      f: Float
      flag: Boolean! = true
      id: ID
      kind: Kind
      inner: Inner
      inners: [Inner!]
      grid: [[Int]]
      either: Either
    ): Int
  }
`);

const DECLARED = /* GraphQL */ `
  query (
    $n: Int
    $f: Float
    $flag: Boolean! = false
    $id: ID
    $kind: Kind
    $inner: Inner
    $inners: [Inner!]
    $grid: [[Int]]
    $either: Either
  ) {
    ask(
      n: $n
      f: $f
      flag: $flag
      id: $id
      kind: $kind
      inner: $inner
      inners: $inners
      grid: $grid
      either: $either
    )
  }
`;

const options = { maxErrors: 20, hideSuggestions: true };
const operation = (query: string) => parse(query).definitions[0] as OperationDefinitionNode;

function both(query: string, inputs: Record<string, unknown>) {
  const node = operation(query);
  const plain = ({ coerced, errors }: any) =>
    errors ? { errors: errors.map(String) } : { coerced: JSON.parse(JSON.stringify(coerced)) };
  return [
    plain(createCoercion(schema, node, options)(inputs)),
    plain(getVariableValues(schema, node.variableDefinitions ?? [], inputs, options)),
  ];
}

describe('variables', () => {
  it.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['nulls', { n: null, inner: null, inners: null }],
    ['null where none may be', { flag: null }],
    ['what the operation does not declare', { n: 1, other: 2 }],
    ['a number that is no integer', { n: 1.5 }],
    ['an integer for a float and for an id', { f: 1, id: 7 }],
    ['an enum value, and none', { kind: 'A' }],
    ['a value no enum has', { kind: 'C' }],
    ['defaults within objects', { inner: { name: 'a' } }],
    ['an absent required field', { inner: { size: 1 } }],
    ['an unknown field', { inner: { name: 'a', colour: 'red' } }],
    ['an object within its own kind', { inner: { name: 'a', next: { name: 'b', tags: 'x' } } }],
    ['one item for a list', { inners: { name: 'a' }, grid: 1 }],
    ['a null item', { inners: [null] }],
    ['a null in an inner list', { grid: [[1, null], null] }],
    ['an array for an object', { inner: [] }],
    ['a string for an object', { inner: 'a' }],
    ['one of two', { either: { a: 1 } }],
    ['two of two', { either: { a: 1, b: 'x' } }],
  ])('are what graphql-js makes of them: %s', (_name, inputs) => {
    const [ours, theirs] = both(DECLARED, inputs);
    expect(ours).toEqual(theirs);
  });

  it('are what graphql-js makes of any JSON', () => {
    const anything = fc.jsonValue({ maxDepth: 3 });
    const inner = fc.record(
      { name: fc.oneof(fc.string(), anything), size: anything, tags: anything, next: anything },
      { requiredKeys: [] },
    );
    const inputs = fc.record(
      {
        n: anything,
        f: fc.oneof(fc.double(), anything),
        flag: fc.oneof(fc.boolean(), anything),
        id: anything,
        kind: fc.constantFrom('A', 'B', 'C', null, 1),
        inner,
        inners: fc.oneof(fc.array(inner), inner),
        grid: fc.array(fc.oneof(fc.integer(), fc.array(fc.integer()))),
        either: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(inputs, (given) => {
        const [ours, theirs] = both(DECLARED, given);
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 200 },
    );
  });

  it('go by the default of the operation, which may be given by a type that holds itself', () => {
    const query =
      'query ($inner: Inner = { name: "a", next: { name: "b" } }) { ask(inner: $inner) }';
    const [ours, theirs] = both(query, {});
    expect(ours).toEqual(theirs);
    expect(ours).toEqual({
      coerced: { inner: { name: 'a', size: 3, next: { name: 'b', size: 3 } } },
    });
  });
});
