import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits, type AuditResult } from 'graphql-http';

import { TestGateway } from '../testkit/gateway.js';

/** Starts the gateway on a free port of this machine. */
async function startServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const gateway = await TestGateway.start();
  return { url: gateway.url, close: () => gateway.stop() };
}

/**
 * The audits of the GraphQL over HTTP specification that may warn. The first three ask for status
 * 200 where a document or its variables are refused and the client takes the legacy media type;
 * 400 is what such a client can act on.
 */
const tolerated = ['572B', 'FDE2', '7B9B'];

/** Requests without a header that a page of another origin could not send: CSRF prevention. */
const prevented = ['5A70', 'D6D5', '6A70'];

describe('GraphQL over HTTP', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let results: AuditResult[];

  beforeAll(async () => {
    server = await startServer();
    const audits = serverAudits({ url: `${server.url}/graphql`, fetchFn: fetch });
    results = await Promise.all(audits.map((audit) => audit.fn()));
  });
  afterAll(() => server.close());

  const failed = (requirement: string) =>
    results
      .filter(({ name, status }) => name.startsWith(`${requirement} `) && status !== 'ok')
      .map((result) => `${result.id} ${result.name}: ${'reason' in result ? result.reason : ''}`);
  const unexpected = (requirement: string, allowed: readonly string[]) =>
    failed(requirement).filter((line) => !allowed.includes(line.slice(0, 4)));

  it('is audited in full', () => {
    expect(results).toHaveLength(61);
    expect(new Set(results.map(({ id }) => id)).size).toBe(61);
  });

  it('does all that it must', () => {
    expect(failed('MUST')).toEqual([]);
    expect(results.filter(({ status }) => status === 'error')).toEqual([]);
  });

  it('does all that it should, but for three statuses', () => {
    expect(unexpected('SHOULD', tolerated)).toEqual([]);
  });

  it('does all that it may, but for requests any page could send', () => {
    expect(unexpected('MAY', prevented)).toEqual([]);
  });
});
