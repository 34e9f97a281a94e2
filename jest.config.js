/**
 * Tests run in a context in which each look-up of a global is slow; these are handed to every module, as parameters. Left out are those
 * that fake timers replace, and those that libraries declare themselves, such as Buffer.
 */
const QUICK_GLOBALS = [
  ...'Array BigInt Error Intl JSON Map Math Number Object Promise RegExp Set String Symbol'.split(' '),
  ...'Float64Array Infinity Int32Array Uint32Array Uint8Array'.split(' '),
];

/** @type {import('jest').Config} */
const shared = {
  rootDir: __dirname,
  testEnvironment: '<rootDir>/test/support/environment.ts',
  transform: { '^.+\\.ts$': '@swc/jest' },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  sandboxInjectedGlobals: QUICK_GLOBALS,
};

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/{architecture,deploy,property,web}/**/*.spec.ts'],
    },
    // These run the built service as a user would.
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.spec.ts', '<rootDir>/test/faults/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/support/faketime.ts',
    },
    // These need a Citus cluster: see CONTRIBUTING.md.
    { ...shared, displayName: 'citus', testMatch: ['<rootDir>/test/citus/**/*.spec.ts'] },
    // These use its page as somebody would who sits in front of a browser.
    {
      ...shared,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/support/browser/provide-chromium.ts',
    },
  ],
  testSequencer: '<rootDir>/test/longest-first.js',
  // Most of the time of a test is spent waiting for other processes.
  maxWorkers: 3,
  testTimeout: 300_000,
};
