import {
  defaultFieldResolver,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { allow } from 'graphql-shield';

import type { RequestContext } from '../../context/request-context.js';
import { RequestError } from '../../errors/index.js';

/** A rule or a combination of rules of graphql-shield. */
export interface ShieldRule {
  resolve(
    parent: unknown,
    args: unknown,
    context: unknown,
    info: GraphQLResolveInfo,
    options: object,
  ): Promise<unknown>;
}

/**
 * Who may read which field. `*` is the rule of the object itself: it is asked once per object and
 * request and covers every field without a rule of its own.
 */
export type PermissionTable = Readonly<Record<string, Readonly<Record<string, ShieldRule>>>>;

// `debug` makes a rule that throws throw, instead of passing for a denial.
const shieldOptions = {
  debug: true,
  allowExternalErrors: true,
  fallbackRule: allow,
  fallbackError: null,
  hashFunction: () => '',
};

/** Verdicts on whole objects, per request: fields of one object ask once. */
const verdicts = new WeakMap<RequestContext, Map<object, true | Promise<true>>>();

/**
 * Applies the table to the schema, in place: to the resolver of each field that carries a rule,
 * and to `subscribe` of each Subscription field, because the library's own middleware cannot stop
 * a stream from opening. Throws when a root field, or a field of a protected type, has no rule.
 */
export function guardSchema(schema: GraphQLSchema, table: PermissionTable): GraphQLSchema {
  const problems = missingRules(schema, table);
  if (problems.length > 0) {
    throw new Error(
      `The permission table does not fit the schema:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  const subscription = schema.getSubscriptionType();
  const mutation = schema.getMutationType();
  for (const [typeName, rules] of Object.entries(table)) {
    const type = schema.getType(typeName) as GraphQLObjectType;
    const fields = type.getFields();
    for (const field of Object.values(fields)) {
      const own = rules[field.name];
      if (type === subscription) {
        if (own && own !== allow) field.subscribe = guarded(field.subscribe, own);
        continue;
      }
      if (type === mutation) field.resolve = thenForget(field.resolve);
      if (own) {
        if (own !== allow) field.resolve = guarded(field.resolve, own);
      } else if (rules['*'] && rules['*'] !== allow) {
        field.resolve = guardedObject(field.resolve, rules['*']);
      }
    }
  }
  return schema;
}

/** What the table lacks or names in vain, in words. */
export function missingRules(schema: GraphQLSchema, table: PermissionTable): string[] {
  const problems: string[] = [];
  const roots = new Set(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
      (type) => (type ? [type.name] : []),
    ),
  );
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const isRoot = roots.has(type.name);
    if (!isRoot && type.extensions['protected'] !== true) continue;
    const rules = table[type.name] ?? {};
    for (const field of Object.keys(type.getFields())) {
      if (rules[field] || (!isRoot && rules['*'])) continue;
      problems.push(`${type.name}.${field} has no rule.`);
    }
  }
  for (const [typeName, rules] of Object.entries(table)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) {
      problems.push(`${typeName} is in the table and not in the schema.`);
      continue;
    }
    const fields = type.getFields();
    for (const field of Object.keys(rules)) {
      if (field !== '*' && !fields[field]) {
        problems.push(`${typeName}.${field} is in the table and not in the schema.`);
      }
    }
  }
  return problems;
}

/** Asks one rule. Resolves to true or throws what the caller is told. */
export async function ask(
  rule: ShieldRule,
  parent: unknown,
  args: unknown,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<true> {
  const verdict = await rule.resolve(parent, args, context, info, shieldOptions);
  if (verdict === true) return true;
  if (verdict instanceof Error) throw verdict;
  throw context.viewer ? RequestError.forbidden() : RequestError.unauthenticated();
}

/** Whether the rule of an object lets the viewer see it; true for types without one. */
export async function seesObject(
  table: PermissionTable,
  typeName: string,
  object: object,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<boolean> {
  const rule = table[typeName]?.['*'];
  if (!rule || rule === allow) return true;
  return (await rule.resolve(object, {}, context, info, shieldOptions)) === true;
}

/**
 * Says that the viewer may see an object, for a resolver of a guarded parent whose rule says as
 * much: a person is seen by whoever sees an enrollment of theirs.
 */
export function vouchFor(object: object, context: RequestContext): void {
  verdictsOf(context).set(object, true);
}

function verdictsOf(context: RequestContext): Map<object, true | Promise<true>> {
  let known = verdicts.get(context);
  if (!known) {
    known = new Map<object, true | Promise<true>>();
    verdicts.set(context, known);
  }
  return known;
}

type Resolver = GraphQLFieldResolver<unknown, RequestContext, Record<string, unknown>>;

function guarded(resolve: Resolver | undefined, rule: ShieldRule): Resolver {
  const inner = resolve ?? defaultFieldResolver;
  return async (parent, args, context, info) => {
    await ask(rule, parent, args, context, info);
    return inner(parent, args, context, info);
  };
}

/** After a mutation has written, what was loaded before it is stale. */
function thenForget(resolve: Resolver | undefined): Resolver {
  const inner = resolve ?? defaultFieldResolver;
  return async (parent, args, context, info) => {
    try {
      return await inner(parent, args, context, info);
    } finally {
      context.forgetLoaded();
      verdicts.delete(context);
    }
  };
}

function guardedObject(resolve: Resolver | undefined, rule: ShieldRule): Resolver {
  const inner = resolve ?? defaultFieldResolver;
  return (parent, args, context, info) => {
    const known = verdictsOf(context);
    const key = parent as object;
    let verdict = known.get(key);
    if (verdict === true) return inner(parent, args, context, info);
    if (!verdict) {
      const asked = ask(rule, parent, {}, context, info);
      known.set(key, asked);
      verdict = asked.then((yes) => {
        known.set(key, yes);
        return yes;
      });
    }
    return verdict.then(() => inner(parent, args, context, info));
  };
}
