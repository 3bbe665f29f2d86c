import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aBench, type Bench, bot } from './helpers/bench.ts';
import { callsOf } from './helpers/calls-of.ts';
import { openRun } from './helpers/open-run.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(() => bench.close());

const calls = () => callsOf(bench);

describe('single issues', () => {
  it('are read directly, and null where there is none', async () => {
    const number = await openRun(bench, 'nightly');
    expect(await bench.issues.get(number)).toMatchObject({ number, title: 'nightly', mine: true });
    expect(await bench.issues.get(number + 1)).toBeNull();
  });

  it('change in one call, which answers what was kept', async () => {
    const number = await openRun(bench, 'nightly');
    bench.github.requests.clear();
    const kept = await bench.issues.update(number, {
      body: 'new',
      labels: ['state:completed'],
      state: 'closed',
      stateReason: 'completed',
    });
    expect(kept).toMatchObject({ body: 'new', labels: ['state:completed'], state: 'closed' });
    expect(calls()).toEqual(['PATCH /repos/{owner}/{repo}/issues/{issue_number}']);
  });

  it('show which labels GitHub dropped', async () => {
    const reader = bench.as('reader', 'read');
    const number = await openRun(reader, 'mine');
    const kept = await reader.issues.update(number, { body: 'new', labels: ['state:ready'] });
    expect(kept).toMatchObject({ body: 'new', labels: [] });
  });

  it('are created by one POST, also when its answer is lost', async () => {
    const unlucky = bench.through((fetch) => async (url, init) => {
      await fetch(url, init);
      return new Response('{"message":"Bad Gateway"}', { status: 502 });
    });
    await expect(openRun(unlucky, 'nightly')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await bench.issues.list('yardmaster:run')).toHaveLength(1);
  });
});

describe('the list by label', () => {
  it('has own issues, open and closed, newest first, and nothing else', async () => {
    const first = await openRun(bench, 'first');
    const second = await openRun(bench, 'second');
    await bench.issues.update(first, { state: 'closed' });
    await openRun(bench.as('mallory', 'triage'), 'forged');
    await bench.issues.create({ title: 'task', body: '', labels: ['yardmaster:task'] });
    const found = await bench.issues.list('yardmaster:run');
    expect(found.map(({ number, state }) => ({ number, state }))).toEqual([
      { number: second, state: 'open' },
      { number: first, state: 'closed' },
    ]);
  });

  it('is not crowded out by a flood of issues with the same label', async () => {
    const own = await openRun(bench, 'nightly');
    const mallory = bench.as('mallory', 'triage');
    for (let i = 0; i < 101; i++) await openRun(mallory, `forged ${i}`);
    bench.github.requests.clear();
    expect((await bench.issues.list('yardmaster:run')).map(({ number }) => number)).toEqual([own]);
    expect(calls()).toEqual(['GET /repos/{owner}/{repo}/issues']);
  });

  it('is made from all issues where the filter by author knows none', async () => {
    const own = await openRun(bench, 'nightly');
    const unknowing = bench.through(
      (fetch) => (url, init) =>
        url.includes('creator=') ? Promise.resolve(Response.json([])) : fetch(url, init),
    );
    const found = await unknowing.issues.list('yardmaster:run');
    expect(found.map(({ number }) => number)).toEqual([own]);
  });
});

