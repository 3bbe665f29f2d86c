import { describe, expect, test } from '@jest/globals';
import { PortError } from '../../src/reconcile/ports.ts';
import { renderLedger } from '../../src/text/ledger/ledger.ts';
import { look, opened, shown, states } from './a-reconcile.ts';
import { alice, aSuccess, CountedWorld, settings } from './a-world.ts';

describe('what a dead writer left', () => {
  /** A writer that announced a revision and died before the issue showed it. */
  async function abandoned(): Promise<{ world: CountedWorld; issue: number }> {
    const world = new CountedWorld();
    const issue = await opened(world);
    world.before = (call) => {
      if (call === 'update') throw new PortError('denied', 'dead');
    };
    await look(world, { observations: [aSuccess(issue, 0, world.now)] }, 'actions:1:settle');
    world.before = () => {};
    world.calls.length = 0;
    expect(shown(world, issue).revision).toBe(1);
    return { world, issue };
  }

  test('is left alone while it may live', async () => {
    const { world, issue } = await abandoned();
    const report = await look(world, {}, 'actions:2:settle');
    expect(report.kind).toBe('busy');
    expect(report.retryAt).toBeGreaterThan(world.now);
    expect(shown(world, issue).revision).toBe(1);
    expect(world.count('commit')).toBe(0);
  });

  test('is finished at once when its writer is known to be dead', async () => {
    const { world, issue } = await abandoned();
    world.holderLives = false;
    expect((await look(world, {}, 'actions:2:settle')).kind).toBe('settled');
    expect(states(shown(world, issue))).toEqual(['COMPLETED', 'QUEUED']);
  });

  test('is finished when its lease is over', async () => {
    const { world, issue } = await abandoned();
    world.now += settings.writerLease + 1;
    await look(world, {}, 'actions:2:settle');
    expect(states(shown(world, issue))).toEqual(['COMPLETED', 'QUEUED']);
    expect(shown(world, issue).revision).toBe(3);
  });

  test('is finished at once by the same writer', async () => {
    const { world, issue } = await abandoned();
    await look(world, {}, 'actions:1:settle');
    expect(states(shown(world, issue))).toEqual(['COMPLETED', 'QUEUED']);
  });

  test('a batch that may not have been sent is looked for, then sent again', async () => {
    const { world, issue } = await abandoned();
    world.holderLives = false;
    await look(world, {}, 'actions:2:settle');
    expect(world.dispatched).toHaveLength(1);
    world.now += 3 * settings.writerLease;
    await look(world, { observations: [] }, 'actions:2:settle');
    expect(world.calls.indexOf('find')).toBeLessThan(world.calls.indexOf('dispatch'));
    expect(world.dispatched.at(-1)).toEqual({ run: issue, batch: 2 });
  });

  test('a batch that is found is not sent again', async () => {
    const { world, issue } = await abandoned();
    world.holderLives = false;
    world.found = { place: 1002 };
    await look(world, {}, 'actions:2:settle');
    world.now += 3 * settings.writerLease;
    await look(world, {}, 'actions:2:settle');
    expect(world.dispatched).toHaveLength(1);
    expect(shown(world, issue).batches).toMatchObject([{ id: 2, place: 1002 }]);
  });
});

describe('a ledger', () => {
  test.each([
    ['cut off', (body: string) => body.slice(0, 80)],
    ['gone', () => ''],
    ['changed', (body: string) => body.replace('"schema":1', '"schema":7')],
  ])('that was %s is restored from the journal', async (_, damage) => {
    const world = new CountedWorld();
    const issue = await opened(world);
    const before = shown(world, issue);
    const { body = '' } = world.memory.get(issue) ?? {};
    world.memory.update(issue, { body: damage(body) }, alice);
    await look(world);
    expect(shown(world, issue)).toEqual({ ...before, revision: 2 });
    const why = 'its ledger was damaged; restored revision 1 from the journal';
    expect(world.memory.get(issue)?.body).toContain(`: ${why}.`);
    const { intent } = world.memory.load().journal ?? {};
    expect(intent?.decisions).toContainEqual({ key: `${issue} repair`, reason: why });
  });

  test('that was made up, digest and all, is not believed', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    const run = shown(world, issue);
    const statuses = run.statuses.map((status) => ({ ...status, state: 'COMPLETED' as const }));
    for (const revision of [1, 99]) {
      const body = renderLedger({ ...run, revision, statuses });
      world.memory.update(issue, { body }, alice);
      await look(world);
      expect(states(shown(world, issue))).toEqual(['QUEUED', 'BLOCKED']);
    }
  });
});

describe('a silent attempt', () => {
  async function silent() {
    const world = new CountedWorld();
    const issue = await opened(world);
    await look(world, {
      observations: [{ kind: 'dispatched', run: issue, batch: 1, place: 1001 }],
    });
    world.calls.length = 0;
    return { world, issue, ref: { run: issue, task: 0, attempt: 1 } };
  }

  test('is asked for when its lease is over, not before', async () => {
    const { world, ref } = await silent();
    world.now += settings.fleet.lease - 1;
    await look(world);
    expect(world.asked).toEqual([]);
    world.now += 1;
    world.lives = [{ ref, kind: 'running', startedAt: world.now - 5000 }];
    await look(world);
    expect(world.asked).toEqual([ref]);
  });

  test('that runs goes on', async () => {
    const { world, issue, ref } = await silent();
    world.now += settings.fleet.lease;
    world.lives = [{ ref, kind: 'running', startedAt: world.now - 5000 }];
    await look(world);
    expect(states(shown(world, issue))).toEqual(['RUNNING', 'BLOCKED']);
  });

  test('that nobody knows is lost, and tried once more', async () => {
    const { world, issue } = await silent();
    world.now += settings.fleet.lease;
    await look(world);
    expect(shown(world, issue).statuses[0]).toMatchObject({ state: 'QUEUED', attempt: 2 });
  });
});
