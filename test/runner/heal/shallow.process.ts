import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { PastSource } from '../../../src/runner/heal/heal-attempt.ts';
import { aSite, type Site } from './a-site.ts';

/** A checkout as `actions/checkout` makes it: one commit deep. */
jest.setTimeout(60_000);

const config = '{ "rate": 1.2 }\n';
let site: Site;
let good: string;
let clone: string;

beforeEach(() => {
  site = aSite({
    'config/shop.json': config,
    'rate.cjs': `const { readFileSync } = require('node:fs');
console.log(JSON.parse(readFileSync('config/shop.json', 'utf8')).rate);
`,
  });
  good = site.git('rev-parse', 'HEAD').trim();
  site.git('rm', '--quiet', 'config/shop.json');
  site.commit();
  clone = join(site.root, '..', 'clone');
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${site.root}`, clone]);
});
afterEach(() => site.remove());

const inClone = (...args: string[]) =>
  execFileSync('git', args, { cwd: clone, encoding: 'utf8' }).trim();
const heal = (past?: PastSource) =>
  site.heal('node rate.cjs', { directory: clone, keep: 'report', ...(past ? { past } : {}) });
const knows = (commit: string | null, credentials: PastSource['credentials'] = null) => ({
  lastGood: async () => commit,
  credentials,
});

describe('a file that is missing in a shallow checkout', () => {
  test('comes back as it was in the last commit that passed, which the host knows', async () => {
    const { report } = await heal(knows(good));
    expect(report).toMatchObject({ result: 'healed', base: inClone('rev-parse', 'HEAD') });
    expect(report.fixes).toMatchObject([{ remedy: 'restore-configuration', outcome: 'kept' }]);
    expect(report.patch).toContain('+{ "rate": 1.2 }');
  });

  test('leaves the checkout as shallow as it was', async () => {
    await heal(knows(good));
    expect(inClone('rev-list', '--count', 'HEAD')).toBe('1');
    expect(inClone('for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/tags')).toBe(
      'refs/heads/main',
    );
    expect(() => inClone('cat-file', '-e', good)).toThrow();
  });

  test.each([
    ['the host knows no such commit', async () => knows(null)],
    ['the commit is nowhere', async () => knows('0'.repeat(40))],
    [
      'the place that it came from is gone',
      async () => {
        inClone('remote', 'set-url', 'origin', `file://${site.root}-gone`);
        return knows(good);
      },
    ],
    [
      'it came from nowhere',
      async () => {
        inClone('remote', 'remove', 'origin');
        return knows(good);
      },
    ],
    [
      'fetching it would start another program',
      async () => {
        inClone('remote', 'set-url', 'origin', `ext::sh -c 'touch ${site.root}/pwned'`);
        return knows(good);
      },
    ],
    [
      'the host cannot say',
      async () => ({
        lastGood: async () => Promise.reject(new Error('no answer')),
        credentials: null,
      }),
    ],
  ])('has no remedy by the last good run where %s', async (_, given) => {
    const { report } = await heal(await given());
    expect(report.fixes.filter(({ outcome }) => outcome === 'kept')).toEqual([]);
    expect(['proposed', 'exhausted']).toContain(report.result);
    expect(site.has('pwned')).toBe(false);
  });
});
