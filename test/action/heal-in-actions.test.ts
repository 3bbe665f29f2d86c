import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { Leg } from '../../src/action/leg-matrix.ts';
import { renderHandoff } from '../../src/text/handoff.ts';
import { aResult } from '../core/helpers/builders.ts';
import { aHealReport, aTriedFix } from '../helpers/heal-report.ts';
import { type ActionsHost, anActionsHost } from './helpers/actions-host.ts';

jest.setTimeout(60_000);

const check = `import { createRequire } from 'node:module';
const { prices } = createRequire(import.meta.url)('../config/prices.json');
console.log(prices.length, 'prices checked');
`;
const publish = `import { readFileSync } from 'node:fs';
JSON.parse(readFileSync('config/prices.json', 'utf8'));
console.log('published');
`;
const pipelineOf = (heal: string) => `name: Nightly
slots: 2
issues: attention
tasks:
  check:
    run: node scripts/check.mjs
    heal: ${heal}
  publish:
    needs: check
    run: node scripts/publish.mjs
`;
const broken = '{\n  "prices": [\n    "pen"\n    "ink",\n    "cap"\n  ]\n}\n';

/** A diff of one place, its lines with their signs. */
const patchOf = (path: string, lines: readonly string[]): string =>
  `--- a/${path}\n+++ b/${path}\n@@ -1,1 +1,1 @@\n${lines.join('\n')}\n`;

/** A handoff of a success. */
const plain = ({ run, task, attempt }: Leg) => ({
  ref: { run, task, attempt },
  result: aResult({ outcome: 'success', endedAt: Date.now() }),
  outputs: {},
  produced: [],
  tail: '',
});

interface Pull {
  readonly number: number;
  readonly head: { readonly ref: string; readonly sha: string };
}

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly labels: readonly { readonly name: string }[];
}

let host: ActionsHost;

async function aShop(
  heal: string,
  config = broken,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  host = await anActionsHost(
    { nightly: pipelineOf(heal) },
    {
      'scripts/check.mjs': check,
      'scripts/publish.mjs': publish,
      'config/prices.json': config,
      ...more,
    },
  );
}

/** Frames of stacks in a long text confuse the one who prints it. */
const has = (text: string, part: string): boolean => text.includes(part);

/** A sweep, as the schedule starts it. */
async function sweep() {
  const workflowRun = host.service.start('Yardmaster sweep');
  const ended = await host.job('sweep', workflowRun.id);
  host.service.end(workflowRun.id, 'success');
  return ended;
}

/** An hour later, when leases are over. */
async function later(then: () => Promise<void>): Promise<void> {
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 3_600_000);
  await then().finally(() => clock.mockRestore());
}

/** Issues of failures; those of runs and tasks have the label, too. */
const failures = async (): Promise<readonly Issue[]> => {
  const labelled = await host.call<Issue[]>('GET', '/issues?labels=pipeline-failure&state=all');
  return labelled.filter(({ title }) => title.startsWith('Pipeline Failure'));
};
const pulls = () => host.call<Pull[]>('GET', '/pulls');
const states = async (run: number) => (await host.ledger(run)).statuses.map(({ state }) => state);

const openedRun = async () => {
  const { place, legs } = await host.open('nightly');
  const [leg] = legs as [Leg];
  return { place, leg, run: leg.run, commit: (await host.ledger(leg.run)).commit };
};
const labelsOf = ({ labels }: Issue) => labels.map(({ name }) => name).sort();

