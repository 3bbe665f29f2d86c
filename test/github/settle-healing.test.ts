import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newRun } from '../../src/core/new-run.ts';
import type { GitHubClient } from '../../src/github/github-client.ts';
import { settleHealing } from '../../src/github/settle-healing.ts';
import { defaultHealPolicy } from '../../src/heal/loop/heal-policy.ts';
import type { HealReport } from '../../src/heal/loop/heal-report.ts';
import type { Ports } from '../../src/reconcile/ports.ts';
import { aHealReport, aTriedFix } from '../helpers/heal-report.ts';
import { plainTask } from '../helpers/plain-task.ts';
import { aBench, type Bench } from './helpers/bench.ts';
import { clientWith } from './helpers/client-with.ts';

const shop = { owner: 'octo', repo: 'shop' };
const model = 'models/orders.sql';
const patch = `--- a/${model}\n+++ b/${model}\n@@ -1,2 +1,2 @@\n-select amout\n+select amount\n from stg_orders\n`;
let bench: Bench;
let client: GitHubClient;
let head: string;

beforeEach(async () => {
  bench = await aBench();
  client = clientWith(bench, { contents: 'write', issues: 'write', pull_requests: 'write' });
  const { data } = await bench.octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    ...shop,
    path: model,
    message: 'Write a model',
    content: Buffer.from('select amout\nfrom stg_orders\n').toString('base64'),
  });
  head = data.commit.sha ?? '';
});
afterEach(() => bench.close());

async function settle(heal: HealReport) {
  const identity = {
    issue: 12,
    key: 'k',
    pipeline: 'nightly',
    commit: head,
    source: 'd'.repeat(16),
    actor: 'mona',
    slots: 3,
    issues: 'attention',
  } as const;
  const run = newRun(identity, [{ ...plainTask, key: 'build' }], 0);
  const result = {
    outcome: heal.result === 'exhausted' ? ('failure' as const) : ('success' as const),
    failure: heal.result === 'exhausted' ? ('crash' as const) : null,
    exitCode: 0,
    signal: null,
    startedAt: 0,
    endedAt: 1,
    digest: null,
    place: null,
    message: '',
  };
  const ref = { run: 12, task: 0, attempt: 1 };
  const ports: Ports = {
    ...bench,
    clock: { ...bench.clock, random: () => 0.5 },
    fleet: {} as Ports['fleet'],
    log: () => {},
  };
  const handoff = {
    ref,
    result,
    outputs: {},
    produced: [],
    tail: '',
    heal: { ...heal, base: head },
  };
  return settleHealing(client, ports, handoff, {
    run,
    policy: { ...defaultHealPolicy, verify: 'same' },
    holder: 'actions:1:settle',
    branch: 'main',
    site: 'https://github.com',
    attemptUrl: 'https://github.com/octo/shop/actions/runs/1',
  });
}

const issueOf = async (number: number) => bench.issues.get(number);

describe('an attempt that healed', () => {
  test('moves the run to the healed commit, and its failure awaits the merge', async () => {
    const settled = await settle(aHealReport({ patch }));
    expect(settled.result.outcome).toBe('success');
    expect(settled.end).toMatchObject({
      kind: 'ended',
      fix: { from: head, to: settled.published?.commit },
    });
    const issue = await issueOf(settled.issue ?? 0);
    expect(issue).toMatchObject({
      state: 'open',
      labels: expect.arrayContaining(['auto-healing']),
    });
    expect(issue?.title).toContain('healed, awaiting merge');
  });

  test('is settled twice without a second branch, pull request or issue', async () => {
    const first = await settle(aHealReport({ patch }));
    const second = await settle(aHealReport({ patch }));
    expect(second.published).toEqual(first.published);
    expect(second.issue).toBe(first.issue);
    const { data } = await bench.octokit.request('GET /repos/{owner}/{repo}/pulls', shop);
    expect(data).toHaveLength(1);
  });

  test('counts as failed where its fix may not be kept', async () => {
    const forged = patch.replaceAll(model, '.github/workflows/ci.yml');
    const settled = await settle(aHealReport({ patch: forged }));
    expect(settled).toMatchObject({
      result: { outcome: 'failure', failure: 'validation' },
      end: { kind: 'ended', result: { outcome: 'failure' } },
      published: null,
    });
    const issue = await issueOf(settled.issue ?? 0);
    expect(issue?.labels).toContain('needs-triage');
  });
});

test('what tools only installed is a success with nothing to merge', async () => {
  const fixes = [aTriedFix({ remedy: 'dbt-packages', files: [] })];
  const settled = await settle(aHealReport({ patch: null, fixes }));
  expect(settled).toMatchObject({ result: { outcome: 'success' }, published: null });
  expect(settled.end).not.toHaveProperty('fix');
  expect(await issueOf(settled.issue ?? 0)).toMatchObject({ state: 'closed' });
});

test('a fix whose change was too long to be handed over is none', async () => {
  const settled = await settle(aHealReport({ patch: null }));
  expect(settled.result).toMatchObject({ outcome: 'failure', failure: 'validation' });
});

test('a retry that was the remedy opens and closes the issue', async () => {
  const settled = await settle(aHealReport({ result: 'recovered', fixes: [], retries: 1 }));
  expect(await issueOf(settled.issue ?? 0)).toMatchObject({ state: 'closed' });
});

test('what could not be healed is handed to a person', async () => {
  const settled = await settle(aHealReport({ result: 'exhausted', fixes: [], proof: null }));
  expect(settled.result.outcome).toBe('failure');
  const issue = await issueOf(settled.issue ?? 0);
  expect(issue).toMatchObject({ state: 'open' });
  expect(issue?.labels).toContain('needs-triage');
  expect(issue?.labels).not.toContain('auto-healing');
});
