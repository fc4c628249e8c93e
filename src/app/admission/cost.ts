import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  typeFromAST,
  valueFromASTUntyped,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/**
 * What an operation may cost, in points: one for each object it can return, ten for each call of a
 * mutation, nothing for a scalar. A page counts as many objects as were asked for, in variables too, and
 * pages within pages multiply. Of the types that an abstract field can be, the dearest counts.
 *
 * Fragments that select the same field count it once each, though it is answered once: the price
 * is never below what is done, and is found in time linear to the document.
 */
export type Cost = (variables: Readonly<Record<string, unknown>>) => number;

/** Set on a field as `extensions.cost` where the graph knows better. */
export interface CostHint {
  /** Points of calling the field, beside those of the objects it returns. */
  readonly price?: number;
  /** Items expected of a list that has no page size. */
  readonly size?: number;
}

/** Items taken for a page size that is null, absent without a default, or not a number. */
const DEFAULT_PAGE = 20;
/** Items taken for a page size that will be refused, such as -1. */
const MAX_PAGE = 100;
/** Items taken for a list without a page size. */
const DEFAULT_LIST = 10;
const MUTATION = 10;

const pageArguments = ['first', 'last', 'limit'];
/** Argument that names the items asked for. */
const LISTED = 'ids';

type Variables = Readonly<Record<string, unknown>>;
type Size = (variables: Variables) => number;
type Condition = (variables: Variables) => boolean;

interface Priced {
  /** Fields of this selection set itself. */
  readonly fields: readonly PricedField[];
  readonly spreads: readonly PricedSpread[];
  /** For each type the object can be, which of the spreads apply to it. */
  readonly alternatives: readonly (readonly number[])[];
}
interface PricedField {
  readonly included: Condition;
  /** Points of the call, and of each object it returns. */
  readonly price: number;
  readonly each: number;
  /** Times the field's objects are answered; null for one object. */
  readonly times: Size | 'as the page' | null;
  /** Page size for the lists inside the object this field answers. */
  readonly page: Size | null;
  readonly inner: Priced | null;
}
interface PricedSpread {
  readonly included: Condition;
  readonly inner: Priced;
}

/** Works out, once for each operation of a valid document, how to price one request for it. */
export function priceOperation(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Cost {
  const root = schema.getRootType(operation.operation);
  if (!root) return () => 1;
  const pricing = new Pricing(schema, fragments);
  const priced = pricing.selections(operation.selectionSet, root);
  return (variables) => Math.max(1, new Evaluation(variables).cost(priced, null));
}

class Pricing {
  private readonly known = new Map<string, Priced>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  selections(set: SelectionSetNode, type: GraphQLCompositeType): Priced {
    const fields: PricedField[] = [];
    const spreads: (PricedSpread & { readonly on: GraphQLCompositeType })[] = [];
    const spread = new Set<string>();
    for (const node of set.selections) {
      const included = conditionOf(node);
      if (node.kind === Kind.FIELD) {
        const field = this.field(node, included, type);
        if (field) fields.push(field);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        const plain = (node.directives ?? []).length === 0;
        if (plain && spread.has(node.name.value)) continue;
        if (plain) spread.add(node.name.value);
      }
      const fragment = this.fragment(node, type);
      if (fragment) spreads.push({ included, ...fragment });
    }
    return { fields, spreads, alternatives: this.alternatives(type, spreads) };
  }

  private fragment(
    node: Exclude<SelectionNode, FieldNode>,
    parent: GraphQLCompositeType,
  ): { inner: Priced; on: GraphQLCompositeType } | null {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const on = node.typeCondition ? typeFromAST(this.schema, node.typeCondition) : parent;
      return isCompositeType(on) ? { on, inner: this.selections(node.selectionSet, on) } : null;
    }
    const fragment = this.fragments.get(node.name.value);
    const on = fragment && typeFromAST(this.schema, fragment.typeCondition);
    if (!fragment || !isCompositeType(on)) return null;
    let inner = this.known.get(node.name.value);
    if (!inner) {
      inner = this.selections(fragment.selectionSet, on);
      this.known.set(node.name.value, inner);
    }
    return { on, inner };
  }

  private alternatives(
    type: GraphQLCompositeType,
    spreads: readonly { readonly on: GraphQLCompositeType }[],
  ): number[][] {
    if (spreads.length === 0) return [];
    const types = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    const distinct = new Map<string, number[]>();
    for (const object of types) {
      const applying = spreads.flatMap(({ on }, index) =>
        on === object ||
        on === type ||
        (isAbstractType(on) && isObjectType(object) && this.schema.isSubType(on, object))
          ? [index]
          : [],
      );
      distinct.set(applying.join(), applying);
    }
    return [...distinct.values()];
  }

  private field(
    node: FieldNode,
    included: Condition,
    parent: GraphQLCompositeType,
  ): PricedField | null {
    const name = node.name.value;
    if (name === '__typename') return null;
    const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
    // `__schema` and `__type`: answered from memory.
    if (!field) return { included, price: 1, each: 0, times: null, page: null, inner: null };
    const hint = hintOf(field);
    const type = getNamedType(field.type);
    const composite = isCompositeType(type);
    const isMutation = parent === this.schema.getMutationType();
    const price = hint.price ?? (isMutation ? MUTATION : 0);
    const each = composite ? 1 : 0;
    const isList = isListType(getNullableType(field.type));
    const asked = sizeOf(node, field);
    const inner = node.selectionSet && composite ? this.selections(node.selectionSet, type) : null;
    if (!isList) return { included, price, each, times: null, page: asked, inner };
    const { size } = hint;
    const times = asked ?? (size === undefined ? 'as the page' : () => size);
    return { included, price, each, times, page: null, inner };
  }
}

