import DataLoader from 'dataloader';

/** Keys a statement: PostgreSQL takes 65,535 parameters, and plans prefer far fewer. */
const MAX_BATCH = 500;

/** Rows by their key; null where there is none. */
export function loaderById<Row>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): DataLoader<string, Row | null> {
  return new DataLoader(
    async (ids) => {
      const rows = new Map((await load(ids)).map((row) => [idOf(row), row]));
      return ids.map((id) => rows.get(id) ?? null);
    },
    { maxBatchSize: MAX_BATCH },
  );
}

/** Lists of rows by a key they share, in the order they are loaded; empty where there are none. */
export function loaderByForeignKey<Row>(
  load: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row[]> {
  return new DataLoader(
    async (keys) => {
      const groups = new Map<string, Row[]>(keys.map((key) => [key, []]));
      for (const row of await load(keys)) groups.get(keyOf(row))?.push(row);
      return keys.map((key) => groups.get(key) ?? []);
    },
    { maxBatchSize: MAX_BATCH },
  );
}

/**
 * Pages of the children of many parents in one statement, as long as they ask for the same page.
 * `page` names all of a key but its parent.
 */
export function pageLoader<Key, Row>(
  load: (parentIds: readonly string[], page: Key) => Promise<readonly Row[]>,
  of: {
    readonly parent: (key: Key) => string;
    readonly page: (key: Key) => string;
    readonly parentOfRow: (row: Row) => string;
  },
): DataLoader<Key, Row[], string> {
  const cacheKeyFn = (key: Key) => `${of.page(key)} ${of.parent(key)}`;
  return new DataLoader(
    async (keys) => {
      const found = new Map<string, Row[]>();
      for (const group of Map.groupBy(keys, of.page).values()) {
        const [first] = group;
        if (first === undefined) continue;
        const rows = Map.groupBy(await load(group.map(of.parent), first), of.parentOfRow);
        for (const key of group) found.set(cacheKeyFn(key), rows.get(of.parent(key)) ?? []);
      }
      return keys.map((key) => found.get(cacheKeyFn(key)) ?? []);
    },
    { cacheKeyFn },
  );
}

/** For a source that answers in the order of its keys, such as a cache. */
export function loaderInOrder<Row>(
  load: (keys: readonly string[]) => Promise<readonly (Row | undefined)[]>,
): DataLoader<string, Row | null> {
  return new DataLoader(async (keys) => (await load(keys)).map((row) => row ?? null), {
    maxBatchSize: MAX_BATCH,
  });
}

export interface Once<Value> {
  (): Promise<Value>;
  /** The value if it is there; for fields that are asked for hundreds of objects. */
  readonly now: () => Value | undefined;
}

/** One value a request, loaded when first asked for. */
export function once<Value>(load: () => Promise<Value>): Once<Value> {
  let value: Value | undefined;
  let loading: Promise<Value> | undefined;
  const loadOnce = () =>
    (loading ??= load().then((loaded) => {
      value = loaded;
      return loaded;
    }));
  return Object.assign(loadOnce, { now: () => value });
}
