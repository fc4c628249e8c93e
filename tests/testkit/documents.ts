import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  Kind,
  parse,
  print,
  validate,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import ts from 'typescript';

/** One operation with the fragments it spreads, and the file it stands in. */
export interface FoundOperation {
  /** The file, and the name of the operation or its place among those of the file. */
  readonly name: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Every operation of the schema that stands in these files or below these folders: in texts of
 * programs, and in the examples of documents. Fragments may stand in other files than their
 * operations.
 */
export async function operationsIn(
  schema: GraphQLSchema,
  places: readonly string[],
): Promise<FoundOperation[]> {
  const files = (await Promise.all(places.map(filesBelow))).flat().sort();
  const parsed: { file: string; definitions: readonly DefinitionNode[] }[] = [];
  for (const file of files) {
    const text = await readFile(path.join(root, file), 'utf8');
    const texts = file.endsWith('.md') ? examplesOf(text) : textsOf(file, text);
    for (const one of texts) {
      const document = parsedOrNull(one);
      if (document) parsed.push({ file, definitions: document.definitions });
    }
  }
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of parsed.flatMap(({ definitions }) => definitions)) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  return parsed.flatMap(({ file, definitions }, index) =>
    definitions.flatMap((operation) => {
      if (operation.kind !== Kind.OPERATION_DEFINITION) return [];
      const found = asFound(`${file} ${operation.name?.value ?? String(index)}`, [
        operation,
        ...spreadIn(operation, fragments),
      ]);
      // What a test asks wrongly on purpose, and what peers are asked, is not of this schema.
      return validate(schema, found.document).length > 0 ? [] : [found];
    }),
  );
}

/** Parsed anew from what is sent, so that errors have their places in it. */
function asFound(name: string, definitions: readonly DefinitionNode[]): FoundOperation {
  const document = parse(print({ kind: Kind.DOCUMENT, definitions }));
  return { name, document, operation: document.definitions[0] as OperationDefinitionNode };
}

/** As Apollo Client sends it: with `__typename` in every selection but the first. */
export function withTypenames({ name, document }: FoundOperation): FoundOperation {
  const added = visit(document, {
    SelectionSet: {
      leave(node, _key, parent) {
        const isFirst = parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
        return isFirst ? undefined : { ...node, selections: [...node.selections, TYPENAME] };
      },
    },
  });
  return asFound(`${name} with typenames`, added.definitions);
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

async function filesBelow(place: string): Promise<string[]> {
  if (path.extname(place) !== '') return [place];
  const entries = await readdir(path.join(root, place), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(tsx?|md)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(gql|node_modules)\//.test(file));
}

/** The examples of a document. */
function examplesOf(text: string): string[] {
  return [...text.matchAll(/```graphql\n(.*?)```/gs)].map(([, example = '']) => example);
}

/** The texts of a program; of those with other texts inside, where these are constants. */
function textsOf(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const constants = new Map<string, ts.Expression>();
  const texts: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer);
    }
    ts.forEachChild(node, collect);
  };
  const valueOf = (node: ts.Expression | undefined): string | null => {
    if (!node) return null;
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isIdentifier(node)) return valueOf(constants.get(node.text));
    if (!ts.isTemplateExpression(node)) return null;
    let value = node.head.text;
    for (const { expression, literal } of node.templateSpans) {
      const inner = valueOf(expression);
      if (inner === null) return null;
      value += inner + literal.text;
    }
    return value;
  };
  const read = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const value = valueOf(node);
      if (value !== null && /^[\s#]*(query|mutation|subscription|fragment|\{|#)/.test(value)) {
        texts.push(value);
      }
    }
    ts.forEachChild(node, read);
  };
  collect(source);
  read(source);
  return texts;
}

function parsedOrNull(text: string): DocumentNode | null {
  try {
    return parse(text);
  } catch {
    // Not every text that begins with a brace is a document.
    return null;
  }
}

function spreadIn(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const found = new Map<string, FragmentDefinitionNode>();
  const look = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(look);
    else if (node !== null && typeof node === 'object') {
      if ('kind' in node && node.kind === Kind.FRAGMENT_SPREAD) {
        const { value } = (node as unknown as FragmentDefinitionNode).name;
        const fragment = fragments.get(value);
        if (!fragment || found.has(value)) return;
        found.set(value, fragment);
        look(fragment.selectionSet);
        return;
      }
      for (const [key, inner] of Object.entries(node)) if (key !== 'loc') look(inner);
    }
  };
  look(operation.selectionSet);
  return [...found.values()];
}
