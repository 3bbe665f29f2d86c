import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newRun } from '../../src/core/new-run.ts';
import type { GitHubClient } from '../../src/github/github-client.ts';
import { settleHealing } from '../../src/github/settle-healing.ts';
import { defaultHealPolicy } from '../../src/heal/loop/heal-policy.ts';
import type { HealReport } from '../../src/heal/loop/heal-report.ts';
import type { Ports } from '../../src/reconcile/ports.ts';
import { aResult } from '../core/helpers/builders.ts';
import { aHealReport } from '../helpers/heal-report.ts';
import { plainTask } from '../helpers/plain-task.ts';
import { aBench, type Bench } from './helpers/bench.ts';
import { clientWith } from './helpers/client-with.ts';

/** Two tasks of one run failed on the same commit, healed beside each other, and are settled one after the other. */

const shop = { owner: 'octo', repo: 'shop' };
const orders = 'models/orders.sql';
const customers = 'models/customers.sql';
const lines = 'select amout\nfrom stg_orders\n';
let bench: Bench;
let client: GitHubClient;
let start: string;

beforeEach(async () => {
  bench = await aBench();
  client = clientWith(bench, { contents: 'write', issues: 'write', pull_requests: 'write' });
  await write(orders);
  start = await write(customers);
});
afterEach(() => bench.close());

async function write(path: string): Promise<string> {
  const { data } = await bench.octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    ...shop,
    path,
    message: 'Write a model',
    content: Buffer.from(lines).toString('base64'),
  });
  return data.commit.sha ?? '';
}

const rename = (path: string, name = 'amount'): string =>
  `--- a/${path}\n+++ b/${path}\n@@ -1,2 +1,2 @@\n-select amout\n+select ${name}\n from stg_orders\n`;

/** A report of an attempt that worked on the commit on which the run began. */
function aReport(fingerprint: string, patch: string, facts: Partial<HealReport> = {}): HealReport {
  const report = aHealReport({ patch, base: start, ...facts });
  return { ...report, failure: report.failure && { ...report.failure, fingerprint } };
}
const one = 'f1'.repeat(8);
const other = 'f2'.repeat(8);

/** What becomes of a task's attempt, while the run is on `commit`. */
async function settle(task: number, heal: HealReport, commit: string) {
  const identity = {
    issue: 12,
    key: 'k',
    pipeline: 'nightly',
    commit,
    source: 'd'.repeat(16),
    actor: 'mona',
    slots: 3,
    issues: 'attention',
  } as const;
  const tasks = ['orders', 'customers'].map((key) => ({ ...plainTask, key }));
  const ports: Ports = {
    ...bench,
    clock: { ...bench.clock, random: () => 0.5 },
    fleet: {} as Ports['fleet'],
    log: () => {},
  };
  const ref = { run: 12, task, attempt: 1 };
  const handoff = { ref, result: aResult(), outputs: {}, produced: [], tail: '', heal };
  return settleHealing(client, ports, handoff, {
    run: newRun(identity, tasks, 0),
    policy: { ...defaultHealPolicy, verify: 'same' },
    holder: 'actions:1:settle',
    branch: 'main',
    site: 'https://github.com',
    attemptUrl: null,
  });
}

/** The commit that the first one has brought the run to. */
async function healed(heal: HealReport): Promise<string> {
  const { published } = await settle(0, heal, start);
  return published?.commit ?? '';
}

const textAt = async (path: string, ref: string): Promise<string> => {
  const { data } = await bench.octokit.request('GET /repos/{owner}/{repo}/contents/{path}', {
    ...shop,
    path,
    ref,
  });
  const { content } = data as { content: string };
  return Buffer.from(content, 'base64').toString();
};

describe('the second one', () => {
  test('lies on top of the first, and the run has both', async () => {
    const commit = await healed(aReport(one, rename(orders)));
    const { result, end, published } = await settle(1, aReport(other, rename(customers)), commit);
    const to = published?.commit ?? '';
    expect(result.outcome).toBe('success');
    expect(end).toMatchObject({ kind: 'ended', fix: { from: commit, to } });
    expect(await textAt(orders, to)).toContain('amount');
    expect(await textAt(customers, to)).toContain('amount');
  });

  test('counts where the first mends it, too, and its issue names the same pull request', async () => {
    const commit = await healed(aReport(one, rename(orders)));
    const { result, end, issue } = await settle(1, aReport(other, rename(orders)), commit);
    expect(result.outcome).toBe('success');
    expect(end).toMatchObject({ fix: { from: commit, to: commit } });
    const { data } = await bench.octokit.request('GET /repos/{owner}/{repo}/pulls', shop);
    expect(data).toHaveLength(1);
    const comments = await bench.octokit.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { ...shop, issue_number: issue ?? 0 },
    );
    expect(comments.data.map(({ body }) => body).join()).toContain(`#${data[0]?.number}`);
  });

  test('runs again, unblamed, where the first has changed the same lines in another way', async () => {
    const commit = await healed(aReport(one, rename(orders)));
    const { result, end, issue } = await settle(1, aReport(other, rename(orders, 'sum')), commit);
    expect(result).toMatchObject({ outcome: 'stopped', failure: null });
    expect(result.message).toBe(
      `its fix does not fit ${commit.slice(0, 7)}, with which another task was healed meanwhile`,
    );
    expect(end).toEqual({ kind: 'ended', ref: { run: 12, task: 1, attempt: 1 }, result });
    expect(issue).toBeNull();
    expect(await bench.issues.list('needs-triage')).toEqual([]);
  });

  test('fails where it worked on what the run is on now, and what it says is no fix', async () => {
    const commit = await healed(aReport(one, rename(orders)));
    const again = aReport(other, rename(orders, 'sum'), { base: commit });
    const { result, end } = await settle(1, again, commit);
    expect(result).toMatchObject({ outcome: 'failure', failure: 'validation' });
    expect(end).not.toHaveProperty('fix');
  });

  test('fails where it names a commit that the run never was on', async () => {
    const commit = await healed(aReport(one, rename(orders)));
    const elsewhere = aReport(other, rename(orders, 'sum'), { base: 'e'.repeat(40) });
    const { result } = await settle(1, elsewhere, commit);
    expect(result).toMatchObject({ outcome: 'failure', failure: 'validation' });
  });

  test('is known by the commit that was checked out where its base is in no repository', async () => {
    const commit = await healed(aReport(one, rename(orders)));
    const dirty = aReport(other, rename(orders), { base: 'e'.repeat(40), head: start });
    const { result, end } = await settle(1, dirty, commit);
    expect(result.outcome).toBe('success');
    expect(end).toMatchObject({ fix: { from: commit, to: commit } });
  });
});
