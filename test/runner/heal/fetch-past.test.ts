import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FetchCredentials,
  fetchCommit,
  fetchHistory,
} from '../../../src/runner/heal/fetch-past.ts';
import type { Git, GitOptions } from '../../../src/runner/heal/git.ts';

const head = 'a'.repeat(40);
const token = { url: 'https://github.com/', header: 'AUTHORIZATION: basic abc' };
let gitDir: string;
let fetched: { readonly args: readonly string[]; readonly options: GitOptions }[];

beforeEach(() => {
  gitDir = mkdtempSync(join(tmpdir(), 'fetch-past-'));
  writeFileSync(join(gitDir, 'shallow'), `${head}\n`);
  fetched = [];
});
afterEach(() => rmSync(gitDir, { recursive: true }));

/** A git whose checkout came from there. */
function aGit(origin: string, keptHeader = ''): Git {
  return async (args, options) => {
    const said = (out: string) => ({ ok: out !== '', out, bytes: Buffer.from(out), error: '' });
    if (args[0] === 'remote') return said(`${origin}\n`);
    if (args[0] === 'config') return said(keptHeader);
    if (args[0] !== 'fetch') return said('');
    fetched.push({ args, options });
    return said('fetched');
  };
}
const placeOf = (git: Git, credentials: FetchCredentials | null = null) => ({
  ...{ git, gitDir, head, credentials },
  root: '/work/shop',
});
const sent = () => fetched[0]?.options.environment ?? {};

describe('what a shallow checkout lacks', () => {
  test('is fetched with the host’s token, for its own address and in no word of the command', async () => {
    expect(await fetchHistory(placeOf(aGit('https://github.com/octo/shop'), token))).toBe(true);
    expect(sent()).toMatchObject({
      GIT_CONFIG_KEY_0: 'http.https://github.com/.extraHeader',
      GIT_CONFIG_VALUE_0: token.header,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_DIR: gitDir,
    });
    expect(fetched[0]?.args.join(' ')).not.toContain('abc');
    expect(fetched[0]?.options.timeout).toBeGreaterThan(0);
  });

  test('never takes the token elsewhere, whatever a command made of the checkout’s settings', async () => {
    await fetchHistory(placeOf(aGit('https://evil.example/octo/shop'), token));
    expect(sent().GIT_CONFIG_KEY_0).toBe('http.https://github.com/.extraHeader');
  });

  test('is fetched with what the checkout keeps, where the host has nothing', async () => {
    await fetchCommit(
      placeOf(aGit('https://github.com/octo/shop', 'AUTHORIZATION: basic kept\n')),
      head,
    );
    expect(sent()).toMatchObject({
      GIT_CONFIG_KEY_0: 'http.https://github.com/octo/shop.extraHeader',
      GIT_CONFIG_VALUE_0: 'AUTHORIZATION: basic kept',
    });
  });

  test.each([
    ['a program', 'ext::sh -c evil'],
    ['a word that is an option', '--upload-pack=evil'],
    ['a shell on another machine', 'ssh://git@github.com/octo/shop'],
  ])('is not fetched by %s', async (_, origin) => {
    expect(await fetchHistory(placeOf(aGit(origin)))).toBe(false);
    expect(fetched).toEqual([]);
  });

  test('is nothing where the checkout is whole', async () => {
    rmSync(join(gitDir, 'shallow'));
    expect(await fetchHistory(placeOf(aGit('https://github.com/octo/shop')))).toBe(false);
    expect(fetched).toEqual([]);
  });
});
