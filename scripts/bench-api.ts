/**
 * How many API calls deciding costs, counted at the embedded GitHub: `npx tsx scripts/bench-api.ts [--json]`.
 * - a reconcile that settles one task, in runs of 10 and of 1,000 tasks;
 * - 64 reconcilers that settle one task each at the same moment: tries of the compare-and-swap, calls.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation } from '../src/core/decision.ts';
import type { AttemptResult, Run, TaskSpec } from '../src/core/model.ts';
import { newRun } from '../src/core/new-run.ts';
import { type EmbeddedGitHub, openEmbeddedGitHub } from '../src/embedded/embedded-github.ts';
import { githubPorts } from '../src/github/github-ports.ts';
import { makeOctokit } from '../src/github/make-octokit.ts';
import type { Clock, Fleet, Ports } from '../src/reconcile/ports.ts';
import { reconcile } from '../src/reconcile/reconcile.ts';
import type { ReconcileReport, ReconcileSettings } from '../src/reconcile/settings.ts';
import { plainTask } from '../test/helpers/plain-task.ts';

const owner = 'octo';
const repo = 'shop';
const day = 86_400_000;
const address = 'http://github.localhost';

const clock: Clock = {
  now: () => Date.now(),
  sleep: (time) => new Promise((resolve) => setTimeout(resolve, time)),
  random: Math.random,
};

/** Takes every batch and never tells of it: only the reconciler's own calls are counted. */
const silentFleet: Fleet = {
  dispatch: async () => ({ place: 1 }),
  find: async () => ({ place: 1 }),
  ask: async () => [],
  stop: async () => {},
  holderLives: async () => null,
};

function aTask(index: number): TaskSpec {
  return {
    ...plainTask,
    key: `task-${index}`,
    job: `task-${index}`,
    estimate: 600_000,
  };
}

function settingsFor(slots: number): ReconcileSettings {
  return {
    limits: { slots, kinds: {}, groups: {}, resources: {} },
    fleet: { dispatchTime: 30_000, early: 0, lease: day, maxLegs: 256 },
    writerLease: 60_000,
    fullCopyEvery: 50,
    canOrder: () => true,
    repository: { owner, repo, url: `https://github.com/${owner}/${repo}` },
  };
}

function portsOver(github: EmbeddedGitHub, token: string): Ports {
  const octokit = makeOctokit({ token, fetch: github.fetch, baseUrl: address, userAgent: 'bench' });
  const access = { octokit, owner, repo, self: 'yardmaster[bot]', pace: 0, clock };
  return { ...githubPorts(access), fleet: silentFleet, clock, log: () => {} };
}

function aRun(tasks: number, slots: number): Run {
  const facts = {
    issue: 0,
    key: `bench-${tasks}-${slots}`,
    pipeline: 'bench',
    commit: 'c'.repeat(40),
    source: '0'.repeat(16),
    actor: owner,
    slots,
    issues: 'attention' as const,
  };
  return newRun(
    facts,
    Array.from({ length: tasks }, (_, index) => aTask(index)),
    Date.now(),
  );
}

function settled(run: Run, task: number): Observation {
  const result: AttemptResult = {
    outcome: 'success',
    failure: null,
    exitCode: 0,
    signal: null,
    startedAt: Date.now() - 1000,
    endedAt: Date.now(),
    digest: '0123456789abcdef',
    place: 1,
    message: '',
  };
  const attempt = run.statuses[task]?.attempt ?? 1;
  return { kind: 'ended', ref: { run: run.issue, task, attempt }, result };
}

function handedOut(run: Run): number[] {
  return run.statuses.flatMap((status, task) => (status.state === 'QUEUED' ? [task] : []));
}

