import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
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

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    defaultQuery={startQuery}
    defaultEditorToolsVisibility="headers"
    shouldPersistHeaders={false}
  />,
);
