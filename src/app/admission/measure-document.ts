import { Kind, type DocumentNode, type GraphQLError, type SelectionSetNode } from 'graphql';

import type { Limits } from './limits.js';
import { refusal } from './refusal.js';

/**
 * Holds a parsed document against the limits that need no schema. Runs before validation, whose
 * rules cost more, so it must take documents that validation would refuse: circular and unknown
 * fragments included. Each node is visited once.
 */
export function measureDocument(document: DocumentNode, limits: Limits): GraphQLError | null {
  const measured = new Measure(document, limits.onceOnly);
  const tooMuch = [
    ['depth', measured.depth, limits.maxDepth, 'levels of nesting'],
    ['aliases', measured.aliases, limits.maxAliases, 'aliases'],
    ['directives', measured.directives, limits.maxDirectives, 'directives'],
  ] as const;
  for (const [name, value, maximum, words] of tooMuch) {
    if (value > maximum) {
      return refusal(
        'QUERY_TOO_COMPLEX',
        `The document has ${value} ${words}; ${maximum} are allowed.`,
        {
          [name]: value,
          maximum,
        },
      );
    }
  }
  for (const [field, count] of measured.onceOnly) {
    if (count > 1) {
      return refusal(
        'GRAPHQL_VALIDATION_FAILED',
        `"${field}" may stand only once in a document; it stands there ${count} times.`,
        { field },
      );
    }
  }
  return null;
}

class Measure {
  depth = 0;
  aliases = 0;
  directives = 0;
  readonly onceOnly: Map<string, number>;
  private readonly sets = new Map<string, SelectionSetNode>();
  /** Depth of each fragment; 0 while it is being measured, so that a circle ends. */
  private readonly depths = new Map<string, number>();

  constructor(document: DocumentNode, onceOnly: readonly string[]) {
    this.onceOnly = new Map(onceOnly.map((field) => [field, 0]));
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.sets.set(definition.name.value, definition.selectionSet);
      }
    }
    for (const definition of document.definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) {
        this.directives += definition.directives?.length ?? 0;
        for (const variable of definition.variableDefinitions ?? []) {
          this.directives += variable.directives?.length ?? 0;
        }
        this.depth = Math.max(this.depth, this.depthOf(definition.selectionSet));
      } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.directives += definition.directives?.length ?? 0;
        // Counted, but as deep as what spreads it: introspection has deep fragments.
        this.depthOfFragment(definition.name.value);
      }
    }
  }

  private depthOf(set: SelectionSetNode): number {
    let deepest = 0;
    for (const node of set.selections) {
      this.directives += node.directives?.length ?? 0;
      let depth: number;
      if (node.kind === Kind.FIELD) {
        const name = node.name.value;
        if (node.alias) this.aliases += 1;
        const seen = this.onceOnly.get(name);
        if (seen !== undefined) this.onceOnly.set(name, seen + 1);
        const below = node.selectionSet ? this.depthOf(node.selectionSet) : 0;
        // A field of this name is introspection or does not exist; a fragment may be named so.
        depth = name === '__schema' || name === '__type' ? 1 : 1 + below;
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        depth = this.depthOf(node.selectionSet);
      } else {
        depth = this.depthOfFragment(node.name.value);
      }
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private depthOfFragment(name: string): number {
    const known = this.depths.get(name);
    if (known !== undefined) return known;
    const set = this.sets.get(name);
    if (!set) return 0;
    this.depths.set(name, 0);
    const depth = this.depthOf(set);
    this.depths.set(name, depth);
    return depth;
  }
}
