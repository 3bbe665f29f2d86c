import type { Project } from '../fix/fix.ts';

/** What is known of the files where they could not be looked at. */
export const nothing: Project = {
  paths: [],
  read: () => null,
  artifact: () => null,
  lastGood: () => null,
  earlier: () => [],
  gone: () => [],
  directory: '.',
};
