/** A hint among others with the same parent, as far as its order is concerned. */
export interface Dependent {
  key: string;
  dependsOn: string[];
}

/**
 * Keeps the dependencies that can be met: on a hint of the same level, and without a cycle. Of the
 * dependencies that make up a cycle the one that is written last goes. Tells about each that is
 * dropped.
 */
export function keepDependencies<T extends Dependent>(
  level: readonly T[],
  warn: (reason: string) => void,
): T[] {
  const kept = new Map<string, string[]>(level.map(({ key }) => [key, []]));
  for (const { key, dependsOn } of level) {
    for (const dependency of new Set(dependsOn)) {
      if (!kept.has(dependency)) {
        warn(`${key} depends on ${dependency}, which is not beside it; the dependency is dropped`);
      } else if (leadsTo(kept, dependency, key)) {
        warn(`${key} depends on ${dependency} and that on it; the dependency is dropped`);
      } else {
        kept.get(key)?.push(dependency);
      }
    }
  }
  return level.map((hint) => ({ ...hint, dependsOn: kept.get(hint.key) ?? [] }));
}

/** The same hints with dependencies first, else in the order given. There must be no cycle. */
export function orderByDependency<T extends Dependent>(level: readonly T[]): T[] {
  const byKey = new Map(level.map((hint) => [hint.key, hint]));
  const ordered = new Set<T>();
  // A level is a handful of hints written for a learner to read: the depth is no danger to the
  // stack.
  const add = (hint: T): void => {
    for (const key of hint.dependsOn) {
      const dependency = byKey.get(key);
      if (dependency && !ordered.has(dependency)) add(dependency);
    }
    ordered.add(hint);
  };
  level.forEach(add);
  return [...ordered];
}

/** Whether `from` is `to` or depends on it, over any number of hints. */
function leadsTo(dependencies: ReadonlyMap<string, string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(dependencies.get(key) ?? []));
  }
  return false;
}
