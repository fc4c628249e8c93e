import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { GatewayProcess } from './gateway-process.js';
import { openBrowser, Visitor } from './visitor.js';

let gateway: GatewayProcess;
let browser: Browser;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await gateway.stop();
});

describe('the explorer at /graphql', () => {
  it('loads from the gateway alone, runs an operation and knows the schema', async () => {
    const visitor = await Visitor.come(browser, gateway);
    const page = await visitor.open('/graphql');
    await page.getByRole('button', { name: /^Execute query/ }).click();
    await page.getByRole('menuitem', { name: 'SignIn' }).click();
    await page
      .getByRole('region', { name: 'Result Window' })
      .getByText('accessToken')
      .first()
      .waitFor();

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Subscription' }).click();
    await page.getByRole('link', { name: 'classActivity' }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
});
