import { randomBytes } from 'node:crypto';

import type { Cleanup } from './cleanup.ts';
import type { Database } from './database.ts';
import { startServer, type ServerProcess } from './process.ts';
import { productRoot, startArguments } from './product.ts';

export interface Gateway extends ServerProcess {
  readonly endpoint: string;
}

/** Connections to PostgreSQL, the same for every server: the gateway's default. */
export const POOL_SIZE = 10;

/** Starts the gateway as `npm start` does, on a database that it migrates. */
export async function startGateway(cleanup: Cleanup, database: Database): Promise<Gateway> {
  const server = await startServer(cleanup, {
    name: 'gateway',
    args: [...profiling(), ...startArguments()],
    cwd: productRoot,
    env: {
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: String(POOL_SIZE),
      LYCEUM_SECRET: randomBytes(48).toString('base64'),
      LYCEUM_DEMO: '0',
    },
  });
  return { ...server, endpoint: `${server.url}/graphql` };
}

/** Flags that write a profile of the gateway when it ends, for `BENCH_PROFILE=<directory>`. */
function profiling(): string[] {
  const directory = process.env.BENCH_PROFILE;
  return directory ? ['--cpu-prof', `--cpu-prof-dir=${directory}`] : [];
}

/** Asks the gateway; rejects when the answer has errors. */
export async function ask<Data>(
  endpoint: string,
  query: string,
  { variables = {}, bearer }: { variables?: object; bearer?: string } = {},
): Promise<Data> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as { data?: Data; errors?: unknown };
  if (answer.errors || !answer.data) throw new Error(`The gateway answered: ${text.slice(0, 500)}`);
  return answer.data;
}

/** An access token, by the mutation that everybody uses. */
export async function signIn(
  endpoint: string,
  { email, password, school }: { email: string; password: string; school: string },
): Promise<string> {
  const { signIn: result } = await ask<{ signIn: { tokens?: { accessToken: string } } }>(
    endpoint,
    `mutation ($input: SignInInput!) {
      signIn(input: $input) { ... on SignInSuccess { tokens { accessToken } } }
    }`,
    { variables: { input: { email, password, school } } },
  );
  if (!result.tokens) throw new Error(`Cannot sign in as ${email}.`);
  return result.tokens.accessToken;
}
