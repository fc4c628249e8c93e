import { describe, expect, it } from '@jest/globals';

import { banner } from './banner.js';
import { demoAccounts } from './demo/demo-accounts.js';

const url = 'http://127.0.0.1:4000';

describe('banner', () => {
  it('names every address and an account of every role', () => {
    const text = banner({ url, accounts: demoAccounts() });

    for (const address of [`${url}/`, `${url}/#/board`, `${url}/graphql`, 'ws://127.0.0.1:4000']) {
      expect(text).toContain(address);
    }
    for (const { role } of demoAccounts()) {
      expect(text).toContain(`${role}@demo.lyceum.example`);
    }
    expect(text).toContain('password lyceum-demo');
    expect(text.split('\n').length).toBeLessThan(24);
  });

  it('knows no password where there is no demo school', () => {
    const text = banner({ url, accounts: null });

    expect(text).not.toMatch(/lyceum-demo|demo\.lyceum/u);
    expect(text).toContain('lyceum -- school create');
  });
});

describe('demoAccounts', () => {
  it('has one of each and a class of 25, no address twice', () => {
    const accounts = demoAccounts();
    const count = (role: string): number =>
      accounts.filter((account) => account.role === role).length;

    expect(['instructor', 'assistant', 'learner', 'guardian', 'administrator'].map(count)).toEqual([
      1, 1, 25, 1, 1,
    ]);
    expect(new Set(accounts.map(({ email }) => email)).size).toBe(29);
    expect(new Set(accounts.map(({ name }) => name)).size).toBe(29);
  });
});
