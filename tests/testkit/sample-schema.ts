import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  type GraphQLFieldConfigArgumentMap,
} from 'graphql';

import { RequestError } from '../../src/errors/index.js';

/**
 * A small graph with one of everything that executors are known to disagree about: unions by
 * class, interfaces by `__typename` and by function, custom scalars, enums with values of their
 * own, late and failing values, lists of promises.
 */
export class Cat {
  constructor(
    readonly name: string,
    readonly lives: number | null = 9,
  ) {}
}
export class Dog {
  constructor(
    readonly name: string,
    readonly barks = true,
  ) {}
}

const later = <T>(value: T): Promise<T> => Promise.resolve(value);
const failLater = (message: string): Promise<never> => Promise.reject(new Error(message));

export const Moment = new GraphQLScalarType({
  name: 'Moment',
  description: 'A point in time.',
  serialize: (value) => (value as Date).toISOString(),
  parseValue: (value) => {
    const date = new Date(String(value));
    if (Number.isNaN(date.getTime())) throw new GraphQLError('Not a point in time.');
    return date;
  },
});

export const Anything = new GraphQLScalarType({
  name: 'Anything',
  description: 'Any JSON value.',
  specifiedByURL: 'https://example.org/anything',
});

export const Mood = new GraphQLEnumType({
  name: 'Mood',
  values: { GLAD: { value: 'mood-glad' }, SAD: { value: 2 }, PLAIN: {} },
});

const Named = new GraphQLInterfaceType({
  name: 'Named',
  fields: { name: { type: new GraphQLNonNull(GraphQLString) } },
});
// As type-graphql makes them of a `resolveType` of ours.
const LateNamed = new GraphQLInterfaceType({
  name: 'LateNamed',
  fields: { name: { type: new GraphQLNonNull(GraphQLString) } },
  resolveType: async () => 'Cat',
});
const CatType = new GraphQLObjectType({
  name: 'Cat',
  interfaces: [Named, LateNamed],
  fields: {
    name: { type: new GraphQLNonNull(GraphQLString) },
    lives: { type: new GraphQLNonNull(GraphQLInt) },
    friend: { type: Named, resolve: () => later({ __typename: 'Dog', name: 'Rex', barks: false }) },
  },
});
const DogType = new GraphQLObjectType({
  name: 'Dog',
  interfaces: [Named],
  fields: {
    name: { type: new GraphQLNonNull(GraphQLString) },
    barks: { type: GraphQLBoolean },
    friend: { type: Named, resolve: () => ({ __typename: 'Cat', name: 'Tom', lives: 7 }) },
  },
});
const Pet = new GraphQLUnionType({
  name: 'Pet',
  types: [CatType, DogType],
  resolveType: (value) => {
    if (value instanceof Cat) return 'Cat';
    if (value instanceof Dog) return 'Dog';
    throw new Error('no class of this union');
  },
});

const Filter = new GraphQLInputObjectType({
  name: 'Filter',
  fields: {
    mood: { type: Mood, defaultValue: 2 },
    since: { type: Moment },
    words: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)) },
    extra: { type: Anything },
  },
});

const argumentsOfEcho: GraphQLFieldConfigArgumentMap = {
  mood: { type: Mood },
  moment: { type: Moment },
  filter: { type: Filter },
  number: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 7 },
  ids: { type: new GraphQLList(GraphQLID) },
};

const page: GraphQLFieldConfigArgumentMap = {
  first: { type: GraphQLInt },
  after: { type: GraphQLString },
};

const Item: GraphQLObjectType = new GraphQLObjectType({
  name: 'Item',
  fields: () => ({
    id: { type: new GraphQLNonNull(GraphQLID) },
    title: { type: GraphQLString },
    count: { type: new GraphQLNonNull(GraphQLInt) },
    mood: { type: Mood },
    at: { type: Moment },
    data: { type: Anything },
    tags: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)) },
    later: { type: GraphQLString, resolve: (item: { id: string }) => later(`later ${item.id}`) },
    broken: { type: GraphQLString, resolve: () => failLater('broken on purpose') },
    brokenNow: {
      type: GraphQLString,
      resolve: () => {
        throw new Error('broken at once');
      },
    },
    refused: {
      type: GraphQLString,
      resolve: () => {
        throw new RequestError('FORBIDDEN', 'Not yours.', { field: 'refused' });
      },
    },
    brokenNonNull: {
      type: new GraphQLNonNull(GraphQLString),
      resolve: () => failLater('broken and required'),
    },
    missing: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
    item: { type: Item, resolve: (item: { id: string }) => makeItem(Number(item.id) + 1) },
    items: {
      type: new GraphQLNonNull(new GraphQLList(Item)),
      args: page,
      resolve: (item: { id: string }, { first }: { first?: number | null }) =>
        later(Array.from({ length: first ?? 2 }, (_, i) => makeItem(Number(item.id) * 10 + i))),
    },
    owner: { type: Pet, resolve: () => later(new Dog('Owner')) },
  }),
});

