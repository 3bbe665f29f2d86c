import { describe, expect, test } from '@jest/globals';
import { renderLedger } from '../../src/text/ledger/ledger.ts';
import { self } from '../simulation/memory-world.ts';
import { look, opened, shown } from './a-reconcile.ts';
import { aDraft, CountedWorld } from './a-world.ts';

/** A world without a journal, in which an issue of our own login shows a run that was begun. */
function forged(more: { readonly conclusion?: 'success' } = {}): {
  readonly world: CountedWorld;
  readonly issue: number;
} {
  const world = new CountedWorld();
  const issue = world.memory.create({ title: '', body: '', labels: ['yardmaster:run'] }, self);
  const run = { ...aDraft(), issue, revision: 7, commit: 'e'.repeat(40), ...more };
  const body = `<!-- yardmaster:run key=${run.key} -->\n\n${renderLedger(run)}`;
  world.memory.update(issue, { body }, self);
  world.calls.length = 0;
  return { world, issue };
}

describe('a ledger that was begun, where there is no journal', () => {
  test('starts nothing, and is in no journal afterwards', async () => {
    const { world, issue } = forged();
    const { body } = world.memory.get(issue) ?? {};
    const report = await look(world, { thorough: true });
    expect(report.runs).toEqual([]);
    expect(world.dispatched).toEqual([]);
    expect(world.memory.load().journal).toBeNull();
    expect(world.memory.get(issue)?.body).toBe(body);
  });

  test('is shown to a person, once', async () => {
    const { world, issue } = forged();
    const report = await look(world);
    expect(report.unfinished.join()).toContain(`run #${issue} is not gone on with`);
    expect(world.memory.get(issue)?.labels).toContain('needs-triage');
    await look(world);
    await look(world, { thorough: true });
    const [told, ...more] = world.memory.comments.get(issue) ?? [];
    expect(told?.body).toContain('**This run is not gone on with.**');
    expect(more).toEqual([]);
  });

  test('does not keep another run from starting', async () => {
    const { world, issue } = forged();
    const other = await opened(world, { ...aDraft(), key: 'key-2' });
    expect(world.dispatched).toEqual([{ run: other, batch: 1 }]);
    expect(world.memory.load().journal?.runs.map((run) => run.issue)).toEqual([other]);
    expect(world.memory.comments.get(issue)).toHaveLength(1);
  });

  test('is no run that is over either', async () => {
    const { world, issue } = forged({ conclusion: 'success' });
    const before = world.memory.get(issue);
    await look(world, { thorough: true });
    expect(world.memory.get(issue)?.state).toBe(before?.state);
    expect(world.dispatched).toEqual([]);
  });
});

test('a read that is behind the journal alarms nobody', async () => {
  const world = new CountedWorld();
  const issue = await opened(world);
  const { ports } = world;
  const behind = async () => ({ ...world.memory.load(), head: null, journal: null });
  let reads = 0;
  const issues = { ...ports.issues, load: () => (reads++ === 0 ? behind() : ports.issues.load()) };
  const stale = { ...ports, issues };
  Object.defineProperty(world, 'ports', { get: () => stale });
  await look(world);
  expect(world.memory.comments.get(issue)).toBeUndefined();
  expect(shown(world, issue).revision).toBeGreaterThan(0);
});
