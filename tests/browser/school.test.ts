import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { ApiPerson } from './api-person.js';
import { GatewayProcess } from './gateway-process.js';
import { smallArchive } from './small-archive.js';
import { bars, movedBars, openBrowser, Visitor } from './visitor.js';

let gateway: GatewayProcess;
let browser: Browser;
let visitors: Visitor[] = [];

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await gateway.stop();
});

beforeEach(() => {
  visitors = [];
});

afterEach(async () => {
  await Promise.all(visitors.map(({ context }) => context.close()));
});

async function newVisitor(): Promise<Visitor> {
  const visitor = await Visitor.come(browser, gateway);
  visitors.push(visitor);
  return visitor;
}

function complaints(): string[] {
  return visitors.flatMap((visitor) => visitor.complaints);
}

describe('the school', () => {
  it('imports a course that a learner then joins and solves', async () => {
    const administrator = await newVisitor();
    const page = await administrator.signIn(gateway.account('administrator'));
    await page.getByLabel(/OATutor archive/).setInputFiles({
      name: 'small.tar.gz',
      mimeType: 'application/gzip',
      buffer: await smallArchive('Small Sums'),
    });
    await page.getByRole('button', { name: 'Import' }).click();
    const report = page.getByRole('region', { name: 'Report of the import' });
    await report.getByRole('row', { name: 'problems 1 0 0' }).waitFor();
    await page.getByRole('rowheader', { name: /Small Sums/ }).waitFor();

    const learner = await newVisitor();
    const course = await learner.signIn(gateway.account('learner', 7));
    await course.getByRole('link', { name: 'Courses' }).click();
    const open = course.getByRole('article').filter({ hasText: 'Small Sums' });
    await open.getByRole('button', { name: 'Join' }).click();
    await course.getByRole('heading', { level: 1, name: 'Small Sums' }).waitFor();
    await course.getByRole('button', { name: 'Start practising' }).click();
    // KaTeX has drawn it.
    await course.locator('.step .katex').first().waitFor();
    await course.getByLabel('Your answer').fill('2+(');
    await course.getByRole('button', { name: 'Check' }).click();
    await course.locator('.verdict-unread').waitFor();
    await course.getByLabel('Your answer').fill('4/2');
    await course.getByRole('button', { name: 'Check' }).click();
    await course.getByText('Correct.').waitFor();
    await course.getByText('Solved').waitFor();
    await course.getByText('Nothing is left').waitFor();
    expect(complaints()).toEqual([]);
  });

  it('says why a file that is no archive is not imported', async () => {
    const administrator = await newVisitor();
    const page = await administrator.signIn(gateway.account('administrator'));
    await page.getByLabel(/OATutor archive/).setInputFiles({
      name: 'notes.tar.gz',
      mimeType: 'application/gzip',
      buffer: Buffer.from('not an archive'),
    });
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('alert').waitFor();
    expect(complaints()).toEqual([]);
  });
});

describe('a guardian', () => {
  it('sees how the learner is getting on', async () => {
    const guardian = await newVisitor();
    const page = await guardian.signIn(gateway.account('guardian'));
    await page.getByRole('heading', { level: 1, name: 'Family' }).waitFor();
    const learner = page.getByRole('region', { name: gateway.account('learner').name });
    const before = await bars(learner);
    expect(Object.keys(before)).not.toEqual([]);

    const pupil = await ApiPerson.signIn(gateway, gateway.account('learner'));
    const fail = await pupil.startFailing();
    await fail();
    await page.reload();
    await movedBars(learner, before);
    expect(complaints()).toEqual([]);
  });
});
