import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLSchema,
} from 'graphql';

import { buildSchema } from '../../src/app/build-schema.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildSchema();
});

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Everything in the graph that can be described, by its full name. */
function everything(): Described[] {
  const found: Described[] = [];
  const add = (owner: string, { name, description }: Described) => {
    found.push({ name: owner ? `${owner}.${name}` : name, description });
  };
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    // The roots are no things; what they mean is their fields.
    if (!roots.some((root) => root === type)) add('', type);
    if (isEnumType(type)) for (const value of type.getValues()) add(type.name, value);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) add(type.name, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      add(type.name, field);
      for (const argument of field.args) add(`${type.name}.${field.name}`, argument);
    }
  }
  return found;
}

describe('the graph', () => {
  it('describes every type, field, argument, input field and enum value', () => {
    const all = everything();
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('describes in sentences', () => {
    const fragments = everything().filter(
      ({ description }) => !/^[A-Z`'1].*[.)]$/su.test(description ?? ''),
    );
    expect(fragments.map(({ name, description }) => `${name}: ${String(description)}`)).toEqual([]);
  });

  it('takes one argument `input` in every mutation and answers with a union', () => {
    for (const field of Object.values(schema.getMutationType()!.getFields())) {
      const Name = `${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}`;
      const signature = [
        field.args.map(({ name, type }) => [name, String(type)]),
        String(field.type),
      ];
      expect([field.name, ...signature]).toEqual([
        field.name,
        [['input', `${Name}Input!`]],
        `${Name}Result!`,
      ]);
    }
  });

  it('has UserError under every error of a union, and a success beside them', () => {
    for (const field of Object.values(schema.getMutationType()!.getFields())) {
      const union = schema.getType(String(field.type).replace('!', ''));
      const members = schema.getPossibleTypes(union as never);
      const successes = members.filter(({ name }) => name.endsWith('Success'));
      expect([field.name, successes.length]).toEqual([field.name, 1]);
      for (const member of members) {
        const isError = member.getInterfaces().some(({ name }) => name === 'UserError');
        expect([member.name, isError]).toEqual([member.name, !successes.includes(member)]);
      }
    }
  });
});
