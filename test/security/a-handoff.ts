import { strToU8 } from 'fflate';
import { filesDigest } from '../../src/github/files-digest.ts';
import type { Handoff } from '../../src/text/handoff.ts';

export const ref = { run: 12, task: 0, attempt: 1 };
export const aHandoff = (produced: readonly string[]): Handoff => ({
  ref,
  result: {
    outcome: 'success',
    failure: null,
    exitCode: 0,
    signal: null,
    startedAt: 1,
    endedAt: 2,
    digest: null,
    place: 7,
    message: '',
  },
  outputs: {},
  produced,
  tail: '',
});

/** What a handoff is bound to that has these files. */
export const digestOf = (files: Readonly<Record<string, string>>): string =>
  filesDigest(Object.entries(files).map(([path, content]) => [path, strToU8(content)] as const));
