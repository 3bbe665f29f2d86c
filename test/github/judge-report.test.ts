import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { earlierTexts } from '../../src/github/earlier-texts.ts';
import { judgeReport } from '../../src/github/judge-report.ts';
import { defaultHealPolicy } from '../../src/heal/loop/heal-policy.ts';
import type { HealReport } from '../../src/heal/loop/heal-report.ts';
import { renderLedger } from '../../src/text/ledger/ledger.ts';
import { aRun, aTask } from '../core/helpers/builders.ts';
import { aHealReport, aTriedFix } from '../helpers/heal-report.ts';
import { aBench, type Bench } from './helpers/bench.ts';

const shop = { owner: 'octo', repo: 'shop' };
const model = 'models/orders.sql';
const none = '0'.repeat(40);
let bench: Bench;
let head: string;

beforeEach(async () => {
  bench = await aBench();
  head = await write(model, 'select\n  amout\nfrom stg_orders\n');
});
afterEach(() => bench.close());

/** A commit with one file changed; null takes it away. */
async function write(path: string, text: string | null): Promise<string> {
  const { data: commit } = await bench.octokit.request('GET /repos/{owner}/{repo}/commits/{ref}', {
    ...shop,
    ref: 'main',
  });
  return commitOf({
    parent: commit.sha,
    branch: 'main',
    entries: [text === null ? { path, sha: null } : { path, content: text }],
  });
}

interface Made {
  readonly parent: string;
  readonly branch: string | null;
  readonly message?: string;
  readonly entries: readonly {
    readonly path: string;
    readonly mode?: '100644' | '120000' | '160000';
    readonly content?: string;
    readonly sha?: string | null;
  }[];
}

async function commitOf({ parent, branch, message = 'Change', entries }: Made): Promise<string> {
  const { octokit } = bench;
  const { data: tree } = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
    ...shop,
    base_tree: parent,
    tree: entries.map((entry) => ({
      mode: '100644' as const,
      type: entry.mode === '160000' ? ('commit' as const) : ('blob' as const),
      ...entry,
    })),
  });
  const { data: commit } = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
    ...shop,
    message,
    tree: tree.sha,
    parents: [parent],
  });
  if (branch !== null)
    await octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
      ...shop,
      ref: `heads/${branch}`,
      sha: commit.sha,
    });
  return commit.sha;
}

const change = (path: string, before: string, after: string): string =>
  `--- a/${path}\n+++ b/${path}\n@@ -1,1 +1,1 @@\n-${before}\n+${after}\n`;
const creation = (path: string, line: string): string =>
  `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,1 @@\n+${line}\n`;
const rename = `--- a/${model}\n+++ b/${model}\n@@ -2,1 +2,1 @@\n-  amout\n+  amount\n`;

const judge = (patch: string, more: Partial<HealReport> = {}, commit = head) =>
  judgeReport(bench.client, aHealReport({ patch, base: head, ...more }), {
    commit,
    policy: { ...defaultHealPolicy, verify: 'same' },
    approved: false,
    ownMachine: false,
    earlier: (path) =>
      earlierTexts(bench.client, bench.issues, { pipeline: 'nightly', commit }, path),
  });

describe('the commit that a failure was seen on', () => {
  test('is the one that the run is on', async () => {
    expect(await judge(rename)).toMatchObject({ ok: true, changes: [{ path: model }] });
  });

  test('may be one that the run was on before a fix moved it', async () => {
    const message = 'Mend it\n\nYardmaster-Fix: dbt-rename-column-0a1b2c3d\n';
    const entries = [{ path: 'README.md', content: '# The shop\n' }];
    const moved = await commitOf({ parent: head, branch: null, message, entries });
    expect(await judge(rename, {}, moved)).toMatchObject({ ok: true });
  });

  test('counts where the working tree was none of the repository’s commits', async () => {
    expect(await judge(rename, { base: none, head })).toMatchObject({ ok: true });
  });

  test('is not forged: a commit that is none', async () => {
    expect(await judge(rename, { base: none })).toMatchObject({
      ok: false,
      why: expect.stringContaining('The failure was seen on 0000000'),
    });
    expect(await judge(rename, { base: '' })).toMatchObject({ ok: false });
  });

  test('is not forged: an older one of the branch, which no fix leads from', async () => {
    const later = await write('README.md', '# The shop\n');
    expect(await judge(rename, { base: head }, later)).toMatchObject({
      ok: false,
      why: expect.stringContaining('is checked out now'),
    });
  });

  test('is not forged: one of somebody else’s branch', async () => {
    const entries = [{ path: model, content: 'select 1\n' }];
    const aside = await commitOf({ parent: head, branch: null, entries });
    expect(await judge(rename, { base: aside })).toMatchObject({ ok: false });
  });
});

