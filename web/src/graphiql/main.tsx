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

// In a demonstration the sign-in that the first tab shows is ready to run.
const accounts = await fetchDemoAccounts();
const account = accounts.find(({ role }) => /instructor/i.test(role)) ?? accounts[0];
const { email, password } = account ?? { email: '', password: '' };

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={[
      {
        query: startQuery,
        variables: JSON.stringify({ email, password }, null, 2),
        headers: JSON.stringify({ authorization: '' }, null, 2),
      },
    ]}
    defaultEditorToolsVisibility="variables"
    shouldPersistHeaders={false}
  />,
);