function makeItem(n: number) {
  return {
    id: String(n),
    title: n % 3 === 0 ? null : `Item "${n}"\u2028é`,
    count: n,
    mood: n % 2 === 0 ? 'mood-glad' : 2,
    at: new Date(Date.UTC(2026, 0, n % 365)),
    data: { n, deep: [null, { x: 1.5 }] },
    tags: ['a', 'b'],
  };
}

const Query = new GraphQLObjectType({
  name: 'Query',
  fields: () => ({
    hello: { type: GraphQLString, resolve: () => 'world' },
    requestId: {
      type: GraphQLString,
      resolve: (_s, _a, context: { requestId?: string }) => context.requestId ?? null,
    },
    fail: { type: GraphQLString, resolve: () => failLater('select * from users: secret-host') },
    failRequired: { type: new GraphQLNonNull(GraphQLString), resolve: () => failLater('fatal') },
    item: { type: Item, resolve: () => makeItem(1) },
    items: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Item))),
      args: page,
      resolve: (_s, { first }: { first?: number | null }) =>
        Array.from({ length: first ?? 3 }, (_, i) => makeItem(i)),
    },
    lateItems: {
      type: new GraphQLList(Item),
      resolve: () => [
        new Promise((resolve) => setImmediate(() => resolve(makeItem(1)))),
        failLater('second of the list'),
        makeItem(3),
        new Error('fourth of the list'),
        null,
      ],
    },
    pets: {
      type: new GraphQLNonNull(new GraphQLList(Pet)),
      resolve: () => [new Cat('Tom'), new Dog('Rex'), later(new Cat('Mia', 3))],
    },
    strangePets: {
      type: new GraphQLList(Pet),
      resolve: () => later([new Cat('Tom'), { name: 'no class' }]),
    },
    strangePet: { type: Pet, resolve: () => later({ name: 'no class' }) },
    deadCat: { type: Pet, resolve: () => new Cat('Dead', null) },
    named: {
      type: new GraphQLNonNull(new GraphQLList(Named)),
      resolve: () => [
        { __typename: 'Cat', name: 'Tom', lives: 1 },
        { __typename: 'Dog', name: 'Rex', barks: true },
      ],
    },
    nobody: { type: Named, resolve: () => ({ __typename: 'Horse', name: 'Ed' }) },
    lateNamed: { type: LateNamed, resolve: () => new Cat('Tom') },
    echo: {
      type: Anything,
      args: argumentsOfEcho,
      // Sorted, because executors hand arguments over in an order of their own.
      resolve: (_source, args) =>
        Object.fromEntries(Object.entries(args).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    },
    bigNumber: { type: GraphQLInt, resolve: () => 2 ** 40 },
    where: {
      type: GraphQLString,
      args: { note: { type: GraphQLString } },
      resolve: (_s, _a, _c, info) =>
        `${info.parentType.name}.${info.fieldName} ${String(info.path.key)} ${info.operation.operation}`,
    },
  }),
});

const log: string[] = [];
const Mutation = new GraphQLObjectType({
  name: 'Mutation',
  fields: {
    write: {
      type: new GraphQLNonNull(new GraphQLList(GraphQLString)),
      args: { word: { type: new GraphQLNonNull(GraphQLString) } },
      resolve: async (_source, { word }: { word: string }) => {
        if (word === 'clear') log.length = 0;
        await new Promise((resolve) => setImmediate(resolve));
        log.push(word);
        return [...log];
      },
    },
    signIn: { type: GraphQLString, resolve: () => 'token' },
  },
});

const Subscription = new GraphQLObjectType({
  name: 'Subscription',
  fields: {
    itemChanged: {
      type: Item,
      args: { mood: { type: Mood } },
      subscribe: async function* () {
        yield await later({ id: 1 });
      },
      resolve: (event: { id: number }, args: { mood?: unknown }) => ({
        ...makeItem(event.id),
        mood: args.mood ?? 2,
      }),
    },
  },
});

export const sampleSchema = new GraphQLSchema({
  query: Query,
  mutation: Mutation,
  subscription: Subscription,
  types: [CatType, DogType],
});