describe('a path that leads elsewhere (52)', () => {
  const refused = { ok: false, why: expect.stringContaining('a symbolic link or a submodule') };

  test.each([
    ['is a link', 'models/paid.sql', 'models/paid.sql'],
    ['lies behind one', 'linked', 'linked/orders.sql'],
    ['lies behind one in another spelling', 'Linked', 'linked/orders.sql'],
  ])('is refused where it %s', async (_, link, path) => {
    const entries = [{ path: link, mode: '120000' as const, content: 'models/orders.sql' }];
    head = await commitOf({ parent: head, branch: 'main', entries });
    expect(await judge(change(path, 'select', 'select 1'))).toMatchObject(refused);
    expect(await judge(creation(path, 'select 1'))).toMatchObject(refused);
  });

  test('is refused where it lies in a submodule', async () => {
    const entries = [{ path: 'vendor', mode: '160000' as const, sha: head }];
    head = await commitOf({ parent: head, branch: 'main', entries });
    expect(await judge(creation('vendor/a.sql', 'select 1'))).toMatchObject(refused);
  });
});

describe('a file that comes back', () => {
  const lint = 'ruff.toml';

  /** A run of the pipeline that succeeded on a commit. */
  async function passedOn(commit: string): Promise<void> {
    const issue = await bench.issues.create({
      title: 'A run',
      body: '',
      labels: ['yardmaster:run'],
    });
    const run = { ...aRun([aTask({ key: 'load' })], { pipeline: 'nightly', commit }), issue };
    const body = renderLedger({ ...run, conclusion: 'success' });
    await bench.issues.update(issue, { body, state: 'closed' });
  }

  const restore = { fixes: [aTriedFix({ remedy: 'restore-configuration', files: [lint] })] };

  test('may say what it said in the last run that succeeded', async () => {
    await passedOn(await write(lint, 'dialect: duckdb\n'));
    await write(lint, 'dialect: postgres\n');
    head = await write(lint, null);
    expect(await judge(creation(lint, 'dialect: duckdb'), restore)).toMatchObject({ ok: true });
  });

  test('waits for a person where only the branch had it', async () => {
    await write(lint, 'dialect: duckdb\n');
    head = await write(lint, null);
    expect(await judge(creation(lint, 'dialect: duckdb'), restore)).toMatchObject({
      ok: false,
      why: expect.stringContaining('is for a person'),
    });
  });

  test.each([
    ['that no commit held', 'rules: none'],
    ['of long before', 'dialect: ansi'],
  ])('does not with bytes %s', async (_, text) => {
    await write(lint, 'dialect: ansi\n');
    await write(lint, 'dialect: duckdb\n');
    head = await write(lint, null);
    expect(await judge(creation(lint, text), restore)).toMatchObject({
      ok: false,
      why: expect.stringContaining('a fix never changes that'),
    });
  });

  test('does not as a run left it whose commit is none of the branch', async () => {
    const entries = [{ path: lint, content: 'rules: none\n' }];
    await passedOn(await commitOf({ parent: head, branch: null, entries }));
    expect(await judge(creation(lint, 'rules: none'), restore)).toMatchObject({ ok: false });
  });

  test('is none where it is there: a diff that calls itself a restore stays a diff', async () => {
    await passedOn(await write(lint, 'rules: none\n'));
    head = await write(lint, 'rules: all\n');
    expect(await judge(change(lint, 'rules: all', 'rules: none'), restore)).toMatchObject({
      ok: false,
      why: expect.stringContaining('a fix never changes that'),
    });
  });

  test('does not take another change along that no gate would let through', async () => {
    await passedOn(await write(lint, 'dialect: duckdb\n'));
    head = await write(lint, null);
    const patch =
      creation(lint, 'dialect: duckdb') + creation('.github/workflows/x.yml', 'on: push');
    expect(await judge(patch, restore)).toMatchObject({
      ok: false,
      why: expect.stringContaining('.github/workflows/x.yml'),
    });
  });
});

test('a lock of packages is nobody’s word to change, whatever command is said to have written it', async () => {
  head = await write('package-lock.yml', 'sha1_hash: 1\n');
  const fixes = [aTriedFix({ remedy: 'dbt-deps', files: ['package-lock.yml'] })];
  const patch = change('package-lock.yml', 'sha1_hash: 1', 'sha1_hash: 2');
  expect(await judge(patch, { fixes })).toMatchObject({
    ok: false,
    why: expect.stringContaining('which only its own package manager may write'),
  });
});

test('what is no text is not overwritten by a file that claims to be new', async () => {
  await bench.octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    ...shop,
    path: 'models/a.sql',
    message: 'Write bytes',
    content: Buffer.from([0xff, 0xfe, 0x00]).toString('base64'),
  });
  expect(await judge(creation('models/a.sql', 'select 1'), {}, 'main')).toMatchObject({
    ok: false,
    why: expect.stringContaining('is no text'),
  });
});
