/**
 * A cycle in a directed graph, or null when there is none: the nodes on it in order, each leading
 * to the next and the last to the first. Depth-first search with three colours (Tarjan, 1972,
 * "Depth-first search and linear graph algorithms"), without recursion, in time linear in nodes
 * and edges.
 *
 * @param edges the nodes that each node leads to.
 */
export function findCycle(edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const finished = new Set<string>();
  for (const start of edges.keys()) {
    if (finished.has(start)) continue;
    const path = [start];
    const onPath = new Set(path);
    const following = [(edges.get(start) ?? []).values()];
    while (path.length > 0) {
      const next = following.at(-1)?.next();
      if (!next || next.done) {
        following.pop();
        const left = path.pop();
        if (left === undefined) break;
        onPath.delete(left);
        finished.add(left);
      } else if (onPath.has(next.value)) {
        return path.slice(path.indexOf(next.value));
      } else if (!finished.has(next.value)) {
        path.push(next.value);
        onPath.add(next.value);
        following.push((edges.get(next.value) ?? []).values());
      }
    }
  }
  return null;
}
