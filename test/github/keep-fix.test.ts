import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { moveBranch, pushFix } from '../../src/github/fix-branch.ts';
import { openFixPull } from '../../src/github/fix-pull.ts';
import type { GitHubClient } from '../../src/github/github-client.ts';
import { aBench, type Bench } from './helpers/bench.ts';
import { clientWith } from './helpers/client-with.ts';

const shop = { owner: 'octo', repo: 'shop' };
let bench: Bench;
let client: GitHubClient;
beforeEach(async () => {
  bench = await aBench();
  client = clientWith(bench, { contents: 'write', pull_requests: 'write' });
});
afterEach(() => bench.close());

async function headOf(branch: string): Promise<string> {
  const { data } = await bench.octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
    ...shop,
    ref: `heads/${branch}`,
  });
  return data.object.sha;
}

async function aFix(after = '# The shop') {
  const changes = [{ path: 'README.md', before: '# Shop', after }];
  return {
    base: await headOf('main'),
    fingerprint: 'f1f1f1f1f1f1f1f1',
    message: 'Mend it',
    changes,
  };
}

const aPull = { into: 'main', title: 'Mend it', body: 'why' };

describe('the branch of a fix', () => {
  test('has the fix as one commit on top of its base', async () => {
    const fix = await aFix();
    const { branch, commit } = await pushFix(client, fix);
    expect(branch).toBe('yardmaster-heal/f1f1f1f1f1f1f1f1');
    expect(await headOf(branch)).toBe(commit);
    const { data } = await bench.octokit.request('GET /repos/{owner}/{repo}/commits/{ref}', {
      ...shop,
      ref: commit,
    });
    expect(data.parents.map(({ sha }) => sha)).toEqual([fix.base]);
    expect(data.files?.map(({ filename, status }) => [filename, status])).toEqual([
      ['README.md', 'modified'],
    ]);
  });

  test('is found again when the answer was lost', async () => {
    const first = await pushFix(client, await aFix());
    expect(await pushFix(client, await aFix())).toEqual(first);
  });

  test('that holds something else is left alone', async () => {
    const first = await pushFix(client, await aFix());
    const second = await pushFix(client, await aFix('# Another'));
    expect(second.branch).toMatch(/^yardmaster-heal\/f1f1f1f1f1f1f1f1-[0-9a-f]{8}$/);
    expect(await headOf(first.branch)).toBe(first.commit);
  });

  test('refuses what is no regular file of the repository', async () => {
    const changes = [{ path: 'README.md/x', before: null, after: 'x' }];
    await expect(pushFix(client, { ...(await aFix()), changes })).rejects.toThrow(
      'README.md/x is no regular file of the repository',
    );
  });

  test('may become the working branch, unless somebody pushed meanwhile', async () => {
    const { commit } = await pushFix(client, await aFix());
    await moveBranch(client, 'main', commit);
    expect(await headOf('main')).toBe(commit);
    const late = await pushFix(client, { ...(await aFix('# Late')), base: commit });
    await bench.octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
      ...shop,
      path: 'other.txt',
      message: 'Push',
      content: '',
    });
    await expect(moveBranch(client, 'main', late.commit)).rejects.toThrow(/fast forward/i);
  });
});

describe('the pull request of a fix', () => {
  test('is opened once', async () => {
    const { branch } = await pushFix(client, await aFix());
    const opened = await openFixPull(client, { ...aPull, branch }, 'https://github.com');
    expect(opened).toMatchObject({ kind: 'pull', number: 1 });
    expect(await openFixPull(client, { ...aPull, branch }, 'https://github.com')).toEqual(opened);
  });

  test('is a link where Actions may open none', async () => {
    const { branch } = await pushFix(client, await aFix());
    const reader = clientWith(bench, { contents: 'write', pull_requests: 'read' });
    expect(await openFixPull(reader, { ...aPull, branch }, 'https://github.com')).toEqual({
      kind: 'compare',
      url: 'https://github.com/octo/shop/compare/main...yardmaster-heal/f1f1f1f1f1f1f1f1?expand=1',
    });
  });
});
