import { describe, expect, test } from '@jest/globals';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { parseLedger } from '../../src/text/ledger/ledger.ts';
import { aDraft, alice, CountedWorld, rita, settings } from './a-world.ts';

/** A run whose tasks have issues that its ledger does not know yet: nothing was reconciled since they were opened. */
async function justOpened() {
  const world = new CountedWorld();
  const look = (more: object = {}) =>
    reconcile(world.ports, settings, { holder: 'local:1', observations: [], ...more });
  const { opened } = await look({ start: aDraft(undefined, 'all') });
  const run = () => {
    const parsed = parseLedger(world.memory.get(opened ?? 0)?.body ?? '');
    if (!parsed.ok) throw new Error(parsed.why);
    return parsed.run;
  };
  const [report = 0, extract = 0] = world.memory
    .list('yardmaster:task')
    .map(({ number }) => number);
  expect(run().statuses.map(({ issue }) => issue)).toEqual([null, null]);
  const label = (issue: number, name: string, by = alice): void => {
    const labels = world.memory.get(issue)?.labels ?? [];
    world.memory.update(issue, { labels: [...labels, name] }, by);
  };
  return { world, look, run, extract, report, label };
}

describe('an order given in an issue that was just opened', () => {
  test('cancels what runs', async () => {
    const { look, run, extract, label } = await justOpened();
    label(extract, 'state:cancelled');
    await look();
    expect(run().statuses[0]).toMatchObject({ stop: 'cancelled', issue: extract });
  });

  test('holds what waits', async () => {
    const { look, run, report, label } = await justOpened();
    label(report, 'state:paused');
    await look();
    expect(run().statuses[1]).toMatchObject({ state: 'PAUSED', issue: report });
  });

  test('by closing it ends the task', async () => {
    const { world, look, run, report } = await justOpened();
    world.memory.update(report, { state: 'closed' }, alice);
    await look();
    expect(run().statuses[1]).toMatchObject({ state: 'CANCELLED' });
    expect(world.memory.get(report)?.state).toBe('closed');
  });

  test('by somebody who may not is put right', async () => {
    const { world, look, run, extract, label } = await justOpened();
    const labels = world.memory.get(extract)?.labels;
    label(extract, 'state:cancelled', rita);
    await look();
    expect(run().statuses[0]?.stop).toBeNull();
    expect(world.memory.get(extract)?.labels).toEqual(labels);
  });
});
