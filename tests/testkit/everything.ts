import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** Fields that refuse a learner altogether. */
const STAFF: ReadonlySet<string> = new Set(['Assessment.parts', 'Assessment.attempts']);

/** Types that lead away from what is read. */
const ELSEWHERE = /^(Course|CourseVersion|Enrollment|User|School)$/;

/**
 * A selection of all that a learner can read from a type: every field that needs no argument, each
 * type once on the way down. Fields have names of their own, as those of a union's members differ
 * in type.
 */
export function everything(
  schema: GraphQLSchema,
  name: string,
  above: ReadonlySet<string> = new Set(),
): string {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type.`);
  const path = new Set([...above, name]);
  const selections = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument) || STAFF.has(`${name}.${field.name}`)) return [];
    const inner = selectionOf(schema, field.type, path);
    return inner === null ? [] : [`${name}_${field.name}: ${field.name} ${inner}`];
  });
  return `{ ${selections.join(' ')} }`;
}

function selectionOf(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  path: ReadonlySet<string>,
): string | null {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (ELSEWHERE.test(named.name) || path.has(named.name)) return null;
  if (isUnionType(named)) {
    const members = named
      .getTypes()
      .map(({ name }) => `... on ${name} ${everything(schema, name, path)}`);
    return `{ ${members.join(' ')} }`;
  }
  return isObjectType(named) ? everything(schema, named.name, path) : null;
}
