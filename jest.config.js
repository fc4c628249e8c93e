// One configuration, four suites: TEST_SUITE names the one to run (see "scripts" in package.json).

const suites = {
  /** `npm test`: everything that needs no server beside it. */
  embedded: {
    testMatch: ['src/**', 'tests/{testkit,api,live,contract}/**'],
  },
  /** `npm run test:services`: the suites of the graph once more, on PostgreSQL and Redis. */
  services: {
    testMatch: ['tests/{api,live,contract,services}/**'],
    testTimeout: 60_000,
  },
  /** `npm run test:browser`: the page, in Chromium. */
  browser: {
    testMatch: ['tests/browser/**'],
    testTimeout: 120_000,
    maxWorkers: 1,
  },
  /** `npm run test:crash`: processes killed, disks filled, servers taken away. Minutes. */
  crash: {
    testMatch: ['tests/crash/**'],
    testTimeout: 600_000,
    maxWorkers: 1,
  },
};

const name = process.env['TEST_SUITE'] ?? 'embedded';
if (!(name in suites))
  throw new Error(`TEST_SUITE=${name}: know ${Object.keys(suites).join(', ')}`);
const { testMatch, ...suite } = suites[/** @type {keyof typeof suites} */ (name)];

// Only these suites may reach the servers that a developer has in the environment.
if (name !== 'services' && name !== 'crash') {
  delete process.env['TEST_DATABASE_URL'];
  delete process.env['TEST_REDIS_URL'];
}

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/src', '<rootDir>/tests'],
  testMatch: testMatch.map((folder) => `<rootDir>/${folder}/*.test.ts`),
  testEnvironment: 'node',
  injectGlobals: false,
  setupFiles: ['reflect-metadata'],
  setupFilesAfterEnv: ['<rootDir>/tests/testkit/property-seed.ts'],

  // ES modules by way of SWC, with the options of the build (.swcrc).
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  // `./x.js` in a source means `./x.ts`. The rule meets the files of node_modules as well; they
  // still get their .js because that extension is tried first.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['js', 'ts', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/tests/contract/fixtures/'],

  maxWorkers: 2,
  testTimeout: 30_000,
  // Every test file loads its own copy of the graph, which V8 is slow to give back.
  workerIdleMemoryLimit: '1GB',
  watchman: false,
  ...suite,
};
