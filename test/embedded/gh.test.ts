/** The real `gh` of the distribution against the embedded GitHub, where it is installed. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  insertWorkflowRun,
  markRunCompleted,
} from '../../src/embedded/actions/workflow-run-rows.ts';
import { type EmbeddedGitHub, openEmbeddedGitHub } from '../../src/embedded/embedded-github.ts';
import type { Listening } from '../../src/embedded/listen.ts';
import { findRepository } from '../../src/embedded/repositories.ts';
import { openStore } from '../../src/embedded/storage/store.ts';
import { ensureUser } from '../../src/embedded/users.ts';

const installed = hasGh();
const suite = installed ? describe : describe.skip;
if (!installed)
  process.stderr.write(
    'SKIPPED: gh is not installed, so it is not tested against the embedded GitHub\n',
  );

function hasGh(): boolean {
  try {
    execFileSync('gh', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let dir: string;
let github: EmbeddedGitHub;
let listening: Listening;
let token: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yardmaster-gh-'));
  github = openEmbeddedGitHub({ dir, baseUrl: 'http://github.localhost' });
  github.createRepository({ owner: 'octo', name: 'shop' });
  github.addCollaborator({ owner: 'octo', repo: 'shop', login: 'ann', role: 'write' });
  token = github.createToken({ login: 'ann' });
  listening = await github.listen(0);
});
afterAll(async () => {
  if (!dir) return;
  await listening.close();
  await github.close();
  rmSync(dir, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `gh` as somebody would on a machine that reaches the server through a proxy. */
function tryGh(args: readonly string[], as = token): Promise<Ran> {
  const env = {
    // biome-ignore lint/style/noProcessEnv: gh looks for git where whoever runs the tests has it.
    PATH: process.env.PATH,
    HOME: dir,
    GH_HOST: 'github.localhost',
    GH_REPO: 'github.localhost/octo/shop',
    GH_ENTERPRISE_TOKEN: as,
    GH_TOKEN: as,
    GH_CONFIG_DIR: join(dir, 'gh'),
    GH_NO_UPDATE_NOTIFIER: '1',
    NO_COLOR: '1',
    HTTP_PROXY: listening.url,
  };
  return new Promise((resolve) => {
    execFile('gh', [...args], { env, cwd: dir, timeout: 20_000 }, (error, out, err) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, out: out.trim(), err: err.trim() });
    });
  });
}

async function gh(...args: string[]): Promise<string> {
  const ran = await tryGh(args);
  if (ran.code !== 0) throw new Error(`gh ${args.join(' ')}: ${ran.err || ran.out}`);
  return ran.out;
}

async function newIssue(title: string, ...more: string[]): Promise<string> {
  const url = await gh('issue', 'create', '--title', title, '--body', `about ${title}`, ...more);
  return url.split('/').at(-1) ?? '';
}

async function shown(number: string, ...fields: string[]) {
  return JSON.parse(await gh('issue', 'view', number, '--json', fields.join(',')));
}

suite('gh issue', () => {
  it('creates with labels and an assignee, and answers the address', async () => {
    const url = await gh(
      ...['issue', 'create', '--title', 'Broken', '--body', 'It **fails**'],
      ...['--label', 'bug', '--assignee', '@me'],
    );
    expect(url).toMatch(/^http:\/\/github\.localhost\/octo\/shop\/issues\/\d+$/);
    const number = url.split('/').at(-1) ?? '';
    expect(
      await shown(number, 'title', 'body', 'labels', 'assignees', 'author', 'state'),
    ).toMatchObject({
      title: 'Broken',
      body: 'It **fails**',
      state: 'OPEN',
      labels: [{ name: 'bug' }],
      assignees: [{ login: 'ann' }],
      author: { login: 'ann' },
    });
  });

  it('views as text, with comments', async () => {
    const number = await newIssue('to be read');
    await gh('issue', 'comment', number, '--body', 'first remark');
    await gh('issue', 'comment', number, '--body', 'second remark');
    const text = await gh('issue', 'view', number);
    expect(text).toContain('title:\tto be read');
    expect(text).toContain('state:\tOPEN');
    expect(text).toContain('comments:\t2');
    const comments = await gh('issue', 'view', number, '--comments');
    expect(comments).toContain('first remark');
    expect(comments).toContain('second remark');
  });

  it('lists open issues, and filters by state, label, author and words', async () => {
    const open = await newIssue('apples are open', '--label', 'question');
    const closed = await newIssue('pears are closed');
    await gh('issue', 'close', closed);
    const numbers = async (...args: string[]) => {
      const found = JSON.parse(
        await gh('issue', 'list', ...args, '--limit', '50', '--json', 'number'),
      );
      return found.map((issue: { number: number }) => String(issue.number));
    };
    expect(await numbers()).toContain(open);
    expect(await numbers()).not.toContain(closed);
    expect(await numbers('--state', 'closed')).toContain(closed);
    expect(await numbers('--label', 'question')).toEqual([open]);
    expect(await numbers('--state', 'all', '--author', 'ann')).toContain(closed);
    expect(await numbers('--author', 'octo')).toEqual([]);
    expect(await numbers('--state', 'all', '--search', 'pears in:title')).toEqual([closed]);
    expect(await gh('issue', 'list')).toContain('apples are open');
  });

  it('edits title, body, labels and assignees', async () => {
    const number = await newIssue('old', '--label', 'bug');
    await gh('issue', 'edit', number, '--title', 'new', '--body', 'changed');
    await gh('issue', 'edit', number, '--add-label', 'question', '--remove-label', 'bug');
    await gh('issue', 'edit', number, '--add-assignee', '@me');
    expect(await shown(number, 'title', 'body', 'labels', 'assignees')).toMatchObject({
      title: 'new',
      body: 'changed',
      labels: [{ name: 'question' }],
      assignees: [{ login: 'ann' }],
    });
  });

  it('closes with a reason and a comment, and reopens', async () => {
    const number = await newIssue('for a while');
    await gh('issue', 'close', number, '--reason', 'not planned', '--comment', 'no time');
    expect(await shown(number, 'state', 'comments')).toMatchObject({
      state: 'CLOSED',
      comments: [{ body: 'no time' }],
    });
    await gh('issue', 'reopen', number);
    expect(await shown(number, 'state')).toEqual({ state: 'OPEN' });
  });

  it('shows the status of what concerns the viewer', async () => {
    await newIssue('mine to do', '--assignee', '@me');
    expect(await gh('issue', 'status')).toContain('mine to do');
  });

  it('says plainly what is not there', async () => {
    const ran = await tryGh(['issue', 'view', '9999']);
    expect(ran.code).not.toBe(0);
    expect(ran.err).toContain(
      'Could not resolve to an issue or pull request with the number of 9999',
    );
  });
});

