import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { Leg } from '../../src/action/leg-matrix.ts';
import type { HealReport } from '../../src/heal/loop/heal-report.ts';
import { parseHandoff, renderHandoff } from '../../src/text/handoff.ts';
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

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly labels: readonly { readonly name: string }[];
}

let host: ActionsHost;
afterEach(() => host.close());

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
const pulls = () =>
  host.call<{ number: number; title: string; head: { ref: string; sha: string } }[]>(
    'GET',
    '/pulls',
  );
const states = async (run: number) => (await host.ledger(run)).statuses.map(({ state }) => state);

const openedRun = async () => {
  const { place, legs } = await host.open('nightly');
  const [leg] = legs as [Leg];
  return { place, leg, run: leg.run, commit: (await host.ledger(leg.run)).commit };
};
const labelsOf = ({ labels }: Issue) => labels.map(({ name }) => name).sort();

describe('a task that heals, in Actions', () => {
  test('is healed in its leg; dependents go on from the fix, and its issue closes once that is merged', async () => {
    await aShop('{ verify: same }');
    const { place, leg, run, commit } = await openedRun();
    const made = await host.attempt(leg, place);
    expect(has(made.log, 'yardmaster: ')).toBe(true);
    expect(made.log.startsWith('::stop-commands::')).toBe(true);
    expect(has(made.summary, '## ✅ Healed and verified')).toBe(true);
    expect(has(made.summary, '+    "pen",')).toBe(true);

    await host.settle(leg, place, made.outputs.result ?? '');
    const [pull] = (await pulls()) as [Awaited<ReturnType<typeof pulls>>[number]];
    expect(pull.head.ref).toMatch(/^yardmaster-heal\/[0-9a-f]{16}$/);
    const after = await host.ledger(run);
    expect(after.commit).toBe(pull.head.sha);
    expect(after.commit).not.toBe(commit);
    expect(await states(run)).toEqual(['COMPLETED', 'QUEUED']);
    const [issue] = (await failures()) as [Issue];
    expect(issue).toMatchObject({ state: 'open', title: expect.stringContaining('healed') });
    const comments = await host.call<Issue[]>('GET', `/issues/${issue.number}/comments`);
    expect(comments.map(({ body }) => has(body, `#${pull.number}`))).toEqual([true]);
    expect(labelsOf(issue)).toEqual(['auto-healing', 'bug', 'pipeline-failure']);

    const [next] = host.service.dispatched;
    const { legs } = await host.carry(next as NonNullable<typeof next>);
    expect(legs[0]?.commit).toBe(after.commit);
    await host.finish(legs, next?.id ?? 0);
    expect(await states(run)).toEqual(['COMPLETED', 'COMPLETED']);
    expect(await failures()).toMatchObject([{ state: 'open' }]);

    await sweep();
    expect(await failures()).toMatchObject([{ state: 'open' }]);
    await host.call('PUT', `/pulls/${pull.number}/merge`, {});
    const { summary } = await sweep();
    expect(summary).toContain(`Failures that are over: #${issue.number}.`);
    expect(await failures()).toMatchObject([{ state: 'closed', number: issue.number }]);
  });

  test('that may not be changed without a person leaves a proposal, and fails', async () => {
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

  test('that no rule can mend is handed over with what a person should do', async () => {
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

  test('leaves the log of its healing in its artifact', async () => {
    await aShop('{ verify: same }');
    const { place, leg } = await openedRun();
    await host.attempt(leg, place);
    const [artifact] = host.service.artifacts;
    const lines = strFromU8(
      unzipSync(artifact?.archive ?? new Uint8Array())['pipeline_runs.log'] ?? new Uint8Array(),
    )
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; command: string });
    expect(lines[0]?.command).toBe('node scripts/check.mjs');
    expect(lines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['run', 'diagnose', 'apply', 'verify', 'keep']),
    );
  });
});

describe('what an attempt says of its healing', () => {
  /** The attempt's handoff, with its report changed by whoever ran in that job. */
  async function forged(change: (report: HealReport) => HealReport) {
    const opened = await openedRun();
    const { leg, place } = opened;
    const { outputs } = await host.attempt(leg, place);
    const read = parseHandoff(outputs.result ?? '', leg);
    if (!read.ok || !read.handoff.heal) throw new Error('nothing was healed');
    const { text } = renderHandoff({ ...read.handoff, heal: change(read.handoff.heal) });
    return { ...opened, text };
  }

  test('is not believed where its fix is none that the gates let through', async () => {
    await aShop('{ verify: same }');
    const { leg, place, run, commit, text } = await forged((report) => ({
      ...report,
      patch: report.patch?.replaceAll('config/prices.json', '.github/pipelines/nightly.yml') ?? '',
    }));
    await host.settle(leg, place, text);
    const after = await host.ledger(run);
    expect(after.commit).toBe(commit);
    expect(after.statuses[0]).toMatchObject({ state: 'FAILED', failure: 'validation' });
    expect(await pulls()).toEqual([]);
    expect((await failures()).map(labelsOf)).toEqual([['bug', 'needs-triage', 'pipeline-failure']]);
  });

  test('does not make it autonomous where the pipeline wants a person', async () => {
    await aShop('{ mode: human-in-loop, verify: same }');
    const opened = await forged((report) => ({
      ...report,
      result: 'healed',
      mode: 'autonomous',
      fixes: report.fixes.map((fix) => ({ ...fix, outcome: 'kept', confidence: 99 })),
      proof: 'It passed.',
    }));
    await host.settle(opened.leg, opened.place, opened.text);
    expect(await pulls()).toEqual([]);
    expect((await host.ledger(opened.run)).commit).toBe(opened.commit);
  });

  test('counts once, however often it is settled', async () => {
    await aShop('{ verify: same }');
    const { place, leg, run } = await openedRun();
    const { outputs } = await host.attempt(leg, place);
    await host.settle(leg, place, outputs.result ?? '');
    const first = await host.ledger(run);
    const [before] = (await failures()) as [Issue];
    await host.settle(leg, place, outputs.result ?? '');
    expect(await host.ledger(run)).toEqual(first);
    expect(await pulls()).toHaveLength(1);
    const comments = await host.call<unknown[]>('GET', `/issues/${before.number}/comments`);
    expect(comments).toHaveLength(1);
  });

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
