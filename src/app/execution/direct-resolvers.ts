import { isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

import type { RequestContext } from '../../context/request-context.js';

type Method = (...parameters: unknown[]) => unknown;
type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

/** What type-graphql has noted of a field resolver, as far as it is read here. */
interface FieldResolverNote {
  readonly kind: 'internal' | 'external';
  readonly target: new () => object;
  readonly methodName: string;
  readonly schemaName: string;
  readonly getObjectType?: () => unknown;
  readonly params?: readonly {
    readonly kind: string;
    readonly index: number;
    readonly propertyName?: string;
    readonly getType?: unknown;
  }[];
  readonly middlewares?: readonly unknown[];
  readonly roles?: readonly unknown[];
}

interface TypeGraphqlNotes {
  readonly fieldResolvers: readonly FieldResolverNote[];
  readonly objectTypes: readonly { readonly target: unknown; readonly name: string }[];
}

/**
 * Lets field resolvers that take no arguments be called as they are. type-graphql
 * sorts and maps the parameters of each call, which for a catalogue of 500 lessons costs as much
 * as what is called. Whatever it does more for a field (arguments, conversions, middleware) stays.
 */
export function withDirectResolvers(schema: GraphQLSchema): GraphQLSchema {
  const notes = globalThis.TypeGraphQLMetadataStorage as unknown as TypeGraphqlNotes | undefined;
  if (!notes) throw new Error('This is not the type-graphql that direct-resolvers.ts reads.');
  const names = new Map(notes.objectTypes.map(({ target, name }) => [target, name]));
  for (const note of notes.fieldResolvers) {
    const type = schema.getType(names.get(note.getObjectType?.()) ?? '');
    const field = isObjectType(type) ? type.getFields()[note.schemaName] : undefined;
    const resolve = directly(note);
    if (field && resolve) field.resolve = resolve;
  }
  return schema;
}

function directly({
  kind,
  target,
  methodName,
  params = [],
  middlewares = [],
  roles = [],
}: FieldResolverNote): Resolver | null {
  if (kind !== 'external' || middlewares.length > 0 || roles.length > 0) return null;
  const inOrder = params.toSorted((one, other) => one.index - other.index);
  if (inOrder.some(({ propertyName, getType }) => propertyName !== undefined || getType))
    return null;
  const instance = new target() as Record<string, Method | undefined>;
  const method = instance[methodName]?.bind(instance);
  if (!method) return null;
  switch (inOrder.map((param) => param.kind).join()) {
    case 'root':
      return (root) => method(root);
    case 'root,context':
      return (root, _args, context) => method(root, context);
    case 'root,context,info':
      return (root, _args, context, info) => method(root, context, info);
    default:
      return null;
  }
}
