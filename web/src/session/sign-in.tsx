import { useEffect, useId, useRef, useState, type SubmitEvent } from 'react';

import { GraphFault, UNREACHABLE } from '../graph/ask.js';
import { Mark } from '../parts/mark.js';
import { Notice } from '../parts/notice.js';
import { fetchDemoAccounts, type DemoAccount } from './demo-accounts.js';
import type { Session } from './session.js';

import './sign-in.css';

const FEW = 3;

export function SignIn({ session, notice }: { session: Session; notice: string | null }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [school, setSchool] = useState('');
  const [schools, setSchools] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const accounts = useDemoAccounts();
  const emailField = useRef<HTMLInputElement>(null);
  const ids = { email: useId(), password: useId(), school: useId() };

  async function signIn(as: { email: string; password: string; school?: string }) {
    setBusy(true);
    setProblem(null);
    try {
      const outcome = await session.signIn(as.email, as.password, as.school);
      if (outcome.kind === 'signedIn') return;
      setProblem(outcome.message);
      if (outcome.kind === 'schoolRequired') {
        setSchools(outcome.schools);
        setSchool(outcome.schools[0] ?? '');
      } else emailField.current?.focus();
    } catch (error) {
      setProblem(error instanceof GraphFault ? error.message : UNREACHABLE);
    }
    setBusy(false);
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    void signIn({ email, password, ...(school === '' ? {} : { school }) });
  }

  return (
    <div className="sign-in">
      <header className="sign-in-intro">
        <p className="wordmark">
          <Mark /> Lyceum
        </p>
        <h1>Every answer moves something.</h1>
        <p>
          A learner answers; mastery, the next problem and the teacher’s board move with it, while
          everybody watches.
        </p>
      </header>
      <main className="card sign-in-card">
        <h2>Sign in</h2>
        {notice !== null && <Notice tone="info">{notice}</Notice>}
        <form onSubmit={submit} aria-busy={busy}>
          <label htmlFor={ids.email}>E-mail</label>
          <input
            ref={emailField}
            id={ids.email}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <label htmlFor={ids.password}>Password</label>
          <input
            id={ids.password}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {schools.length > 0 && (
            <>
              <label htmlFor={ids.school}>School</label>
              <select
                id={ids.school}
                value={school}
                onChange={(event) => setSchool(event.target.value)}
              >
                {schools.map((slug) => (
                  <option key={slug}>{slug}</option>
                ))}
              </select>
            </>
          )}
          {problem !== null && <Notice tone="error">{problem}</Notice>}
          <button type="submit" className="button button-main" disabled={busy}>
            {busy ? 'Signing in…' : 'Sign in'}
          </button>
        </form>
        {accounts.length > 0 && (
          <section className="demo-accounts" aria-label="Demonstration accounts">
            <h3>or look around as</h3>
            {byRole(accounts).map(([role, people]) => (
              <AccountGroup
                key={role}
                role={role}
                people={people}
                disabled={busy}
                onPick={(account) => void signIn(account)}
              />
            ))}
          </section>
        )}
      </main>
      <footer className="sign-in-footer">
        <a href="/graphql">Open the graph explorer</a>
      </footer>
    </div>
  );
}

function AccountGroup({
  role,
  people,
  disabled,
  onPick,
}: {
  role: string;
  people: readonly DemoAccount[];
  disabled: boolean;
  onPick: (account: DemoAccount) => void;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? people : people.slice(0, FEW);
  return (
    <div className="account-group">
      <h4>{roleName(role)}</h4>
      <ul>
        {shown.map((account) => (
          <li key={account.email}>
            <button
              type="button"
              className="button account"
              disabled={disabled}
              title={account.email}
              onClick={() => onPick(account)}
            >
              {account.name}
            </button>
          </li>
        ))}
        {shown.length < people.length && (
          <li>
            <button type="button" className="button button-quiet" onClick={() => setAll(true)}>
              {people.length - shown.length} more
            </button>
          </li>
        )}
      </ul>
    </div>
  );
}

function useDemoAccounts(): readonly DemoAccount[] {
  const [accounts, setAccounts] = useState<readonly DemoAccount[]>([]);
  useEffect(() => {
    let wanted = true;
    void fetchDemoAccounts().then((found) => {
      if (wanted) setAccounts(found);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return accounts;
}

function byRole(accounts: readonly DemoAccount[]): [string, DemoAccount[]][] {
  const groups = new Map<string, DemoAccount[]>();
  for (const account of accounts) {
    const group = groups.get(account.role);
    if (group) group.push(account);
    else groups.set(account.role, [account]);
  }
  return [...groups];
}

/** `INSTRUCTOR` and `instructor` → "Instructor". */
function roleName(role: string): string {
  return role.charAt(0).toUpperCase() + role.slice(1).toLowerCase();
}