/** Prices one request. Each fragment is priced once for each page size it stands in. */
class Evaluation {
  private readonly known = new Map<Priced, Map<number | null, number>>();

  constructor(private readonly variables: Variables) {}

  /** `page` is the page size of the connection that this object is, if it is one. */
  cost(priced: Priced, page: number | null): number {
    const costs = this.known.get(priced) ?? new Map<number | null, number>();
    const known = costs.get(page);
    if (known !== undefined) return known;
    const cost = this.sum(priced, page);
    this.known.set(priced, costs.set(page, cost));
    return cost;
  }

  private sum({ fields, spreads, alternatives }: Priced, page: number | null): number {
    let sum = 0;
    for (const field of fields) {
      if (!field.included(this.variables)) continue;
      const inner = field.inner ? this.cost(field.inner, field.page?.(this.variables) ?? null) : 0;
      sum += field.price + this.times(field, page) * (field.each + inner);
    }
    const costs = spreads.map(({ included, inner }) =>
      included(this.variables) ? this.cost(inner, page) : 0,
    );
    const dearest = alternatives.map((applying) =>
      applying.reduce((total, index) => total + (costs[index] ?? 0), 0),
    );
    return sum + Math.max(0, ...dearest);
  }

  private times({ times }: PricedField, page: number | null): number {
    if (times === null) return 1;
    return times === 'as the page' ? (page ?? DEFAULT_LIST) : times(this.variables);
  }
}

function hintOf(field: GraphQLField<unknown, unknown>): CostHint {
  const hint = field.extensions['cost'];
  return hint !== null && typeof hint === 'object' ? hint : {};
}

/** How many items a field is asked for; null when it has no argument that says so. */
function sizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>): Size | null {
  const given = new Map((node.arguments ?? []).map(({ name, value }) => [name.value, value]));
  const values: { of: (variables: Variables) => unknown; lists: boolean }[] = [];
  for (const argument of field.args) {
    const lists = argument.name === LISTED && isListType(getNullableType(argument.type));
    if (!lists && !pageArguments.includes(argument.name)) continue;
    const value = given.get(argument.name);
    const read = value ? reader(value) : () => undefined;
    values.push({ of: (variables) => read(variables) ?? argument.defaultValue, lists });
  }
  if (values.length === 0) return null;
  return (variables) => {
    const sizes = values.flatMap(({ of, lists }) => {
      const value = of(variables);
      if (value === undefined || value === null) return [];
      if (lists) return [Array.isArray(value) ? value.length : 1];
      return [typeof value === 'number' && value >= 0 ? value : MAX_PAGE];
    });
    return sizes.length > 0 ? Math.max(...sizes) : DEFAULT_PAGE;
  };
}

function reader(node: ValueNode): (variables: Variables) => unknown {
  if (node.kind === Kind.VARIABLE) return (variables) => variables[node.name.value];
  return (variables) => valueFromASTUntyped(node, variables);
}

function conditionOf({ directives = [] }: SelectionNode): Condition {
  const conditions = directives.flatMap((directive) => {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') return [];
    const value = argumentOf(directive, 'if');
    const read = value ? reader(value) : () => true;
    return [(variables: Variables) => (read(variables) === true) === (name === 'include')];
  });
  return (variables) => conditions.every((holds) => holds(variables));
}

function argumentOf(directive: DirectiveNode, name: string): ValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}
