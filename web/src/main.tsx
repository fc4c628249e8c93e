import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app.js';
import { Session } from './session/session.js';

import './app.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

const session = new Session();
void session.restore();
createRoot(root).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);
