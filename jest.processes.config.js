import base from './jest.config.js';

/** The command line as a process of its own, ended and killed at any moment. Slow, and so not part of `npm test`. */
/** @type {import('jest').Config} */
export default {
  ...base,
  testMatch: ['<rootDir>/test/cli/**/*.process.ts'],
};
