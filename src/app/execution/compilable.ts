import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isObjectType,
  Kind,
  typeFromAST,
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/**
 * Fields of an operation, fragments expanded and once for each type an abstract field can be. The
 * compiler writes code for each of them: 0.15 ms and 6 KB for one with a resolver. A few hundred
 * tokens can ask for thousands.
 */
const MAX_FIELDS = 500;

/**
 * The compiler names things by the path of response keys joined with `_`, and writes keys into
 * object literals. A key with `_` inside could stand for another path, `__proto__` for the
 * prototype. Leading underscores (Relay's `__isNode`) are unambiguous.
 */
const SAFE_KEY = /^_*[A-Za-z0-9]+$/;

class NotCompilable extends Error {}

export type Compilable =
  | { readonly ok: true; readonly fields: number }
  /** Why graphql-js has to execute the operation. */
  | { readonly ok: false; readonly why: string };

/** Whether graphql-jit compiles this operation rightly, and how many fields that is. */
export function whetherCompilable(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Compilable {
  const root = schema.getRootType(operation.operation);
  if (!root) return { ok: false, why: 'no root type' };
  const walk = new Walk(schema, fragments, optionalVariables(operation));
  try {
    walk.selections([operation.selectionSet], root);
    return { ok: true, fields: walk.fields };
  } catch (error) {
    if (error instanceof NotCompilable) return { ok: false, why: error.message };
    throw error;
  }
}

interface Occurrence {
  readonly node: FieldNode;
  readonly conditional: boolean;
}

/** Visits fields as the compiler will: as often, and those with one response key together. */
class Walk {
  fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly optional: ReadonlySet<string>,
  ) {}

  selections(sets: readonly SelectionSetNode[], type: GraphQLCompositeType): void {
    if (isAbstractType(type) && isAsync(type.resolveType)) {
      throw new NotCompilable(`the type of ${type.name} is resolved late`);
    }
    const concrete = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    for (const object of concrete) {
      if (!isObjectType(object)) continue;
      const byKey = new Map<string, Occurrence[]>();
      for (const set of sets) this.collect(set, object, false, byKey);
      for (const [key, occurrences] of byKey) this.field(key, occurrences, object);
    }
  }

  private collect(
    set: SelectionSetNode,
    parent: GraphQLObjectType,
    within: boolean,
    byKey: Map<string, Occurrence[]>,
  ): void {
    for (const node of set.selections) {
      const conditional = within || (node.directives ?? []).length > 0;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const known = byKey.get(key);
        if (known) known.push({ node, conditional });
        else byKey.set(key, [{ node, conditional }]);
        continue;
      }
      const fragment =
        node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
      if (!fragment) throw new NotCompilable('unknown fragment');
      if (this.applies(fragment.typeCondition, parent)) {
        this.collect(fragment.selectionSet, parent, conditional, byKey);
      }
    }
  }

  private applies(condition: NamedTypeNode | undefined, parent: GraphQLObjectType): boolean {
    const type = condition ? typeFromAST(this.schema, condition) : parent;
    return type === parent || (isAbstractType(type) && this.schema.isSubType(type, parent));
  }

  private field(key: string, occurrences: readonly Occurrence[], parent: GraphQLObjectType): void {
    this.fields += 1;
    if (this.fields > MAX_FIELDS) throw new NotCompilable('too many fields');
    if (!SAFE_KEY.test(key)) throw new NotCompilable('alias');
    // The compiler mixes up the conditions, and then the selections, of fields that it merges.
    if (occurrences.length > 1 && occurrences.some(({ conditional }) => conditional)) {
      throw new NotCompilable('conditions on merged fields');
    }
    const [first] = occurrences;
    if (!first || first.node.name.value === '__typename') return;
    const field = parent.getFields()[first.node.name.value];
    if (!field) throw new NotCompilable('introspection');
    for (const argument of first.node.arguments ?? []) this.argument(argument, field.args);
    const type = getNamedType(field.type);
    const inner = occurrences.flatMap(({ node }) => node.selectionSet ?? []);
    if (isCompositeType(type)) this.selections(inner, type);
  }

  private argument(node: ArgumentNode, known: readonly GraphQLArgument[]): void {
    const type = known.find((argument) => argument.name === node.name.value)?.type;
    if (type && this.misreads(node.value, type)) throw new NotCompilable('variable in a literal');
  }

  /**
   * Whether a literal holds a variable where the compiler gets it wrong: it drops variables inside
   * a literal of a scalar, and makes a field of an input null, which may mean "clear this", whose
   * variable was left out.
   */
  private misreads(node: ValueNode, type: GraphQLInputType): boolean {
    const nullable = getNullableType(type);
    if (node.kind === Kind.VARIABLE) return false;
    if (isListType(nullable)) {
      const values = node.kind === Kind.LIST ? node.values : [node];
      return values.some((value) => this.misreads(value, nullable.ofType));
    }
    if (!isInputObjectType(nullable)) return holdsVariable(node);
    if (node.kind !== Kind.OBJECT) return false;
    return node.fields.some(({ name, value }) => {
      if (value.kind === Kind.VARIABLE) return this.optional.has(value.name.value);
      const inner = nullable.getFields()[name.value];
      return inner !== undefined && this.misreads(value, inner.type);
    });
  }
}

/** Variables that an execution may have no value for. */
function optionalVariables(operation: OperationDefinitionNode): ReadonlySet<string> {
  return new Set(
    (operation.variableDefinitions ?? [])
      .filter(({ type, defaultValue }) => type.kind !== Kind.NON_NULL_TYPE && !defaultValue)
      .map(({ variable }) => variable.name.value),
  );
}

/** The compiler calls `resolveType` and takes what it returns for the type. */
function isAsync(resolve: unknown): boolean {
  return Object.prototype.toString.call(resolve) === '[object AsyncFunction]';
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some((field) => holdsVariable(field.value));
  return node.kind === Kind.VARIABLE;
}