describe('a task that is healed in its leg', () => {
  let opened: Awaited<ReturnType<typeof openedRun>>;
  let made: Awaited<ReturnType<ActionsHost['attempt']>>;
  let pull: Pull;
  let issue: Issue;

  beforeAll(async () => {
    await aShop('{ verify: same }');
    opened = await openedRun();
    made = await host.attempt(opened.leg, opened.place);
    await host.settle(opened.leg, opened.place, made.outputs.result ?? '');
    [pull] = (await pulls()) as [Pull];
    [issue] = (await failures()) as [Issue];
  });
  afterAll(() => host.close());

  test('says in the summary and the log what was done, under `stop-commands`', () => {
    expect(made.log.startsWith('::stop-commands::')).toBe(true);
    expect(has(made.log, 'yardmaster: ')).toBe(true);
    expect(has(made.summary, '## ✅ Healed and verified')).toBe(true);
    expect(has(made.summary, '+    "pen",')).toBe(true);
  });

  test('leaves the log of its healing in its artifact', () => {
    const [artifact] = host.service.artifacts;
    const files = unzipSync(artifact?.archive ?? new Uint8Array());
    const lines = strFromU8(files['pipeline_runs.log'] ?? new Uint8Array())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; command: string });
    expect(lines[0]?.command).toBe('node scripts/check.mjs');
    expect(lines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['run', 'diagnose', 'apply', 'verify', 'keep']),
    );
  });

  test('moves the run to its fix, which is a branch with a pull request', async () => {
    expect(pull.head.ref).toMatch(/^yardmaster-heal\/[0-9a-f]{16}$/);
    const { commit } = await host.ledger(opened.run);
    expect(commit).toBe(pull.head.sha);
    expect(commit).not.toBe(opened.commit);
    expect(await states(opened.run)).toEqual(['COMPLETED', 'QUEUED']);
  });

  test('has an issue that names the pull request and waits for its merge', async () => {
    expect(issue).toMatchObject({ state: 'open', title: expect.stringContaining('healed') });
    expect(labelsOf(issue)).toEqual(['auto-healing', 'bug', 'pipeline-failure']);
    const comments = await host.call<Issue[]>('GET', `/issues/${issue.number}/comments`);
    expect(comments.map(({ body }) => has(body, `#${pull.number}`))).toEqual([true]);
  });

  test('counts once, however often it is settled', async () => {
    const before = await host.ledger(opened.run);
    await host.settle(opened.leg, opened.place, made.outputs.result ?? '');
    expect(await host.ledger(opened.run)).toEqual(before);
    expect(await pulls()).toHaveLength(1);
    const comments = await host.call<Issue[]>('GET', `/issues/${issue.number}/comments`);
    expect(comments).toHaveLength(1);
  });

  test('is what its dependents go on from', async () => {
    const [next] = host.service.dispatched;
    const { legs } = await host.carry(next as NonNullable<typeof next>);
    expect(legs.map(({ commit }) => commit)).toEqual([pull.head.sha]);
    await host.finish(legs, next?.id ?? 0);
    expect(await states(opened.run)).toEqual(['COMPLETED', 'COMPLETED']);
  });

  test('is over once a sweep sees that its pull request was merged', async () => {
    await sweep();
    expect(await failures()).toMatchObject([{ state: 'open' }]);
    await host.call('PUT', `/pulls/${pull.number}/merge`, {});
    const { summary } = await sweep();
    expect(summary).toContain(`Failures that are over: #${issue.number}.`);
    expect(await failures()).toMatchObject([{ state: 'closed', number: issue.number }]);
  });
});

describe('a task that heals', () => {
  afterEach(() => host.close());

  test('and may not be changed without a person leaves a proposal, and fails', async () => {
    await aShop('{ mode: human-in-loop, verify: same }');
    const { place, leg, run } = await openedRun();
    const made = await host.attempt(leg, place);
    expect(made.outputs.outcome).toBe('failure');
    expect(has(made.summary, 'A fix waits for a person')).toBe(true);
    await host.settle(leg, place, made.outputs.result ?? '', 'failure');
    expect(await states(run)).toEqual(['FAILED', 'BLOCKED']);
    expect(await pulls()).toEqual([]);
    const [issue] = (await failures()) as [Issue];
    expect(has(issue.body, '+    "pen",')).toBe(true);
    expect(labelsOf(issue)).toContain('auto-healing');
  });

  test('and that no rule can mend is handed over', async () => {
    await aShop('{ verify: same, retries: 0 }', '{ "prices": null }\n');
    const { place, leg, run } = await openedRun();
    const made = await host.attempt(leg, place);
    expect(has(made.summary, 'Not healed: this needs a person')).toBe(true);
    await host.settle(leg, place, made.outputs.result ?? '', 'failure');
    expect(await states(run)).toEqual(['FAILED', 'BLOCKED']);
    const [issue] = (await failures()) as [Issue];
    expect(issue.state).toBe('open');
    expect(labelsOf(issue)).toEqual(['bug', 'needs-triage', 'pipeline-failure']);
  });
});

