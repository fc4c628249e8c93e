import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Validation compares each pair of fields that share a key in one place, through all fragments:
 * 4,000 tokens can keep it busy for a tenth of a second. This counts the pairs first, at a
 * hundredth of the price, and stops as soon as it knows.
 */
const BUDGET = 20_000;
const VISIT = 1;
const PAIR = 2;
/** Of fields whose own selections are compared as well. */
const PAIR_OF_OBJECTS = 8;

/** Whether a document asks for the same fields so often that it is not worth validating. */
export function overlapsTooMuch(document: DocumentNode, maxDepth: number): boolean {
  const walk = new Walk(document, maxDepth);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk.merge([definition.selectionSet], 0);
  }
  // Fragments that nothing uses are not valid, and are compared before that is found.
  for (const fragment of walk.unused()) walk.merge([fragment.selectionSet], 0);
  return walk.spent > BUDGET;
}

class Walk {
  spent = 0;
  private readonly fragments = new Map<string, FragmentDefinitionNode[]>();
  private readonly used = new Set<string>();

  constructor(
    document: DocumentNode,
    private readonly maxDepth: number,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const name = definition.name.value;
      this.fragments.set(name, [...(this.fragments.get(name) ?? []), definition]);
    }
  }

  unused(): readonly FragmentDefinitionNode[] {
    return [...this.fragments].flatMap(([name, all]) => (this.used.has(name) ? [] : all));
  }

  /** Visits selection sets that stand for one object, and what is below them. */
  merge(sets: readonly SelectionSetNode[], depth: number): void {
    // Circles of fragments go on for ever and are found by validation.
    if (this.spent > BUDGET || depth > this.maxDepth) return;
    const inner = new Map<string, SelectionSetNode[]>();
    const leaves = new Map<string, number>();
    const seen = new Set<string>();
    for (const set of sets) this.collect(set, seen, inner, leaves);
    for (const count of leaves.values()) this.spent += pairsOf(count) * PAIR;
    for (const same of inner.values()) {
      this.spent += pairsOf(same.length) * PAIR_OF_OBJECTS;
      this.merge(same, depth + 1);
    }
  }

  private collect(
    set: SelectionSetNode,
    seen: Set<string>,
    inner: Map<string, SelectionSetNode[]>,
    leaves: Map<string, number>,
  ): void {
    for (const node of set.selections) {
      this.spent += VISIT;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        if (!node.selectionSet) leaves.set(key, (leaves.get(key) ?? 0) + 1);
        else {
          const same = inner.get(key);
          if (same) same.push(node.selectionSet);
          else inner.set(key, [node.selectionSet]);
        }
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        this.collect(node.selectionSet, seen, inner, leaves);
      } else if (!seen.has(node.name.value)) {
        seen.add(node.name.value);
        this.used.add(node.name.value);
        for (const fragment of this.fragments.get(node.name.value) ?? []) {
          this.collect(fragment.selectionSet, seen, inner, leaves);
        }
      }
    }
  }
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}
