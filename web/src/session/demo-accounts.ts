/** An account of the demonstration school, with its password. */
export interface DemoAccount {
  readonly role: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The demo accounts, when the server says that it has any; a server with real people answers 404. */
export async function fetchDemoAccounts(): Promise<readonly DemoAccount[]> {
  try {
    const response = await fetch('/demo.json', { headers: { accept: 'application/json' } });
    if (!response.ok) return [];
    const { accounts } = (await response.json()) as { accounts: DemoAccount[] };
    return accounts;
  } catch {
    return [];
  }
}
