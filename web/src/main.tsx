import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app.js';
import { Boundary } from './parts/boundary.js';
import { Session } from './session/session.js';

import './app.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

const session = new Session();
void session.restore();
createRoot(root).render(
  <StrictMode>
    <Boundary>
      <App session={session} />
    </Boundary>
  </StrictMode>,
);
