import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { ApiPerson } from './api-person.js';
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
    // It asks which operation once it knows that there are several.
    await page.locator('.graphiql-execute-button[aria-haspopup=menu]').click();
    await page.getByRole('menuitem', { name: 'SignIn' }).click();
    await page
      .getByRole('region', { name: 'Result Window' })
      .getByText('accessToken')
      .first()
      .waitFor();

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Subscription' }).click();
    await page.getByRole('link', { name: 'classActivity', exact: true }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });

  it('follows a subscription with the token from the headers', async () => {
    const staff = await ApiPerson.signIn(gateway, gateway.account('instructor'));
    const pupil = await ApiPerson.signIn(gateway, gateway.account('learner'));
    const start = await staff.activityCursor();
    const visitor = await Visitor.come(browser, gateway);
    const page = await visitor.open('/graphql');
    const write = async (editor: string, text: string) => {
      await page
        .getByRole('region', { name: editor })
        .locator('.monaco-editor:visible')
        .first()
        .click();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(text);
    };
    const asked = `courseId: "${staff.courseId}", after: "${start}"`;
    // In one line: the editor would indent, and close brackets, by itself.
    await write('Operation Editor', `subscription { classActivity(${asked}) { __typename } }`);
    await page.getByRole('button', { name: 'Headers' }).click();
    await write('Headers', JSON.stringify({ authorization: `Bearer ${staff.token}` }));
    await page.getByRole('button', { name: /^Execute query/ }).click();
    await pupil.startFailing();
    await page
      .getByRole('region', { name: 'Result Window' })
      .getByText('PracticeActivity')
      .waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
});
