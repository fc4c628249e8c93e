import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What one operation may ask for before it is refused; see `admission/limits.ts` for the meaning. */
export interface ConfiguredLimits {
  readonly maxBodyBytes: number;
  readonly maxDepth: number;
  readonly maxTokensGuest: number;
  readonly maxTokens: number;
  readonly maxAliases: number;
  readonly maxCost: number;
}

/** The settings of this process, read once at the start. Nothing else reads `process.env`. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly database:
    | { readonly kind: 'embedded' }
    | {
        readonly kind: 'postgres';
        readonly url: string;
        readonly poolSize: number;
        readonly statementTimeoutMs: number;
      };
  /** One URL, or several of one cluster; empty when there is no Redis. */
  readonly redisUrls: readonly string[];
  readonly dataDir: string;
  /** Null only with the embedded database, whose secret is made and kept in the data directory. */
  readonly secret: string | null;
  readonly demo: boolean;
  readonly logLevel: (typeof logLevels)[number];
  /** Where people reach this server, without a slash at the end. */
  readonly publicUrl: string | null;
  readonly allowedOrigins: readonly string[];
  /**
   * Addresses of the proxies that may tell us who the caller is; empty for none. Not a number of
   * hops: whoever reaches us beside the proxies could send as many.
   */
  readonly trustProxy: readonly string[];
  readonly metricsToken: string | null;
  /** Error messages may name fields of the schema ("Did you mean"). */
  readonly development: boolean;
  readonly limits: ConfiguredLimits;
  /** Settings that are legal and probably not meant; worth a line in the log. */
  readonly warnings: readonly string[];
}

/** Everything that is wrong with the settings, each mistake with its fix. */
export class EnvironmentError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(
      [
        'Lyceum cannot start with these settings (.env.example explains each):',
        ...mistakes.map((mistake) => `  - ${mistake}`),
      ].join('\n'),
    );
    this.name = 'EnvironmentError';
  }
}

const MAKE_A_SECRET = 'make one with `openssl rand -base64 48` and give every node the same';

/** Both names that Docker and people write for an unset variable: absent and empty. */
const blankIsUnset = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

const text = (schema: z.ZodType<string>): z.ZodOptional<z.ZodType<string>> => schema.optional();

function count(low: number, high: number, fallback: number): z.ZodType<number> {
  const fix = `write a whole number from ${low} to ${high}, or remove it for ${fallback}`;
  return z
    .string()
    .regex(/^\d+$/, fix)
    .transform(Number)
    .refine((n) => n >= low && n <= high, fix)
    .optional()
    .transform((n) => n ?? fallback);
}

const flag = z.enum(['0', '1'], 'write 1 for yes or 0 for no').optional();

function url(protocols: readonly string[], fix: string): z.ZodType<string> {
  return z.string().refine((value) => {
    const parsed = URL.parse(value);
    return parsed !== null && protocols.includes(parsed.protocol);
  }, fix);
}

const list = (fix: string, accepts: (item: string) => boolean): z.ZodType<readonly string[]> =>
  z
    .string()
    .transform((value) => value.split(',').map((item) => item.trim()))
    .refine((items) => items.every(accepts), fix)
    .optional()
    .transform((items) => items ?? []);

const isOrigin = (value: string): boolean => URL.parse(value)?.origin === value;

/** An address, a range of addresses, or one of the ranges that have a name. */
function isProxy(value: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(value)) return true;
  const [address = '', bits, ...rest] = value.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  if (most < 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most);
}

const variables = z.object({
  PORT: count(0, 65_535, 4000),
  HOST: text(z.string()),
  DATABASE_URL: text(
    url(
      ['postgres:', 'postgresql:'],
      'write postgres://user:password@host:5432/database, or remove it for the embedded database',
    ),
  ),
  DATABASE_POOL_SIZE: count(1, 1000, 10),
  DATABASE_STATEMENT_TIMEOUT_MS: count(100, 3_600_000, 30_000),
  REDIS_URL: list('write redis://host:6379, or several of one cluster with commas', (item) =>
    ['redis:', 'rediss:'].includes(URL.parse(item)?.protocol ?? ''),
  ),
  LYCEUM_DATA_DIR: text(z.string()),
  LYCEUM_SECRET: text(z.string().min(32, `use at least 32 characters: ${MAKE_A_SECRET}`)),
  LYCEUM_DEMO: flag,
  LYCEUM_LOG_LEVEL: z.enum(logLevels, `use one of ${logLevels.join(', ')}`).optional(),
  LYCEUM_PUBLIC_URL: text(
    url(['http:', 'https:'], 'write the address people use, like https://learn.example.org'),
  ),
  LYCEUM_ALLOWED_ORIGINS: list(
    'write origins with commas and no path, like https://app.example.org,http://localhost:3000',
    isOrigin,
  ),
  LYCEUM_TRUST_PROXY: list(
    'write the addresses of the proxies with commas, like loopback,10.0.0.0/8',
    isProxy,
  ),
  LYCEUM_METRICS_TOKEN: text(z.string().min(16, 'use at least 16 characters')),
  LYCEUM_DEV: flag,
  LYCEUM_MAX_BODY_BYTES: count(1024, 100 * 1024 * 1024, 1024 * 1024),
  LYCEUM_MAX_DEPTH: count(3, 100, 12),
  LYCEUM_MAX_TOKENS_GUEST: count(50, 100_000, 1000),
  LYCEUM_MAX_TOKENS: count(50, 100_000, 4000),
  LYCEUM_MAX_ALIASES: count(0, 10_000, 30),
  LYCEUM_MAX_COST: count(10, 10_000_000, 20_000),
});

