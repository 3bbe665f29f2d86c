import { describe, expect, test } from '@jest/globals';
import { PortError } from '../../src/reconcile/ports.ts';
import { renderLedger } from '../../src/text/ledger/ledger.ts';
import { look, opened, shown, states } from './a-reconcile.ts';
import { aDraft, alice, aResult, aSuccess, aTask, CountedWorld } from './a-world.ts';

const lost = () => new PortError('unavailable', 'no answer');

describe('a run', () => {
  test('is opened, taken into the journal and handed out in one go', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    const run = shown(world, issue);
    expect(run).toMatchObject({ issue, revision: 1, key: 'key-1' });
    expect(states(run)).toEqual(['QUEUED', 'BLOCKED']);
    expect(world.dispatched).toEqual([{ run: issue, batch: 1 }]);
    expect(world.memory.load().journal).toMatchObject({
      intent: { holder: 'local:1', runs: [{ issue, from: 0, to: 1 }] },
      runs: [{ issue, revision: 1, base: 1 }],
    });
  });

  test('goes to its end, is closed, and leaves the journal', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    await look(world, { observations: [aSuccess(issue, 0, world.now)] });
    expect(states(shown(world, issue))).toEqual(['COMPLETED', 'QUEUED']);
    const over = await look(world, { observations: [aSuccess(issue, 1, world.now)] });
    expect(world.memory.get(issue)).toMatchObject({
      state: 'closed',
      labels: ['yardmaster:run', 'state:completed'],
    });
    expect(over.wakeAt).toBe(world.now);
    const last = await look(world);
    expect(last).toMatchObject({ kind: 'settled', runs: [], wakeAt: null });
    expect(world.memory.load().journal?.runs).toEqual([]);
    expect(world.memory.files('runs/')).toEqual([]);
  });

  test('that failed stays open and in the journal, for a person', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    const result = aResult(world.now, { outcome: 'failure', failure: 'crash', exitCode: 1 });
    const ref = { run: issue, task: 0, attempt: 1 };
    await look(world, { observations: [{ kind: 'ended', ref, result }] });
    await look(world);
    expect(shown(world, issue)).toMatchObject({ conclusion: 'failure' });
    expect(world.memory.get(issue)?.state).toBe('open');
    expect(world.memory.get(issue)?.labels).toContain('needs-triage');
    expect(world.memory.load().journal?.runs).toHaveLength(1);
    const [failed] = world.memory.list('yardmaster:task');
    expect(failed?.title).toBe('nightly: extract');
    expect(failed?.labels).toContain('state:failed');
  });

  test('gets issues for its tasks when it wants them, once', async () => {
    const world = new CountedWorld();
    const issue = await opened(world, aDraft(undefined, 'all'));
    await look(world);
    await look(world, { thorough: true });
    const own = world.memory.list('yardmaster:task').map(({ number }) => number);
    expect(own).toHaveLength(2);
    const known = shown(world, issue).statuses.map((status) => status.issue);
    expect(known).toEqual([...own].reverse());
    expect(world.memory.load().taskIssues).toHaveLength(2);
  });

  test('that was asked for twice with the same key is opened once', async () => {
    const world = new CountedWorld();
    const first = await opened(world);
    expect(await opened(world)).toBe(first);
    expect(world.memory.list('yardmaster:run')).toHaveLength(1);
  });

  test('whose issue was opened twice keeps the first; the other is closed and loses its marker', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    const double = await world.ports.issues.create({
      title: 'nightly',
      body: `<!-- yardmaster:run key=key%2D1 -->\n\n${renderLedger(aDraft())}`,
      labels: ['yardmaster:run'],
    });
    await look(world);
    expect(world.memory.get(double)).toMatchObject({ state: 'closed', labels: [] });
    expect(world.memory.get(double)?.body).toContain(`#${issue}`);
    expect(world.memory.load().journal?.runs.map((run) => run.issue)).toEqual([issue]);
  });

  test('of which something is said to be done before it began is ignored', async () => {
    const world = new CountedWorld();
    const draft = aDraft();
    const statuses = draft.statuses.map((status) => ({ ...status, state: 'COMPLETED' as const }));
    const body = `<!-- yardmaster:run key=key%2D1 -->\n\n${renderLedger({ ...draft, statuses })}`;
    const labels = ['yardmaster:run'];
    await world.ports.issues.create({ title: 'nightly', body, labels });
    expect(await look(world)).toMatchObject({ kind: 'settled', runs: [], decisions: [] });
  });

  test('that a stranger made up is ignored', async () => {
    const world = new CountedWorld();
    const body = `<!-- yardmaster:run key=key%2D1 -->\n\n${renderLedger(aDraft())}`;
    world.memory.create({ title: 'nightly', body, labels: ['yardmaster:run'] }, alice);
    expect(await look(world)).toMatchObject({ kind: 'settled', runs: [], decisions: [] });
    expect(world.calls).toEqual(['load']);
  });
});

