import {
  chromium,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
} from 'playwright-core';

import type { DemoAccount, GatewayProcess } from './gateway-process.js';

const PATIENCE_MS = 30_000;

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** One person at one browser: its storage is their own, and what goes wrong in it is written down. */
export class Visitor {
  /** Errors in the console, faults of scripts, and requests to anybody but the gateway. */
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    private readonly gateway: GatewayProcess,
  ) {}

  static async come(browser: Browser, gateway: GatewayProcess): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(PATIENCE_MS);
    const visitor = new Visitor(context, gateway);
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        visitor.complaints.push(`console ${message.type()}: ${message.text()}`);
      }
    });
    context.on('weberror', (error) => visitor.complaints.push(`fault: ${error.error().message}`));
    context.on('request', (request) => visitor.#notice(request.url()));
    context.on('page', (page) => {
      page.on('websocket', (socket) => visitor.#notice(socket.url()));
    });
    return visitor;
  }

  /** Opens the page in a new tab. */
  async open(path = '/'): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`${this.gateway.url}${path}`);
    return page;
  }

  /** Opens the page and signs in by the button of a demo account. */
  async signIn(account: DemoAccount): Promise<Page> {
    const page = await this.open();
    const button = page.getByRole('button', { name: account.name, exact: true });
    const more = page.getByRole('button', { name: /^\d+ more$/ });
    await page.getByRole('heading', { name: 'or look around as' }).waitFor();
    // Roles with many accounts show a few first.
    while ((await button.count()) === 0) await more.first().click();
    await button.click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    return page;
  }

  #notice(url: string): void {
    const { protocol, host } = new URL(url);
    if (protocol === 'data:' || protocol === 'blob:') return;
    if (host !== new URL(this.gateway.url).host) this.complaints.push(`request to ${url}`);
  }
}

/** The bars inside an element, by name, as people who cannot see them are told. */
export async function bars(locator: Locator): Promise<Record<string, number>> {
  const meters = await locator
    .getByRole('meter')
    .evaluateAll((all) => all.map((meter) => [meter.ariaLabel, Number(meter.ariaValueNow)]));
  return Object.fromEntries(meters) as Record<string, number>;
}

/** Waits until one of the bars has another value, or there is another bar, and gives them all. */
export async function movedBars(
  locator: Locator,
  before: Record<string, number>,
): Promise<Record<string, number>> {
  const element = await locator.elementHandle();
  await locator
    .page()
    .waitForFunction(
      ([node, known]) =>
        Array.from(node.querySelectorAll('[role=meter]')).some(
          (meter) => known[meter.ariaLabel ?? ''] !== Number(meter.ariaValueNow),
        ),
      [element, before] as const,
    );
  return bars(locator);
}

/** Waits until the page shows exactly so many of these. */
export async function counted(locator: Locator, count: number): Promise<void> {
  // nth() is found only when there are as many; the one after must be missing.
  if (count > 0) await locator.nth(count - 1).waitFor({ state: 'attached' });
  await locator.nth(count).waitFor({ state: 'detached' });
}
