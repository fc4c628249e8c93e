import { ArgsType, Field, Int, ObjectType, Root, type ClassType } from 'type-graphql';

import { RequestError } from '../../errors/index.js';

export const DEFAULT_PAGE = 20;
export const MAX_PAGE = 100;

@ObjectType({ description: 'Where a page lies in its list (Relay).', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows this page.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether something precedes this page.' })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge of this page.' })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last edge of this page.' })
  readonly endCursor!: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    defaultValue: DEFAULT_PAGE,
    description: `How many to return, 1 to ${String(MAX_PAGE)}. More is an error, never a silent cut.`,
  })
  readonly first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Return what follows this cursor; from the start when absent.',
  })
  readonly after?: string | null;
}

export interface Page<Row> {
  edges: { cursor: string; node: Row }[];
  pageInfo: PageInfo;
  /** Called only when `totalCount` is asked for. */
  count: () => Promise<number>;
}

/** Throws BAD_USER_INPUT unless the page size is within its bounds. */
export function checkedPageSize(first: number): number {
  if (first < 1 || first > MAX_PAGE) {
    throw new RequestError('BAD_USER_INPUT', `\`first\` must be from 1 to ${String(MAX_PAGE)}.`, {
      field: 'first',
      maximum: MAX_PAGE,
    });
  }
  return first;
}

/** Makes a page out of `first + 1` rows: the extra one only tells that more follows. */
export function pageOf<Row>(
  rows: readonly Row[],
  args: PageArgs,
  cursorOf: (row: Row) => string,
  count: () => Promise<number>,
): Page<Row> {
  const edges = rows.slice(0, args.first).map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > args.first,
      hasPreviousPage: args.after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    count,
  };
}

/** The Relay connection and edge types of a node type. */
export function connectionOf<Row extends object>(
  name: string,
  node: () => ClassType<Row>,
): ClassType<Page<Row>> {
  @ObjectType(`${name}Edge`, {
    description: `One ${name} of a page, and its cursor.`,
    simpleResolvers: true,
  })
  class Edge {
    @Field(() => String, { description: 'Position of this edge in its list; opaque.' })
    readonly cursor!: string;

    @Field(node, { description: `The ${name} itself.` })
    readonly node!: object;
  }

  @ObjectType(`${name}Connection`, {
    description: `A page of a list of ${name}, stable while the list grows.`,
    simpleResolvers: true,
  })
  class Connection {
    @Field(() => [Edge], { description: 'The page, in order.' })
    readonly edges!: Edge[];

    @Field(() => PageInfo, { description: 'Where the page lies in the list.' })
    readonly pageInfo!: PageInfo;

    // A method, because compiled operations do not call functions that they find in rows.
    @Field(() => Int, { description: 'How many there are in the whole list.' })
    async totalCount(@Root() page: Page<Row>): Promise<number> {
      return page.count();
    }
  }
  return Connection as unknown as ClassType<Page<Row>>;
}
