// `npm run test:services`: the suites of the graph once more, on PostgreSQL and Redis. Without
// both servers there is nothing to test: said plainly, and a failure only where CI=true.
//
//   TEST_DATABASE_URL  a role that is no superuser and owns its database
//   TEST_REDIS_URL     default redis://127.0.0.1:6379
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import path from 'node:path';

const { TEST_DATABASE_URL: database = '', TEST_REDIS_URL: redis = 'redis://127.0.0.1:6379' } =
  process.env;

const missing = [
  await problem('PostgreSQL', 'TEST_DATABASE_URL', database, 5432),
  await problem('Redis', 'TEST_REDIS_URL', redis, 6379),
].filter((sentence) => sentence !== undefined);

if (missing.length > 0) {
  console.error(`${missing.join(' ')} The services suite was not run.`);
  process.exit(process.env['CI'] === 'true' ? 1 : 0);
}

const jest = path.resolve(import.meta.dirname, '../node_modules/jest/bin/jest.js');
spawn(process.execPath, [jest, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    TEST_SUITE: 'services',
    TEST_DATABASE_URL: database,
    TEST_REDIS_URL: redis,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  },
}).on('exit', (code) => {
  process.exitCode = code ?? 1;
});

/**
 * @param {string} server
 * @param {string} variable
 * @param {string} url
 * @param {number} defaultPort
 * @returns {Promise<string | undefined>} what is wrong, if anything
 */
async function problem(server, variable, url, defaultPort) {
  if (url === '') return `${variable} is not set.`;
  if (!URL.canParse(url)) return `${variable} is not a URL.`;
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1';
  const number = Number(port) || defaultPort;
  return (await answers(host, number))
    ? undefined
    : `No ${server} answers at ${host}:${number} (${variable}).`;
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const settle = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}
