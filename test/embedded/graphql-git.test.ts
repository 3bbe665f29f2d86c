import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Octokit } from '@octokit/rest';
import { aGitHub, shop, type TestGitHub } from './a-github.ts';
import { inShop, refused } from './a-graphql.ts';

let bench: TestGitHub;
let ada: Octokit;
beforeEach(async () => {
  bench = aGitHub();
  ada = bench.octokit;
  await bench.seed();
});
afterEach(() => bench.end());

describe('commits on a branch', () => {
  const commit = `mutation ($input: CreateCommitOnBranchInput!) {
    createCommitOnBranch(input: $input) { commit { oid message parents(first: 1) { nodes { oid } } } ref { name } }
  }`;
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  function anInput(expectedHeadOid: string, more: object = {}) {
    return {
      branch: { repositoryNameWithOwner: 'ada/shop', branchName: 'main' },
      expectedHeadOid,
      message: { headline: 'Change', body: 'For a reason' },
      fileChanges: {
        additions: [{ path: 'docs/a.txt', contents: base64('a') }],
        deletions: [{ path: 'README.md' }],
      },
      ...more,
    };
  }
  const headOid = async (): Promise<string> =>
    (await ada.git.getRef({ ...shop, ref: 'heads/main' })).data.object.sha;

  it('add and delete files on top of the expected head', async () => {
    const head = await headOid();
    const answer = await ada.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(
      commit,
      {
        input: anInput(head),
      },
    );
    expect(answer).toMatchObject({
      createCommitOnBranch: {
        commit: { message: 'Change\n\nFor a reason', parents: { nodes: [{ oid: head }] } },
        ref: { name: 'main' },
      },
    });
    expect(await headOid()).toBe(answer.createCommitOnBranch.commit.oid);
    const tree = await ada.graphql(
      inShop(
        'object(expression: "main:docs") { ...on Tree { entries { path type object { ...on Blob { text } } } } }',
      ),
    );
    expect(tree).toEqual({
      repository: {
        object: { entries: [{ path: 'docs/a.txt', type: 'blob', object: { text: 'a' } }] },
      },
    });
  });

  it('are stale when the branch stands elsewhere', async () => {
    const head = await headOid();
    await ada.graphql(commit, { input: anInput(head) });
    expect(await refused(ada, commit, { input: anInput(head) })).toMatchObject({
      type: 'STALE_DATA',
      path: ['createCommitOnBranch'],
      message: `Expected branch to point to "${head}" but it did not. Pull and try again.`,
    });
  });

  it('need a branch that is there, files that are there, and paths that git takes', async () => {
    const head = await headOid();
    const nowhere = { branch: { repositoryNameWithOwner: 'ada/shop', branchName: 'nowhere' } };
    expect(await refused(ada, commit, { input: anInput(head, nowhere) })).toMatchObject({
      type: 'NOT_FOUND',
    });
    const missing = { fileChanges: { deletions: [{ path: 'nothing.txt' }] } };
    expect(await refused(ada, commit, { input: anInput(head, missing) })).toMatchObject({
      message: expect.stringContaining('nothing.txt'),
    });
    const bad = { fileChanges: { additions: [{ path: '../x', contents: base64('x') }] } };
    expect(await refused(ada, commit, { input: anInput(head, bad) })).toMatchObject({
      type: 'UNPROCESSABLE',
    });
    expect(await headOid()).toBe(head);
  });

  it('need contents: write', async () => {
    const input = anInput(await headOid());
    const bot = bench.as('ci[bot]', { contents: 'read', issues: 'write' });
    expect(await refused(bot, commit, { input })).toMatchObject({
      type: 'FORBIDDEN',
      message: 'Resource not accessible by integration',
    });
  });
});

describe('files and refs', () => {
  it('tell text from bytes', async () => {
    await ada.repos.createOrUpdateFileContents({
      ...shop,
      path: 'bytes.bin',
      message: 'Bytes',
      content: Buffer.from([0, 1, 2, 255]).toString('base64'),
    });
    const blob = (path: string) =>
      ada.graphql(
        inShop(`object(expression: "main:${path}") { ...on Blob { text isBinary byteSize } }`),
      );
    expect(await blob('bytes.bin')).toMatchObject({
      repository: { object: { text: null, isBinary: true, byteSize: 4 } },
    });
    expect(await blob('README.md')).toMatchObject({
      repository: { object: { text: '# Shop\n', isBinary: false } },
    });
    expect(await blob('nothing')).toEqual({ repository: { object: null } });
    expect(await blob('../../secret')).toEqual({ repository: { object: null } });
  });

  it('show the history of a branch', async () => {
    await ada.repos.createOrUpdateFileContents({
      ...shop,
      path: 'b',
      message: 'Second',
      content: 'Yg==',
    });
    const answer = await ada.graphql(
      inShop(`defaultBranchRef { name prefix target { ...on Commit { messageHeadline history(first: 5) { totalCount nodes { message } } } } }
        refs(refPrefix: "refs/heads/", first: 5) { nodes { name } }`),
    );
    expect(answer).toMatchObject({
      repository: {
        defaultBranchRef: {
          name: 'main',
          prefix: 'refs/heads/',
          target: {
            messageHeadline: 'Second',
            history: { totalCount: 2, nodes: [{ message: 'Second' }, { message: 'Begin' }] },
          },
        },
        refs: { nodes: [{ name: 'main' }] },
      },
    });
  });
});
