import type { DemoAccount, DemoAccounts } from './demo/demo-accounts.js';

export interface BannerFacts {
  /** Where the gateway answers, without a slash at the end. */
  readonly url: string;
  /** Null where there is no demo school. */
  readonly accounts: DemoAccounts | null;
}

const LABEL = 16;

/** What the server says once it is ready: where to go, as whom, and what to try. Ends with a newline. */
export function banner({ url, accounts }: BannerFacts): string {
  return [
    '',
    `Lyceum is ready at ${url}`,
    '',
    line('Page', `${url}/`),
    line('Live board', `${url}/#/board`),
    line('Graph', `${url}/graphql  (subscriptions: ${url.replace(/^http/u, 'ws')}/graphql)`),
    line('Explorer', `${url}/graphql in a browser`),
    '',
    ...(accounts ? demo(accounts) : real()),
    '',
  ].join('\n');
}

function demo(accounts: DemoAccounts): string[] {
  const roles = [...new Set(accounts.map(({ role }) => role))];
  return [
    `Demo accounts, each with the password ${accounts[0]?.password ?? ''}`,
    ...roles.map((role) => describe(accounts.filter((account) => account.role === role))),
    '',
    'To try next: open the live board as the instructor and, in a private window, answer a problem',
    'as a learner: the board moves. Or let a recorded class play:',
    '  npm run lyceum -- replay <recording.csv.gz> --learners 50 --rate 100',
  ];
}

function describe([first, ...others]: DemoAccounts): string {
  if (!first) return '';
  const last: DemoAccount | undefined = others.at(-1);
  return last
    ? line(first.role, `${first.email} (${first.name}) to ${last.email}`)
    : line(first.role, `${first.email} (${first.name})`);
}

function real(): string[] {
  return [
    'To try next: open a school and sign in as its administrator',
    '  npm run lyceum -- school create --slug north --name "North High" \\',
    '    --admin-email you@example.org --admin-name "Your Name"',
    'then bring a course in',
    '  npm run lyceum -- import oatutor <directory or .tar.gz>',
  ];
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(LABEL)}${text}`;
}
