import { describe, expect, test } from '@jest/globals';
import type { TriedEntry } from '../../../src/heal/confidence/healing-book.ts';
import {
  addToHealingMemory,
  readHealingMemory,
} from '../../../src/reconcile/failures/healing-memory.ts';
import {
  dropProposal,
  holdProposal,
  readProposals,
} from '../../../src/reconcile/failures/held-proposals.ts';
import type { Lesson } from '../../../src/text/failure/lessons.ts';
import { proposalOf } from '../../../src/text/failure/proposal-text.ts';
import { aHealedReport, aTried } from '../../text/failure/a-failure.ts';
import { FaultyWorld } from './faulty-world.ts';

const aCase = (hash: string): TriedEntry => ({
  fingerprint: '00112233aabbccdd',
  tree: 'abc',
  hash,
  remedy: 'dbt-deps',
  outcome: 'kept',
  at: 1,
});
const lesson: Lesson = {
  kind: 'pattern',
  fingerprint: '00112233aabbccdd',
  summary: 'The step ended with exit code 3',
  evidence: 'password=hunter22 was wrong',
  at: 0,
};

async function done<T>(world: FaultyWorld, work: Promise<T>): Promise<T> {
  await world.settle();
  return work;
}

describe('what healing learned', () => {
  test('is read again, by whoever comes later', async () => {
    const world = new FaultyWorld(1, 0);
    const added = addToHealingMemory(world.ports(), [aCase('a')], [lesson]);
    expect(await done(world, added)).toBe('added');
    const memory = await done(world, readHealingMemory(world.ports()));
    expect(memory.book.outcomes['dbt-deps']).toEqual({ kept: 1, undone: 0, reverted: 0 });
    expect(memory.lessons).toContain('exit code 3');
    expect(memory.lessons).not.toContain('hunter22');
    const again = addToHealingMemory(world.ports(), [aCase('a')], [{ ...lesson, at: 9 }]);
    expect(await done(world, again)).toBe('known');
  });

  test('is neither lost nor counted twice where many write at once and calls fail', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const world = new FaultyWorld(seed, 0.1);
      const all = ['a', 'b', 'c', 'd'].map(aCase);
      for (const each of all) {
        addToHealingMemory(world.ports(), [each], []).catch(() => {});
      }
      await world.settle();
      world.rate = 0;
      for (const each of all) addToHealingMemory(world.ports(), [each], []).catch(() => {});
      await world.settle();
      const { book } = await done(world, readHealingMemory(world.ports()));
      expect(book.outcomes['dbt-deps']?.kept).toBe(4);
      expect(book.tried).toHaveLength(4);
    }
  });
});

describe('a proposal', () => {
  const report = aHealedReport({ result: 'proposed', fixes: [aTried({ outcome: 'waiting' })] });
  const origin = { pipeline: 'nightly', task: 'build', run: 12 };
  const proposal = proposalOf(report, origin, () => 'ab'.repeat(32));
  if (!proposal) throw new Error('nothing waits');

  test('waits on the journal branch until it is decided', async () => {
    const world = new FaultyWorld(1, 0);
    expect(await done(world, holdProposal(world.ports(), proposal))).toBe('held');
    expect(await done(world, readProposals(world.ports()))).toEqual([proposal]);
    await done(world, dropProposal(world.ports(), proposal.id));
    expect(await done(world, readProposals(world.ports()))).toEqual([]);
  });

  test('is replaced by a newer one of its name', async () => {
    const world = new FaultyWorld(1, 0);
    await done(world, holdProposal(world.ports(), proposal));
    const newer = { ...proposal, hash: 'cd'.repeat(32), at: proposal.at + 1 };
    await done(world, holdProposal(world.ports(), newer));
    expect(await done(world, readProposals(world.ports()))).toEqual([newer]);
  });

  test('is none where nothing waits', () => {
    expect(proposalOf(aHealedReport(), origin, () => '')).toBeNull();
  });

  test.each(['../x', '.hidden', 'a/b', ''])('does not lie below the name %j', async (id) => {
    const world = new FaultyWorld(1, 0);
    await expect(holdProposal(world.ports(), { ...proposal, id })).rejects.toThrow('no');
  });
});