describe('what an attempt says of its healing', () => {
  afterEach(() => host.close());

  /** A handoff that says that it healed, made by whoever ran in that job. */
  const forged = (leg: Leg, patch: string): string => {
    const fixes = [aTriedFix({ confidence: 99 })];
    const heal = aHealReport({ patch, fixes, proof: 'It passed.' });
    return renderHandoff({ ...plain(leg), heal }).text;
  };
  const mend = `--- a/config/prices.json\n+++ b/config/prices.json\n@@ -3,1 +3,1 @@\n-    "pen"\n+    "pen",\n`;

  test('is believed where the gates let its fix through', async () => {
    await aShop('{ verify: same }');
    const { leg, place, run } = await openedRun();
    await host.settle(leg, place, forged(leg, mend));
    const [pull] = await pulls();
    expect((await host.ledger(run)).commit).toBe(pull?.head.sha);
  });

  test.each([
    ['a pipeline', '.github/pipelines/nightly.yml', ['-name: Nightly', '+name: Mine']],
    ['what is not there', 'config/other.json', ['-one', '+two']],
  ])('is not believed where its fix changes %s', async (_, path, lines) => {
    await aShop('{ verify: same }');
    const { leg, place, run, commit } = await openedRun();
    await host.settle(leg, place, forged(leg, patchOf(path, lines)));
    const after = await host.ledger(run);
    expect(after.commit).toBe(commit);
    expect(after.statuses[0]).toMatchObject({ state: 'FAILED', failure: 'validation' });
    expect(await pulls()).toEqual([]);
    expect((await failures()).map(labelsOf)).toEqual([['bug', 'needs-triage', 'pipeline-failure']]);
  });

  test.each([
    ['autonomous where the pipeline wants a person', '{ mode: human-in-loop, verify: same }'],
    ['verified where the pipeline names no verification', 'true'],
  ])('does not make it %s', async (_, heal) => {
    await aShop(heal);
    const { leg, place, run, commit } = await openedRun();
    await host.settle(leg, place, forged(leg, mend));
    expect((await host.ledger(run)).commit).toBe(commit);
    expect(await states(run)).toEqual(['FAILED', 'BLOCKED']);
    expect(await pulls()).toEqual([]);
  });

  test('means nothing where its task does not heal', async () => {
    await aShop('{ verify: same }');
    const { place, leg, run, commit } = await openedRun();
    const other = { ...leg, task: 1 };
    await host.settle(leg, place, renderHandoff(plain(leg)).text);
    await host.settle(other, place, forged(other, mend));
    expect((await host.ledger(run)).commit).toBe(commit);
    expect((await host.ledger(run)).statuses[1]).toMatchObject({ failure: 'lost' });
    expect(await pulls()).toEqual([]);
  });
});

describe('a healing that was not settled in time', () => {
  afterEach(() => host.close());

  test('is settled by the sweep where its own settle never came', async () => {
    await aShop('{ verify: same }\n  hello:\n    run: echo hello');
    const { place, legs } = await host.open('nightly');
    const [leg, other] = legs as [Leg, Leg];
    const hello = await host.attempt(other, place);
    await host.settle(other, place, hello.outputs.result ?? '');
    const made = await host.attempt(leg, place);
    host.service.end(place, 'failure');
    await later(async () => {
      await sweep();
    });
    const [pull] = await pulls();
    expect((await host.ledger(leg.run)).commit).toBe(pull?.head.sha);
    expect(await states(leg.run)).toEqual(['COMPLETED', 'COMPLETED', 'QUEUED']);
    // And whoever comes late finds it done.
    await host.settle(leg, place, made.outputs.result ?? '');
    expect(await pulls()).toHaveLength(1);
  });

  test('is taken onto the commit that the run has gone on to', async () => {
    await aShop(
      '{ verify: same }\n  hello:\n    run: node scripts/hello.mjs\n    heal: { verify: same }',
      broken,
      {
        'scripts/hello.mjs': check.replaceAll('prices', 'caps'),
        'config/caps.json': broken.replace('prices', 'caps'),
      },
    );
    const { place, legs } = await host.open('nightly');
    const [leg, other] = legs as [Leg, Leg];
    const { commit } = await host.ledger(leg.run);
    const first = await host.attempt(leg, place);
    await host.settle(leg, place, first.outputs.result ?? '');
    // Its leg was handed out with the commit that the run began on.
    expect(other.commit).toBe(commit);
    const second = await host.attempt(other, place);
    expect(
      has(second.log, `::notice::The run goes on from ${(await host.ledger(leg.run)).commit}`),
    ).toBe(true);
    await host.settle(other, place, second.outputs.result ?? '');
    const { commit: last } = await host.ledger(leg.run);
    const { parents, files } = await host.call<{
      parents: { sha: string }[];
      files: { filename: string }[];
    }>('GET', `/commits/${last}`);
    expect(files.map(({ filename }) => filename)).toEqual(['config/caps.json']);
    expect(parents[0]?.sha).not.toBe(commit);
    expect(await pulls()).toHaveLength(2);
  });
});