describe('a reconcile', () => {
  test('that has nothing to do reads once and writes nothing', async () => {
    const world = new CountedWorld();
    await opened(world);
    await look(world);
    expect(world.calls).toEqual(['load']);
  });

  test('costs one read, one commit and one PATCH, whatever it settles', async () => {
    const world = new CountedWorld();
    const tasks = Array.from({ length: 300 }, (_, at) => aTask({ key: `t${at}` }));
    const issue = await opened(world, aDraft(tasks));
    const observations = shown(world, issue)
      .statuses.flatMap(({ state }, task) => (state === 'QUEUED' ? [task] : []))
      .map((task) => aSuccess(issue, task, world.now));
    await look(world, { observations });
    const { calls } = world;
    expect(calls.filter((call) => call !== 'dispatch')).toEqual(['load', 'commit', 'update']);
  });

  test('takes an observation once, however often it is told', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    const observations = [aSuccess(issue, 0, world.now)];
    await look(world, { observations });
    const { revision } = shown(world, issue);
    await look(world, { observations });
    expect(shown(world, issue).revision).toBe(revision);
  });

  test('that was overtaken reads again, after a pause', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    let overtaken = false;
    world.before = (call) => {
      if (call !== 'commit' || overtaken) return;
      overtaken = true;
      world.memory.commit(world.memory.present.head, { headline: 'other', put: [], remove: [] });
    };
    const report = await look(world, { observations: [aSuccess(issue, 0, world.now)] });
    expect(report).toMatchObject({ kind: 'settled', tries: 2 });
    expect(world.slept).toHaveLength(1);
    expect(states(shown(world, issue))).toEqual(['COMPLETED', 'QUEUED']);
  });

  test('that is overtaken again and again gives up for a while', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    world.before = (call) => {
      if (call !== 'commit') return;
      world.memory.commit(world.memory.present.head, { headline: 'other', put: [], remove: [] });
    };
    const report = await look(world, { observations: [aSuccess(issue, 0, world.now)] });
    expect(report.kind).toBe('contended');
    expect(report.retryAt).toBeGreaterThan(world.now);
  });

  test('knows its own commit when the answer was lost', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    world.after = (call) => {
      if (call === 'commit' && world.count('commit') === 1) throw lost();
    };
    const report = await look(world, { observations: [aSuccess(issue, 0, world.now)] });
    expect(report.kind).toBe('settled');
    expect(world.count('commit')).toBe(1);
    expect(shown(world, issue).revision).toBe(2);
    expect(world.dispatched).toEqual([
      { run: issue, batch: 1 },
      { run: issue, batch: 2 },
    ]);
  });

  test('that cannot read says so, and when to ask again', async () => {
    const world = new CountedWorld();
    world.before = () => {
      throw new PortError('rate-limited', 'slow down', 30_000);
    };
    const report = await look(world);
    expect(report).toMatchObject({ kind: 'failed', error: { kind: 'rate-limited' } });
    expect(report.retryAt).toBe(world.now + 30_000);
  });
});
