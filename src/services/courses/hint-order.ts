import type { HintContent } from './course-content.js';

/**
 * The order in which hints are given: those a hint depends on before it, its sub-hints right after
 * it, otherwise as the author placed them. Dependencies are free of cycles by contract of the
 * importer; one that slipped through is placed by position instead of looping.
 */
export function inGivingOrder(hints: readonly HintContent[]): HintContent[] {
  const byParent = new Map<string | undefined, HintContent[]>();
  for (const hint of hints) {
    const siblings = byParent.get(hint.parentKey);
    if (siblings) siblings.push(hint);
    else byParent.set(hint.parentKey, [hint]);
  }
  const ordered: HintContent[] = [];
  const placed = new Set<string>();

  const place = (hint: HintContent, siblings: ReadonlyMap<string, HintContent>): void => {
    if (placed.has(hint.key)) return;
    placed.add(hint.key);
    for (const key of hint.dependsOn) {
      const needed = siblings.get(key);
      if (needed) place(needed, siblings);
    }
    ordered.push(hint);
    placeChildren(hint.key);
  };

  const placeChildren = (parentKey: string | undefined): void => {
    const children = [...(byParent.get(parentKey) ?? [])].sort((a, b) => a.position - b.position);
    const siblings = new Map(children.map((hint) => [hint.key, hint]));
    for (const hint of children) place(hint, siblings);
  };

  placeChildren(undefined);
  return ordered;
}
