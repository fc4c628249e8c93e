import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { readAnswerKey, type KnownStep, type SeenStep } from './answer-key.js';
import { ApiPerson } from './api-person.js';
import { GatewayProcess } from './gateway-process.js';
import { bars, counted, movedBars, openBrowser, Visitor } from './visitor.js';

let gateway: GatewayProcess;
let browser: Browser;
let keyOf: (step: SeenStep) => KnownStep;
let visitors: Visitor[] = [];

beforeAll(async () => {
  [gateway, browser, keyOf] = await Promise.all([
    GatewayProcess.start(),
    openBrowser(),
    readAnswerKey(),
  ]);
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

/** Presses a button that opens a problem, and gives the first step with its answers. */
async function open(page: Page, button: string): Promise<KnownStep> {
  const answered = page.waitForResponse(
    (response) => response.request().postDataJSON()?.operationName === 'StartPractice',
  );
  await page.getByRole('button', { name: button, exact: true }).first().click();
  const { data } = await (await answered).json();
  const { problem, steps } = data.startPractice.attempt;
  return keyOf({ problemTitle: problem.title, ...steps[0].step });
}

/** Fills in and sends an answer to the first open step, by keyboard where there is a text field. */
async function answer(page: Page, { kind }: KnownStep, text: string): Promise<void> {
  if (kind === 'CHOICE') {
    await page
      .locator(`input[type=radio][value=${JSON.stringify(text)}]`)
      .first()
      .check();
    await page.getByRole('button', { name: 'Check' }).first().click();
  } else {
    const field = page.getByLabel('Your answer').first();
    await field.fill(text);
    await field.press('Enter');
  }
}

/** The live connection says this. */
async function connection(page: Page, words: string): Promise<void> {
  await page.getByRole('status', { name: 'Live connection' }).filter({ hasText: words }).waitFor();
}

function cursors(events: readonly { cursor: string }[]): string[] {
  return events.map(({ cursor }) => cursor);
}

async function cursorsOf(page: Page): Promise<(string | null)[]> {
  return page
    .getByRole('log', { name: 'Activity' })
    .locator('[data-cursor]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-cursor')));
}

describe('signing in', () => {
  it('refuses a wrong password and says so', async () => {
    const visitor = await newVisitor();
    const page = await visitor.open();
    await page.getByLabel('E-mail').fill(gateway.account('learner').email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByLabel('Password').press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('heading', { name: 'Sign in' }).count()).toBe(1);
    expect(complaints()).toEqual([]);
  });

  it('keeps all tabs of one session signed in when they renew at once, and ends it for all', async () => {
    const visitor = await newVisitor();
    const account = gateway.account('learner', 3);
    const first = await visitor.signIn(account);
    await first.getByRole('heading', { level: 1 }).waitFor();
    const second = await visitor.open();
    const third = await visitor.open();
    for (let round = 0; round < 2; round += 1) {
      await Promise.all([first.reload(), second.reload(), third.reload()]);
      for (const page of [first, second, third]) {
        await page.getByText(account.name).first().waitFor();
      }
    }
    // Requests on their way when the session ends would be refused, and the browser reports that.
    for (const page of [first, second, third]) await page.waitForLoadState('networkidle');
    await second.getByRole('button', { name: 'Sign out' }).click();
    for (const page of [first, second, third]) {
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    }
    expect(complaints()).toEqual([]);
  });

  it('lets two people be signed in side by side in one browser', async () => {
    const visitor = await newVisitor();
    const learner = gateway.account('learner', 3);
    const teacher = gateway.account('instructor');
    const first = await visitor.signIn(learner);
    const second = await visitor.open();
    await second.getByText(learner.name).first().waitFor();
    await second.getByRole('button', { name: 'Switch' }).click();
    await second.getByRole('button', { name: teacher.name, exact: true }).click();
    await connection(second, 'live');
    await Promise.all([first.reload(), second.reload()]);
    await first.getByText(learner.name).first().waitFor();
    await second.getByText(teacher.name).first().waitFor();
    expect(complaints()).toEqual([]);
  });
});

describe('an access token that the server no longer takes', () => {
  it('is renewed once, and the request is made again', async () => {
    const visitor = await newVisitor();
    const sent: string[] = [];
    await visitor.context.route('**/graphql', async (route) => {
      const { query = '', operationName = '' } = route.request().postDataJSON();
      const isRefused = operationName === 'LearnCourse' && !sent.includes('LearnCourse');
      sent.push(operationName || (/^mutation (\w+)/.exec(query)?.[1] ?? ''));
      const headers = { ...route.request().headers(), authorization: 'Bearer of.no.use' };
      return isRefused ? route.continue({ headers }) : route.continue();
    });
    const page = await visitor.signIn(gateway.account('learner', 3));
    await page.getByRole('button', { name: 'Start practising' }).waitFor();
    const first = sent.indexOf('LearnCourse');
    expect(sent.slice(first + 1)).toContain('RenewSession');
    expect(sent.slice(first + 1)).toContain('LearnCourse');
    // The browser reports the refusal we asked for.
    expect(complaints().filter((line) => !line.includes('401'))).toEqual([]);
  });
});

