import { expect, test } from '@jest/globals';
import { longWait, reconcileUntilSettled } from '../../src/action/reconcile-until-settled.ts';
import { PortError } from '../../src/reconcile/ports.ts';
import { aDraft, aSuccess, CountedWorld, settings } from '../reconcile/a-world.ts';

const minute = 60_000;

/** A run whose first task ended, in a world where the next dispatches fail. */
async function anEnd(failures: number) {
  const world = new CountedWorld();
  const start = { holder: 'local:1', observations: [], start: aDraft() };
  const { opened } = await reconcileUntilSettled(world.ports, settings, start, world.now + minute);
  world.dispatched.length = 0;
  let left = failures;
  world.before = (call) => {
    if (call !== 'dispatch' || left === 0) return;
    left -= 1;
    throw new PortError('rate-limited', 'wait a minute', minute);
  };
  const settle = (patience?: number) =>
    reconcileUntilSettled(
      world.ports,
      settings,
      { holder: 'local:2', observations: [aSuccess(opened ?? 0, 0, world.now)] },
      world.now + 8 * minute,
      patience,
    );
  return { world, settle };
}

test('a dispatch that failed is made again once it may be', async () => {
  const { world, settle } = await anEnd(1);
  const report = await settle(longWait);
  expect(report).toMatchObject({ kind: 'settled', error: null, unfinished: [] });
  expect(world.dispatched).toHaveLength(1);
});

test('a job that others wait for leaves it to the next one', async () => {
  const { world, settle } = await anEnd(1);
  const report = await settle();
  expect(report).toMatchObject({ kind: 'settled', error: { kind: 'rate-limited' } });
  expect(report.unfinished).not.toEqual([]);
  expect(world.dispatched).toEqual([]);
});

test('nobody tries for ever', async () => {
  const { world, settle } = await anEnd(Number.POSITIVE_INFINITY);
  const before = world.now;
  const report = await settle(longWait);
  // The last turn had no reason to try; the batch is unsent all the same.
  expect(report.unfinished).toEqual([expect.stringContaining('batch 2')]);
  expect(world.dispatched).toEqual([]);
  expect(world.now - before).toBeLessThanOrEqual(8 * minute);
});
