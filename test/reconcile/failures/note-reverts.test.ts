import { describe, expect, test } from '@jest/globals';
import { casesOf } from '../../../src/heal/confidence/cases-of.ts';
import { posterior } from '../../../src/heal/confidence/posterior.ts';
import {
  addToHealingMemory,
  readHealingMemory,
} from '../../../src/reconcile/failures/healing-memory.ts';
import { noteReverts } from '../../../src/reconcile/failures/note-reverts.ts';
import { recordFailure } from '../../../src/reconcile/failures/record-failure.ts';
import { aContext, aHealedReport, day, pulled } from '../../text/failure/a-failure.ts';
import { FaultyWorld } from './faulty-world.ts';

async function healedWorld(): Promise<FaultyWorld> {
  const world = new FaultyWorld(1, 0);
  const report = aHealedReport();
  const context = aContext({ fix: pulled({ onBranch: true }) });
  await settled(world, recordFailure(world.ports(), world.settings('w'), report, context));
  await settled(world, addToHealingMemory(world.ports(), casesOf(report, 'f00'), []));
  return world;
}

async function settled<T>(world: FaultyWorld, work: Promise<T>): Promise<T> {
  await world.settle();
  return work;
}

const outcomes = async (world: FaultyWorld) =>
  (await settled(world, readHealingMemory(world.ports()))).book.outcomes['dbt-rename-column'];

describe('a fix that a person took back', () => {
  test('counts against its remedy, once', async () => {
    const world = await healedWorld();
    const before = posterior([9, 1], await outcomes(world)).percent;
    const look = () =>
      settled(
        world,
        noteReverts(world.ports(), async () => true),
      );
    expect(await look()).toHaveLength(1);
    expect(await look()).toHaveLength(0);
    expect(await outcomes(world)).toEqual({ kept: 1, undone: 1, reverted: 1 });
    expect(posterior([9, 1], await outcomes(world)).percent).toBeLessThan(before);
  });

  test('is not looked for where the fix stays, or weeks later', async () => {
    const world = await healedWorld();
    expect(
      await settled(
        world,
        noteReverts(world.ports(), async () => false),
      ),
    ).toEqual([]);
    world.now += 30 * day;
    expect(
      await settled(
        world,
        noteReverts(world.ports(), async () => true),
      ),
    ).toEqual([]);
    expect(await outcomes(world)).toEqual({ kept: 1, undone: 1, reverted: 0 });
  });
});