describe('sub-issues', () => {
  it('are linked once, however often it is asked', async () => {
    const run = await openRun(bench, 'nightly');
    const task = await bench.issues.create({ title: 'extract', body: '', labels: [] });
    await bench.issues.link(run, task);
    await bench.issues.link(run, task);
    expect((await bench.issues.load()).taskIssues).toMatchObject([{ number: task }]);
  });

  it('that were just opened are linked in one call', async () => {
    const run = await openRun(bench, 'nightly');
    const task = await bench.issues.create({ title: 'extract', body: '', labels: [] });
    bench.github.requests.clear();
    await bench.issues.link(run, task);
    expect(calls()).toEqual(['POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues']);
  });

  it('that another process opened are linked as well', async () => {
    const run = await openRun(bench, 'nightly');
    const task = await bench.issues.create({ title: 'extract', body: '', labels: [] });
    await bench.through((fetch) => fetch).issues.link(run, task);
    expect((await bench.issues.load()).taskIssues).toMatchObject([{ number: task }]);
  });

  it('are not taken from another parent', async () => {
    const run = await openRun(bench, 'nightly');
    const other = await openRun(bench, 'weekly');
    const task = await bench.issues.create({ title: 'extract', body: '', labels: [] });
    await bench.issues.link(run, task);
    await expect(bench.issues.link(other, task)).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('events', () => {
  it('say who did what, and what they may do', async () => {
    const number = await openRun(bench, 'nightly');
    await bench
      .as('ann', 'triage')
      .issues.update(number, { labels: ['yardmaster:run', 'priority:high'] });
    await bench.as('bob', 'write').issues.update(number, { state: 'closed' });
    const events = await bench.issues.events(number);
    expect(events.map(({ at: _, ...event }) => event)).toEqual([
      {
        kind: 'labeled',
        label: 'yardmaster:run',
        actor: bot,
        mine: true,
        role: expect.any(String),
      },
      { kind: 'labeled', label: 'priority:high', actor: 'ann', mine: false, role: 'triage' },
      { kind: 'closed', label: null, actor: 'bob', mine: false, role: 'write' },
    ]);
    expect(events.every((event) => event.at === bench.clock.now())).toBe(true);
  });

  it('give nobody a role that could not be read', async () => {
    const number = await openRun(bench, 'nightly');
    await bench.as('ann', 'write').issues.update(number, { state: 'closed' });
    const blind = bench.through(
      (fetch) => async (url, init) =>
        url.includes('/permission') ? new Response('{}', { status: 502 }) : fetch(url, init),
    );
    const roles = (await blind.issues.events(number)).map(({ role }) => role);
    expect(new Set(roles)).toEqual(new Set(['none']));
  });

  it('are the newest where there are many', async () => {
    const number = await openRun(bench, 'nightly');
    const busy = bench.as('ann', 'triage');
    for (let i = 0; i < 240; i++) {
      await busy.issues.update(number, { labels: ['yardmaster:run', `try:${i}`] });
    }
    const events = await bench.issues.events(number);
    expect(events.at(-2)).toMatchObject({ kind: 'unlabeled', label: 'try:238' });
    expect(events.at(-1)).toMatchObject({ kind: 'labeled', label: 'try:239' });
    expect(events.length).toBeLessThanOrEqual(200);
  });
});

describe('labels', () => {
  it('are not listed where the read of everything showed them', async () => {
    await bench.as('ann', 'write').issues.ensureLabels(['state:ready']);
    await bench.issues.load();
    bench.github.requests.clear();
    await bench.issues.ensureLabels(['state:READY', 'state:queued']);
    expect(calls()).toEqual(['POST /repos/{owner}/{repo}/labels']);
  });

  it('are listed once for all that is asked of them', async () => {
    bench.github.requests.clear();
    await bench.issues.ensureLabels(['state:ready']);
    await bench.issues.ensureLabels(['state:ready', 'state:QUEUED']);
    await bench.issues.ensureLabels(['state:queued']);
    expect(calls().filter((call) => call.startsWith('GET'))).toHaveLength(1);
    expect(calls().filter((call) => call.startsWith('POST'))).toHaveLength(2);
  });

  it('are created where they are missing, and only there', async () => {
    await bench.issues.ensureLabels(['state:ready', 'BUG']);
    bench.github.requests.clear();
    await bench.issues.ensureLabels(['state:ready', 'state:queued', 'state:queued']);
    expect(calls().filter((call) => call.startsWith('POST'))).toHaveLength(1);
    const { data } = await bench.octokit.request('GET /repos/{owner}/{repo}/labels/{name}', {
      owner: 'octo',
      repo: 'shop',
      name: 'state:queued',
    });
    expect(data).toMatchObject({
      color: 'bfdadc',
      description: expect.stringContaining('starts soon'),
    });
  });
});
