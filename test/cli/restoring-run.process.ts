import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { restoreCommitted } from '../../src/runner/restore-committed.ts';
import { aCheckout, buildCommandLine } from './a-checkout.ts';

jest.setTimeout(60_000);

let checkout: ReturnType<typeof aCheckout>;
afterEach(() => checkout.remove());

const files = {
  '.github/pipelines/nightly.yml': `tasks:
  optimize:
    run: grep -qx 'pace 1' config/weights.conf
    recover:
      restore: config/*.conf
      after: 1s
`,
  'config/weights.conf': 'pace 1\n',
  'config/notes.md': 'none\n',
};

describe('a task that restores configuration before a retry', () => {
  beforeAll(buildCommandLine);

  test('finds it as it was in the last run that succeeded', async () => {
    checkout = aCheckout(files);
    expect((await checkout.run(['run'])).code).toBe(0);
    writeFileSync(join(checkout.root, 'config/weights.conf'), 'pace 99\n');
    checkout.git('commit', '--quiet', '--all', '--message', 'Go faster');
    const { code, out } = await checkout.run(['run']);
    expect(out).toMatch(/as they were in run #\d+ again: config\/weights\.conf/);
    expect(code).toBe(0);
    expect(checkout.git('status', '--porcelain')).toContain('M config/weights.conf');
  });
});

describe('files that are restored', () => {
  test('are those that the globs mean, and not those that a person is changing', () => {
    checkout = aCheckout({ ...files, 'config/other.conf': 'a\n' });
    const commit = checkout.git('rev-parse', 'HEAD').trim();
    for (const path of ['config/weights.conf', 'config/other.conf', 'config/notes.md'])
      writeFileSync(join(checkout.root, path), 'committed\n');
    checkout.git('commit', '--quiet', '--all', '--message', 'Change them');
    writeFileSync(join(checkout.root, 'config/other.conf'), 'not committed\n');
    expect(restoreCommitted(checkout.root, commit, ['config/*.conf'])).toEqual({
      restored: ['config/weights.conf'],
      kept: ['config/other.conf'],
    });
    const read = (path: string) => readFileSync(join(checkout.root, path), 'utf8');
    expect(read('config/weights.conf')).toBe('pace 1\n');
    expect(read('config/other.conf')).toBe('not committed\n');
    expect(read('config/notes.md')).toBe('committed\n');
  });
});
