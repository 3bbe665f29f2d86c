import base from './jest.config.js';

/**
 * What starts many processes: the command line, ended and killed at any moment, and healing with real commands and
 * checkouts, on a machine and in jobs. Slow, and so not part of `npm test`.
 */
/** @type {import('jest').Config} */
export default {
  ...base,
  testMatch: ['<rootDir>/test/**/*.process.ts'],
};
