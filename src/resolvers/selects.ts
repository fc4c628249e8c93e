import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** By field and name: the nodes of a compiled operation stay the same. */
const known = new WeakMap<FieldNode, Map<string, boolean>>();

/** Whether a field of this name is selected anywhere below the field that is resolved. */
export function selects({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): boolean {
  const isIn = ({ selections }: SelectionSetNode): boolean =>
    selections.some((node) => {
      if (node.kind === Kind.FIELD) {
        return node.name.value === name || (node.selectionSet ? isIn(node.selectionSet) : false);
      }
      if (node.kind === Kind.INLINE_FRAGMENT) return isIn(node.selectionSet);
      const fragment = fragments[node.name.value];
      return fragment !== undefined && isIn(fragment.selectionSet);
    });
  return fieldNodes.some((node) => {
    const answers = known.get(node) ?? new Map<string, boolean>();
    known.set(node, answers);
    let answer = answers.get(name);
    if (answer === undefined) {
      answer = node.selectionSet !== undefined && isIn(node.selectionSet);
      answers.set(name, answer);
    }
    return answer;
  });
}
