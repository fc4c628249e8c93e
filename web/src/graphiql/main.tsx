import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';

import { fetchDemoAccounts } from '../session/demo-accounts.js';
import { startQuery } from './start-query.js';
import { monacoEnvironment } from './workers.js';

import 'graphiql/style.css';
import './graphiql.css';

Object.assign(globalThis, { MonacoEnvironment: monacoEnvironment });

const root = document.getElementById('root');
if (!root) throw new Error('graphiql.html has no #root.');

const url = new URL('/graphql', location.href).href;
const fetcher = createGraphiQLFetcher({
  url,
  // The headers of the editor become the parameters of the socket.
  subscriptionUrl: url.replace(/^http/, 'ws'),
});

// GraphiQL keeps what was written; it is given a start only where there is nothing yet.
const start = localStorage.getItem('graphiql:tabState') === null ? await firstTab() : {};

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    {...start}
    defaultQuery={startQuery}
    defaultEditorToolsVisibility="variables"
    shouldPersistHeaders={false}
  />,
);

/** In a demonstration the sign-in that the first tab shows is ready to run. */
async function firstTab() {
  const accounts = await fetchDemoAccounts();
  const account = accounts.find(({ role }) => /instructor/i.test(role)) ?? accounts[0];
  const { email, password } = account ?? { email: '', password: '' };
  return {
    initialQuery: startQuery,
    initialVariables: JSON.stringify({ email, password }, null, 2),
  };
}