describe('one answer', () => {
  it('moves the mastery bar, the recommendation in another tab, and the teacher’s board', async () => {
    const pupil = gateway.account('learner');
    const teacher = await newVisitor();
    const board = await teacher.signIn(gateway.account('instructor'));
    await connection(board, 'live');
    await board.evaluate(() => Object.assign(window, { neverReloaded: true }));
    const row = board.locator(`[data-learner=${JSON.stringify(pupil.name)}]`);
    const onBoard = await bars(row);

    const learner = await newVisitor();
    const page = await learner.signIn(pupil);
    await connection(page, 'live');
    const elsewhere = await learner.open();
    await connection(elsewhere, 'live');
    const arrived = elsewhere.getByRole('region', { name: 'Next for you' }).locator('.arrived');
    const mastery = page.getByRole('region', { name: 'Mastery' });
    const atFirst = await bars(mastery);

    const key = await open(page, 'Start practising');
    // From here on the other tab only listens.
    const asked: (string | null)[] = [];
    elsewhere.on('request', (request) => {
      if (request.method() === 'POST') asked.push(request.postData());
    });

    await answer(page, key, key.wrong);
    await page.getByText('Not yet').waitFor();
    const afterWrong = await movedBars(mastery, atFirst);
    await arrived.waitFor();
    const firstAdvice = await arrived.elementHandle();

    await page.getByRole('button', { name: /^Hint/ }).first().click();
    await counted(page.getByRole('list', { name: 'Hints' }).first().locator('> li'), 1);
    await answer(page, key, key.right);
    await page.getByText(/^Correct/).waitFor();
    // A new recommendation is a new element.
    await elsewhere.waitForFunction((element) => !element.isConnected, firstAdvice);
    await arrived.getByRole('listitem').first().waitFor();
    await row.getByText('1/2', { exact: true }).waitFor();

    // The first try counts: only that of the next problem moves mastery again, and upwards.
    const next = await open(page, 'Practise this');
    await answer(page, next, next.right);
    const afterRight = await movedBars(mastery, afterWrong);
    const moved = Object.keys(afterRight).filter(
      (skill) => afterRight[skill] !== afterWrong[skill],
    );
    for (const skill of moved) expect(afterRight[skill]).toBeGreaterThan(afterWrong[skill] ?? 0);

    await row.getByText('2/3', { exact: true }).waitFor();
    await movedBars(row, onBoard);
    const river = board.getByRole('log', { name: 'Activity' }).getByRole('listitem');
    const ours = river.filter({ hasText: pupil.name });
    await ours.filter({ hasText: 'took a hint' }).waitFor();
    await counted(ours.filter({ hasText: 'answered' }), 3);
    expect(asked).toEqual([]);
    expect(await board.evaluate(() => 'neverReloaded' in window)).toBe(true);
    expect(complaints()).toEqual([]);
  });

  it('is followed by the problem that was recommended', async () => {
    const learner = await newVisitor();
    const page = await learner.signIn(gateway.account('learner', 1));
    await connection(page, 'live');
    const key = await open(page, 'Start practising');
    await answer(page, key, key.wrong);
    const next = page.getByRole('region', { name: 'Next for you' });
    await next.locator('.arrived').waitFor();
    const title = await next.getByRole('heading', { level: 3 }).first().textContent();
    await open(page, 'Practise this');
    await page
      .getByRole('heading', { level: 2, name: title ?? '' })
      .first()
      .waitFor();
    expect(complaints()).toEqual([]);
  });

  it('counts once when its first sending is lost on the way back', async () => {
    const learner = await newVisitor();
    const page = await learner.signIn(gateway.account('learner', 2));
    await connection(page, 'live');
    const staff = await ApiPerson.signIn(gateway, gateway.account('instructor'));
    const start = await staff.activityCursor();
    const key = await open(page, 'Start practising');
    const keys: string[] = [];
    await page.route('**/graphql', async (route) => {
      const { operationName, variables } = route.request().postDataJSON();
      if (operationName !== 'SubmitResponse') return route.continue();
      keys.push(variables.input.clientKey);
      if (keys.length > 1) return route.continue();
      // The server hears it; its answer never arrives.
      await route.fetch();
      return route.abort('connectionreset');
    });
    await answer(page, key, key.wrong);
    await page.getByText('Not yet').waitFor();
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);

    // The problem opened, and one answer: the next event is of somebody else's making.
    const other = await ApiPerson.signIn(gateway, gateway.account('learner', 6));
    await other.startFailing();
    const events = await staff.eventsAfter(start, 3);
    expect(events.map(({ type }) => type)).toEqual([
      'PracticeActivity',
      'ResponseActivity',
      'PracticeActivity',
    ]);
    // The browser itself reports the connection we cut.
    expect(complaints().filter((line) => !line.includes('ERR_CONNECTION_RESET'))).toEqual([]);
  });
});