suite('gh with less than it needs', () => {
  it('is told that a token may not write issues', async () => {
    const reader = github.createToken({
      login: 'ann',
      repo: 'octo/shop',
      permissions: { issues: 'read' },
    });
    const ran = await tryGh(['issue', 'create', '--title', 'x', '--body', 'y'], reader);
    expect(ran.code).not.toBe(0);
    expect(ran.err).toContain('Resource not accessible by personal access token');
  });

  it('is told that a token is none', async () => {
    const ran = await tryGh(['issue', 'list'], 'ghp_nonsense');
    expect(ran.code).not.toBe(0);
    expect(ran.err).toMatch(/Bad credentials|401/);
  });
});

suite('gh label', () => {
  it('lists, searches, creates, edits and deletes', async () => {
    expect(await gh('label', 'list')).toContain("Something isn't working");
    await gh('label', 'create', 'size:xl', '--color', 'ff0000', '--description', 'very large');
    expect(await gh('label', 'list', '--search', 'very large')).toBe(
      'size:xl\tvery large\t#ff0000',
    );
    await gh('label', 'edit', 'size:xl', '--color', '00ff00');
    expect(await gh('label', 'list', '--search', 'size:xl')).toContain('#00ff00');
    await gh('label', 'delete', 'size:xl', '--yes');
    expect(await gh('label', 'list', '--search', 'size:xl')).toBe('');
  });
});

/** A run that was over before anybody asked, as the runner would have left it. */
function leaveRun(workflowId: number, title: string, conclusion: 'success' | 'failure'): number {
  const store = openStore(join(dir, 'github.sqlite'));
  const ctx = { store, now: () => Date.parse('2026-01-05T09:00:00Z') };
  const actor = ensureUser(ctx, { login: 'ann' });
  const repo = findRepository(ctx, 'octo', 'shop');
  const run = insertWorkflowRun(ctx, {
    repoId: repo?.id ?? 0,
    workflowId,
    displayTitle: title,
    headBranch: 'main',
    headSha: 'a'.repeat(40),
    actorId: actor.id,
  });
  markRunCompleted(ctx, run.id, conclusion);
  store.close();
  return run.id;
}

suite('gh workflow and gh run', () => {
  it('list workflows and their runs', async () => {
    const workflow =
      'name: Nightly\non: workflow_dispatch\njobs:\n  a:\n    runs-on: x\n    steps: []\n';
    await gh(
      ...['api', '-X', 'PUT', 'repos/octo/shop/contents/.github/workflows/nightly.yml'],
      ...['-f', 'message=Add', '-f', `content=${Buffer.from(workflow).toString('base64')}`],
    );
    const [listed = ''] = (await gh('workflow', 'list')).split('\n');
    expect(listed).toMatch(/^Nightly\tactive\t\d+$/);
    const id = leaveRun(Number(listed.split('\t')[2]), 'Nightly of Monday', 'failure');
    const runs = JSON.parse(
      await gh(
        'run',
        'list',
        '--json',
        'databaseId,displayTitle,status,conclusion,event,headBranch',
      ),
    );
    expect(runs).toEqual([
      {
        databaseId: id,
        displayTitle: 'Nightly of Monday',
        status: 'completed',
        conclusion: 'failure',
        event: 'workflow_dispatch',
        headBranch: 'main',
      },
    ]);
    expect(await gh('run', 'list', '--workflow', 'Nightly')).toContain('Nightly of Monday');
    expect(await gh('run', 'view', String(id))).toContain(`main Nightly · ${id}`);
  });
});

suite('gh elsewhere', () => {
  it('knows who it is, and which repositories there are', async () => {
    expect(await gh('api', 'user', '--jq', '.login')).toBe('ann');
    expect(await gh('repo', 'list', 'octo')).toContain('octo/shop');
    expect((await tryGh(['auth', 'status', '--hostname', 'github.localhost'])).err).toContain(
      'Logged in to github.localhost as ann',
    );
  });
});