/** Asks until it is settled, as a settle job does; answers all tries of the compare-and-swap. */
async function settle(
  ports: Ports,
  settings: ReconcileSettings,
  seen: Observation,
): Promise<number> {
  const holder = `bench:${seen.kind === 'ended' ? seen.ref.task : 0}`;
  for (let tries = 0; ; ) {
    const report = await reconcile(ports, settings, { holder, observations: [seen] });
    tries += report.tries;
    if (report.kind === 'settled') return tries;
    await clock.sleep(Math.max(0, (report.retryAt ?? 0) - clock.now()));
  }
}

interface Bench {
  readonly github: EmbeddedGitHub;
  readonly token: string;
  readonly close: () => Promise<void>;
}

async function openBench(): Promise<Bench> {
  const dir = mkdtempSync(join(tmpdir(), 'yardmaster-bench-'));
  const github = openEmbeddedGitHub({ dir });
  github.createUser({ login: owner });
  github.createUser({ login: 'yardmaster[bot]', type: 'Bot' });
  github.createRepository({ owner, name: repo });
  github.addCollaborator({ owner, repo, login: 'yardmaster[bot]', role: 'write' });
  const token = github.createToken({ login: 'yardmaster[bot]' });
  const octokit = makeOctokit({ token, fetch: github.fetch, baseUrl: address, userAgent: 'bench' });
  await octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    owner,
    repo,
    path: 'README.md',
    message: 'Begin',
    content: Buffer.from('# Shop').toString('base64'),
  });
  return {
    github,
    token,
    close: async () => {
      await github.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function started(bench: Bench, tasks: number, slots: number): Promise<ReconcileReport> {
  const ports = portsOver(bench.github, bench.token);
  const start = aRun(tasks, slots);
  return reconcile(ports, settingsFor(slots), { holder: 'bench:start', observations: [], start });
}

async function oneReconcile(tasks: number): Promise<Record<string, number>> {
  const bench = await openBench();
  const opened = await started(bench, tasks, 2);
  const run = opened.runs[0];
  if (!run) throw new Error('the run was not opened', { cause: opened.error ?? opened.kind });
  bench.github.requests.clear();
  const task = handedOut(run)[0] ?? 0;
  await settle(portsOver(bench.github, bench.token), settingsFor(2), settled(run, task));
  const calls = bench.github.requests.entries.map(({ method, route }) => `${method} ${route}`);
  const graphql = calls.filter((call) => call.endsWith('/graphql')).length;
  const patches = calls.filter((call) => call.startsWith('PATCH')).length;
  await bench.close();
  const rest = calls.length - graphql - patches;
  return {
    tasks,
    read: Math.min(graphql, 1),
    swap: graphql - 1,
    patch: patches,
    rest,
    calls: calls.length,
  };
}

async function atOnce(settles: number): Promise<Record<string, number>> {
  const bench = await openBench();
  const opened = await started(bench, settles, settles);
  const run = opened.runs[0];
  if (!run) throw new Error('the run was not opened', { cause: opened.error ?? opened.kind });
  bench.github.requests.clear();
  const legs = handedOut(run);
  const begun = performance.now();
  const tries = await Promise.all(
    legs.map((task) =>
      settle(portsOver(bench.github, bench.token), settingsFor(settles), settled(run, task)),
    ),
  );
  const seconds = (performance.now() - begun) / 1000;
  const calls = bench.github.requests.entries.length;
  await bench.close();
  const sum = tries.reduce((total, one) => total + one, 0);
  return {
    settles: legs.length,
    meanTries: sum / legs.length,
    mostTries: Math.max(...tries),
    callsPerSettle: calls / legs.length,
    seconds,
  };
}

const figures = {
  reconcile: [await oneReconcile(10), await oneReconcile(1000)],
  settlesAtOnce: await atOnce(64),
};
const out = process.argv.includes('--json')
  ? JSON.stringify(figures)
  : [
      'API calls of one reconcile that settles a task',
      ...figures.reconcile.map((row) => JSON.stringify(row)),
      'reconcilers that settle at the same moment',
      JSON.stringify(figures.settlesAtOnce),
    ].join('\n');
process.stdout.write(`${out}\n`);
