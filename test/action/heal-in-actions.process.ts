import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { aShop, has, type Issue, labelsOf, type Pull, type Shop } from './helpers/prices-shop.ts';

jest.setTimeout(60_000);

let shop: Shop;

describe('a task that is healed in its leg', () => {
  let opened: Awaited<ReturnType<Shop['openedRun']>>;
  let made: Awaited<ReturnType<Shop['attempt']>>;
  let pull: Pull;
  let issue: Issue;

  beforeAll(async () => {
    shop = await aShop('{ verify: same }');
    opened = await shop.openedRun();
    made = await shop.attempt(opened.leg, opened.place);
    await shop.settle(opened.leg, opened.place, made.outputs.result ?? '');
    [pull] = (await shop.pulls()) as [Pull];
    [issue] = (await shop.failures()) as [Issue];
  });
  afterAll(() => shop.close());

  test('says in the summary and the log what was done, under `stop-commands`', () => {
    expect(made.log.startsWith('::stop-commands::')).toBe(true);
    expect(has(made.log, 'yardmaster: ')).toBe(true);
    expect(has(made.summary, '## ✅ Healed and verified')).toBe(true);
    expect(has(made.summary, '+    "pen",')).toBe(true);
  });

  test('leaves the log of its healing in its artifact', () => {
    const [artifact] = shop.service.artifacts;
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
    const { commit } = await shop.ledger(opened.run);
    expect(commit).toBe(pull.head.sha);
    expect(commit).not.toBe(opened.commit);
    expect(await shop.states(opened.run)).toEqual(['COMPLETED', 'QUEUED']);
  });

  test('has an issue that names the pull request and waits for its merge', async () => {
    expect(issue).toMatchObject({ state: 'open', title: expect.stringContaining('healed') });
    expect(labelsOf(issue)).toEqual(['auto-healing', 'bug', 'pipeline-failure']);
    const comments = await shop.call<Issue[]>('GET', `/issues/${issue.number}/comments`);
    expect(comments.map(({ body }) => has(body, `#${pull.number}`))).toEqual([true]);
  });

  test('counts once, however often it is settled', async () => {
    const before = await shop.ledger(opened.run);
    await shop.settle(opened.leg, opened.place, made.outputs.result ?? '');
    expect(await shop.ledger(opened.run)).toEqual(before);
    expect(await shop.pulls()).toHaveLength(1);
    const comments = await shop.call<Issue[]>('GET', `/issues/${issue.number}/comments`);
    expect(comments).toHaveLength(1);
  });

  test('is what its dependents go on from', async () => {
    const [next] = shop.service.dispatched;
    const { legs } = await shop.carry(next as NonNullable<typeof next>);
    expect(legs.map(({ commit }) => commit)).toEqual([pull.head.sha]);
    await shop.finish(legs, next?.id ?? 0);
    expect(await shop.states(opened.run)).toEqual(['COMPLETED', 'COMPLETED']);
  });

  test('is over once a sweep sees that its pull request was merged', async () => {
    await shop.sweep();
    expect(await shop.failures()).toMatchObject([{ state: 'open' }]);
    await shop.call('PUT', `/pulls/${pull.number}/merge`, {});
    const { summary } = await shop.sweep();
    expect(summary).toContain(`Failures that are over: #${issue.number}.`);
    expect(await shop.failures()).toMatchObject([{ state: 'closed', number: issue.number }]);
  });
});

describe('a task that heals', () => {
  afterEach(() => shop.close());

  test('and may not be changed without a person leaves a proposal, and fails', async () => {
    shop = await aShop('{ mode: human-in-loop, verify: same }');
    const { place, leg, run } = await shop.openedRun();
    const made = await shop.attempt(leg, place);
    expect(made.outputs.outcome).toBe('failure');
    expect(has(made.summary, 'A fix waits for a person')).toBe(true);
    await shop.settle(leg, place, made.outputs.result ?? '', 'failure');
    expect(await shop.states(run)).toEqual(['FAILED', 'BLOCKED']);
    expect(await shop.pulls()).toEqual([]);
    const [issue] = (await shop.failures()) as [Issue];
    expect(has(issue.body, '+    "pen",')).toBe(true);
    expect(labelsOf(issue)).toContain('auto-healing');
  });

  test('and that no rule can mend is handed over', async () => {
    shop = await aShop('{ verify: same, retries: 0 }', '{ "prices": null }\n');
    const { place, leg, run } = await shop.openedRun();
    const made = await shop.attempt(leg, place);
    expect(has(made.summary, 'Not healed: this needs a person')).toBe(true);
    await shop.settle(leg, place, made.outputs.result ?? '', 'failure');
    expect(await shop.states(run)).toEqual(['FAILED', 'BLOCKED']);
    const [issue] = (await shop.failures()) as [Issue];
    expect(issue.state).toBe('open');
    expect(labelsOf(issue)).toEqual(['bug', 'needs-triage', 'pipeline-failure']);
  });
});
