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
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/**
 * Fields of an operation, fragments expanded and once for each type an abstract field can be. The
 * compiler writes code for each of them, at about 15 µs; more than this is not worth compiling
 * and could be made with a few hundred tokens.
 */
const MAX_FIELDS = 2000;

/**
 * The compiler names things by the path of response keys joined with `_`, and writes keys into
 * object literals. A key with `_` inside could stand for another path, `__proto__` for the
 * prototype. Leading underscores (Relay's `__isNode`) are unambiguous.
 */
const SAFE_KEY = /^_*[A-Za-z0-9]+$/;

class NotCompilable extends Error {}

/** Why graphql-js has to execute this operation, or null when graphql-jit can. */
export function whyNotCompilable(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string | null {
  const root = schema.getRootType(operation.operation);
  if (!root) return 'no root type';
  try {
    new Walk(schema, fragments, optionalVariables(operation)).selections(
      operation.selectionSet,
      root,
    );
    return null;
  } catch (error) {
    if (error instanceof NotCompilable) return error.message;
    throw error;
  }
}

/** Visits fields as the compiler will, which is as often as it will. */
class Walk {
  private fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly optional: ReadonlySet<string>,
  ) {}

  selections(set: SelectionSetNode, type: GraphQLCompositeType): void {
    const concrete = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    for (const object of concrete) {
      if (!isObjectType(object)) continue;
      for (const selection of set.selections) this.selection(selection, object);
    }
  }

  private selection(node: SelectionNode, parent: GraphQLObjectType): void {
    if (node.kind === Kind.FIELD) {
      this.field(node, parent);
      return;
    }
    const fragment =
      node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
    if (!fragment) throw new NotCompilable('unknown fragment');
    const condition = fragment.typeCondition
      ? typeFromAST(this.schema, fragment.typeCondition)
      : parent;
    const applies =
      condition === parent ||
      (isAbstractType(condition) && this.schema.isSubType(condition, parent));
    if (!applies) return;
    for (const selection of fragment.selectionSet.selections) this.selection(selection, parent);
  }

  private field(
    node: Extract<SelectionNode, { kind: Kind.FIELD }>,
    parent: GraphQLObjectType,
  ): void {
    this.fields += 1;
    if (this.fields > MAX_FIELDS) throw new NotCompilable('too many fields');
    if (!SAFE_KEY.test((node.alias ?? node.name).value)) throw new NotCompilable('alias');
    if (node.name.value === '__typename') return;
    const field = parent.getFields()[node.name.value];
    if (!field) throw new NotCompilable('introspection');
    for (const argument of node.arguments ?? []) this.argument(argument, field.args);
    const type = getNamedType(field.type);
    if (node.selectionSet && isCompositeType(type)) this.selections(node.selectionSet, type);
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

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some((field) => holdsVariable(field.value));
  return node.kind === Kind.VARIABLE;
}