/** Every variable this process reads; a test holds `.env.example` to this list. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/** Read by one command alone, and not kept among the settings of a server. */
const ADMIN_PASSWORD = 'LYCEUM_ADMIN_PASSWORD';

/** The password for `lyceum school create`, for where nobody is there to type it. */
export function readAdminPassword(
  source: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const value = source[ADMIN_PASSWORD];
  return value === undefined || value === '' ? null : value;
}

/** Names that PostgreSQL's own tools read and we do not. */
const postgresNames = ['PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PGDATABASE'];

/** Whether only this machine can reach `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(::ffff:)?127\./.test(host);
}

/**
 * Reads and checks all settings together, so that one start tells every mistake.
 *
 * @throws EnvironmentError with one line for each mistake. Values are never repeated in it: they
 *   may be passwords.
 */
export function readEnvironment(
  source: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const given = Object.fromEntries(
    variableNames.map((name) => [name, blankIsUnset(source[name])] as const),
  );
  const parsed = variables.safeParse(given);
  const mistakes = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`);
  if (given['DATABASE_URL'] !== undefined && given['LYCEUM_SECRET'] === undefined) {
    mistakes.push(`LYCEUM_SECRET: is required with DATABASE_URL; ${MAKE_A_SECRET}.`);
  }
  if (!parsed.success || mistakes.length > 0) throw new EnvironmentError(mistakes);
  return toEnvironment(parsed.data, source);
}

function toEnvironment(
  read: z.output<typeof variables>,
  source: Readonly<Record<string, string | undefined>>,
): Environment {
  const host = read.HOST ?? '127.0.0.1';
  const embedded = read.DATABASE_URL === undefined;
  const demo = read.LYCEUM_DEMO === undefined ? embedded : read.LYCEUM_DEMO === '1';
  return {
    port: read.PORT,
    host,
    database:
      read.DATABASE_URL === undefined
        ? { kind: 'embedded' }
        : {
            kind: 'postgres',
            url: read.DATABASE_URL,
            poolSize: read.DATABASE_POOL_SIZE,
            statementTimeoutMs: read.DATABASE_STATEMENT_TIMEOUT_MS,
          },
    redisUrls: read.REDIS_URL,
    dataDir: read.LYCEUM_DATA_DIR ?? './.lyceum',
    secret: read.LYCEUM_SECRET ?? null,
    demo,
    logLevel: read.LYCEUM_LOG_LEVEL ?? 'info',
    publicUrl: read.LYCEUM_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    allowedOrigins: read.LYCEUM_ALLOWED_ORIGINS,
    trustProxy: read.LYCEUM_TRUST_PROXY,
    metricsToken: read.LYCEUM_METRICS_TOKEN ?? null,
    development: read.LYCEUM_DEV === '1',
    limits: {
      maxBodyBytes: read.LYCEUM_MAX_BODY_BYTES,
      maxDepth: read.LYCEUM_MAX_DEPTH,
      maxTokensGuest: read.LYCEUM_MAX_TOKENS_GUEST,
      maxTokens: read.LYCEUM_MAX_TOKENS,
      maxAliases: read.LYCEUM_MAX_ALIASES,
      maxCost: read.LYCEUM_MAX_COST,
    },
    warnings: warningsAbout(source, { host, embedded, demo }),
  };
}

function warningsAbout(
  source: Readonly<Record<string, string | undefined>>,
  { host, embedded, demo }: { host: string; embedded: boolean; demo: boolean },
): string[] {
  const warnings: string[] = [];
  const strangers = postgresNames.filter((name) => blankIsUnset(source[name]) !== undefined);
  if (embedded && strangers.length > 0) {
    warnings.push(
      `${strangers.join(', ')} set without DATABASE_URL: the embedded database is used. To use PostgreSQL, set DATABASE_URL.`,
    );
  }
  const unknown = Object.keys(source).filter(
    (name) =>
      name.startsWith('LYCEUM_') && name !== ADMIN_PASSWORD && !variableNames.includes(name),
  );
  if (unknown.length > 0) warnings.push(`Not known and not used: ${unknown.join(', ')}.`);
  if (demo && !isLoopback(host)) {
    warnings.push(
      'LYCEUM_DEMO is on and HOST is open to others: anyone can sign in with the demonstration accounts. Set LYCEUM_DEMO=0.',
    );
  }
  return warnings;
}
