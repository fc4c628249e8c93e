import {
  getOperationAST,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';

/** What decides whether two subscriptions may share an execution, apart from their values. */
export interface Sharing {
  /** Whether the selection holds a field that reads the viewer: then every viewer runs alone. */
  readonly readsViewer: boolean;
  /** The variable that only says where to resume: it does not change what is shown. */
  readonly afterVariable: string | null;
}

/** Reads a document once; the answer is kept as long as the document is. */
export class SharingRules {
  readonly #known = new WeakMap<DocumentNode, Sharing>();

  constructor(private readonly schema: GraphQLSchema) {}

  of(document: DocumentNode, operationName: string | null | undefined): Sharing {
    let sharing = this.#known.get(document);
    if (!sharing) {
      sharing = {
        readsViewer: this.#readsViewer(document),
        afterVariable: afterVariable(document, operationName),
      };
      this.#known.set(document, sharing);
    }
    return sharing;
  }

  #readsViewer(document: DocumentNode): boolean {
    const types = new TypeInfo(this.schema);
    let found = false;
    visit(
      document,
      visitWithTypeInfo(types, {
        Field() {
          const field = types.getFieldDef();
          const returns = types.getType();
          if (field?.extensions['readsViewer'] === true) found = true;
          // A field that answers with the viewer reads it, whatever it is called.
          if (returns && String(returns).replaceAll(/[[\]!]/g, '') === 'Viewer') found = true;
        },
      }),
    );
    return found;
  }
}

/** The variable given as `after` of the root field, if it is used nowhere else. */
function afterVariable(
  document: DocumentNode,
  operationName: string | null | undefined,
): string | null {
  const operation = getOperationAST(document, operationName);
  const root = operation?.selectionSet.selections.find((node) => node.kind === Kind.FIELD);
  const value = root?.arguments?.find((argument) => argument.name.value === 'after')?.value;
  if (value?.kind !== Kind.VARIABLE) return null;
  const name = value.name.value;
  let uses = 0;
  visit(document, {
    Variable(node) {
      if (node.name.value === name) uses += 1;
    },
  });
  // Once where it is declared, once where it is used.
  return uses === 2 ? name : null;
}
