const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const lists = readdirSync(join(__dirname, 'lists'));

/** One project for each list, so that lists can be tried side by side or selected. */
/** @type {import('jest').Config} */
module.exports = {
  projects: lists.map((file) => ({
    displayName: file.replace('.ts', ''),
    rootDir: __dirname,
    testEnvironment: 'node',
    transform: { '^.+\\.ts$': '@swc/jest' },
    testMatch: ['<rootDir>/mutants.spec.ts'],
    globals: { MUTANT_LIST: file.replace('.ts', '') },
  })),
  maxWorkers: 2,
  testTimeout: 1_200_000,
  verbose: true,
};
