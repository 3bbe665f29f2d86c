import base from './jest.config.js';

/** What needs a real dbt: it is installed by itself, and a run takes seconds. Not part of `npm test`. */
/** @type {import('jest').Config} */
export default {
  ...base,
  testMatch: ['<rootDir>/test/dbt/**/*.dbt.ts'],
  setupFiles: [],
  testTimeout: 300_000,
  maxWorkers: 2,
};