describe('the live board', () => {
  it('shows every event once and in order over a lost network', async () => {
    const ANSWERS = 30;
    const teacher = await newVisitor();
    const board = await teacher.signIn(gateway.account('instructor'));
    await connection(board, 'live');
    const staff = await ApiPerson.signIn(gateway, gateway.account('instructor'));
    const pupil = await ApiPerson.signIn(gateway, gateway.account('learner', 4));
    const start = await staff.activityCursor();

    const fail = await pupil.startFailing();
    for (let count = 1; count <= ANSWERS; count += 1) {
      await fail();
      if (count === 10) {
        await teacher.context.setOffline(true);
        await connection(board, 'reconnecting');
      }
      // Back in the middle of it: what was missed meets what happens now.
      if (count === 20) await teacher.context.setOffline(false);
    }
    const truth = cursors(await staff.eventsAfter(start, ANSWERS + 1));
    const newest = board.locator(`[data-cursor=${JSON.stringify(truth.at(-1))}]`);
    await newest.waitFor();
    await connection(board, 'live');
    expect((await cursorsOf(board)).slice(0, truth.length)).toEqual(truth.toReversed());
    // While the network is away the browser reports each request that fails.
    expect(complaints().filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  });

  it('goes on with a fresh token after the server closed the socket with 4403', async () => {
    const teacher = await newVisitor();
    const offered: string[] = [];
    let refuse = () => {};
    await teacher.context.routeWebSocket(/\/graphql$/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        const { type, payload } = JSON.parse(String(message));
        if (type === 'connection_init') offered.push(payload.authorization);
        server.send(message);
      });
      refuse = () => void socket.close({ code: 4403, reason: 'TOKEN_EXPIRED' });
    });
    const board = await teacher.signIn(gateway.account('assistant'));
    await connection(board, 'live');
    const staff = await ApiPerson.signIn(gateway, gateway.account('instructor'));
    const pupil = await ApiPerson.signIn(gateway, gateway.account('learner', 5));
    const start = await staff.activityCursor();
    const fail = await pupil.startFailing();
    await fail();
    refuse();
    await fail();
    await fail();

    const truth = cursors(await staff.eventsAfter(start, 4));
    await board.locator(`[data-cursor=${JSON.stringify(truth.at(-1))}]`).waitFor();
    expect((await cursorsOf(board)).slice(0, 4)).toEqual(truth.toReversed());
    expect(offered).toHaveLength(2);
    expect(offered[1]).toMatch(/^Bearer ./);
    expect(offered[1]).not.toBe(offered[0]);
    expect(complaints()).toEqual([]);
  });

  it.each([
    { code: 'SLOW_CONSUMER', reads: 0 },
    { code: 'RESYNC_REQUIRED', reads: 1 },
  ])('goes on after $code, reading the class anew $reads times', async ({ code, reads }) => {
    const teacher = await newVisitor();
    const wire: { fail?: () => void } = {};
    await teacher.context.routeWebSocket(/\/graphql$/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        const { type, id } = JSON.parse(String(message));
        if (type === 'subscribe') {
          wire.fail = () => {
            const payload = [{ message: code, extensions: { code } }];
            // As the server does: the error, and nothing more of this operation.
            socket.send(JSON.stringify({ id, type: 'error', payload }));
            server.send(JSON.stringify({ id, type: 'complete' }));
          };
        }
        server.send(message);
      });
    });
    const board = await teacher.signIn(gateway.account('instructor'));
    await connection(board, 'live');
    const staff = await ApiPerson.signIn(gateway, gateway.account('instructor'));
    const pupil = await ApiPerson.signIn(gateway, gateway.account('learner', 8));
    const start = await staff.activityCursor();
    const fail = await pupil.startFailing();
    await fail();
    const seen = await staff.eventsAfter(start, 2);
    await board.locator(`[data-cursor=${JSON.stringify(seen[1]!.cursor)}]`).waitFor();

    let read = 0;
    const again = new Promise<void>((resolve) => {
      board.on('response', (response) => {
        if (response.request().postDataJSON()?.operationName !== 'BoardLearners') return;
        read += 1;
        resolve();
      });
    });
    wire.fail?.();
    // A board that was read anew begins with what comes then.
    if (reads > 0) await again;
    await connection(board, 'live');
    await fail();
    const [next] = await staff.eventsAfter(seen[1]!.cursor, 1);
    await board.locator(`[data-cursor=${JSON.stringify(next!.cursor)}]`).waitFor();
    const shown = await cursorsOf(board);
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown[0]).toBe(next!.cursor);
    expect(read).toBe(reads);
    expect(complaints()).toEqual([]);
  });

  it('closes when the right to watch ends, and says so', async () => {
    const assistant = await newVisitor();
    const board = await assistant.signIn(gateway.account('assistant'));
    await connection(board, 'live');
    const staff = await ApiPerson.signIn(gateway, gateway.account('instructor'));
    await staff.withdraw('ASSISTANT');
    await board.getByRole('alert').filter({ hasText: 'You can no longer watch' }).waitFor();
    expect(await board.getByRole('region', { name: 'Learners' }).count()).toBe(0);
    expect(complaints()).toEqual([]);
  });
});
