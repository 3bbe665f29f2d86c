import { describe, expect, test } from '@jest/globals';
import type { HealEvent } from '../../../src/heal/loop/heal-state.ts';
import { approvedStep } from '../../../src/heal/loop/next-step.ts';
import { aFix, aRetry } from './a-fix.ts';
import {
  applied,
  diagnosed,
  disproved,
  failed,
  follow,
  letThrough,
  passed,
  policy,
  proposed,
  toProposals,
} from './loop-events.ts';

describe('the loop', () => {
  test('ends at once where the command passes', () => {
    const { state, names } = follow([passed, { kind: 'reported' }]);
    expect(state).toMatchObject({ phase: 'ended', result: 'passed' });
    expect(names).toEqual(['run', 'report']);
  });

  test('verifies a fix before it keeps it', () => {
    const { state, names } = follow([
      ...toProposals([aFix('a')]),
      applied,
      letThrough,
      { kind: 'proved' },
      { kind: 'kept', inTree: false },
    ]);
    expect(names).toEqual([
      ...['run', 'reduce', 'diagnose', 'propose', 'apply', 'judge', 'verify', 'keep'],
      ...['settle', 'remember', 'report'],
    ]);
    expect(state).toMatchObject({ result: 'healed', tried: [{ id: 'a-id', outcome: 'kept' }] });
  });

  test('takes the next fix after one that did not hold', () => {
    const { effects } = follow([
      ...toProposals([aFix('a'), aFix('b')]),
      applied,
      letThrough,
      disproved,
      { kind: 'undone' },
    ]);
    expect(effects.at(-1)).toMatchObject({ do: 'apply', fix: { id: 'b-id' } });
    expect(effects).toContainEqual(expect.objectContaining({ do: 'remember', outcome: 'undone' }));
  });

  test('leaves what a gate refuses, and asks a person about what may wait', () => {
    const refuse: HealEvent = {
      kind: 'judged',
      verdict: { kind: 'refuse', gate: 'paths', why: 'It is a test.' },
    };
    const wait: HealEvent = {
      kind: 'judged',
      verdict: { kind: 'wait', gate: 'mode', why: '60 % is not enough.' },
    };
    const { state, names } = follow([
      ...toProposals([aFix('a'), aFix('b')]),
      applied,
      refuse,
      applied,
      wait,
    ]);
    expect(state.tried.map(({ outcome }) => outcome)).toEqual(['refused', 'waiting']);
    expect(state.result).toBe('proposed');
    expect(names).toContain('hold');
    expect(names).not.toContain('verify');
  });

  test('does not try again what failed on these files, and begins with what once held', () => {
    const [a, b, c] = [aFix('a'), aFix('b'), aFix('c')];
    const { effects, state } = follow([
      failed,
      { kind: 'reduced' },
      diagnosed(),
      proposed([a, b, c], [a.hash], [c.hash]),
    ]);
    expect(effects.at(-1)).toMatchObject({ do: 'apply', fix: { id: 'c-id' } });
    expect(state.queue.map(({ id }) => id)).toEqual(['b-id']);
  });

  test('waits 5, 10 and 20 seconds before its three retries', () => {
    const round: readonly HealEvent[] = [...toProposals([aRetry()], true), { kind: 'waited' }];
    const { effects, state } = follow([...round, ...round, ...round, ...toProposals([aRetry()])]);
    expect(effects.flatMap((effect) => (effect.do === 'wait' ? [effect.delay] : []))).toEqual([
      5_000, 10_000, 20_000,
    ]);
    expect(state).toMatchObject({ result: 'exhausted', restarts: 3 });
    expect(state.tried).toHaveLength(1);
  });

  test('calls it recovered when the retry alone was the remedy', () => {
    const { state } = follow([...toProposals([aRetry()], true), { kind: 'waited' }, passed]);
    expect(state).toMatchObject({ result: 'recovered', restarts: 1 });
  });

  test('does not repeat a command whose failure is known to be no accident', () => {
    const { state, names } = follow(toProposals([], false));
    expect(state.result).toBe('exhausted');
    expect(names).not.toContain('wait');
  });

  test('looks at the next failure where a fix mended the first one', () => {
    const next: HealEvent = { kind: 'disproved', why: 'Something else.', leads: 'next' };
    const { state, names } = follow([
      ...toProposals([aFix('a')]),
      ...[applied, letThrough, next],
      ...[{ kind: 'reduced' } as const, diagnosed(), proposed([aFix('b')])],
      ...[applied, letThrough, { kind: 'proved' } as const],
      { kind: 'kept', inTree: false },
    ]);
    expect(names).toContain('stack');
    expect(state.tried.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['a-id', 'kept'],
      ['b-id', 'kept'],
    ]);
  });

  test('goes back to the other fixes of the first failure where the next one cannot be mended', () => {
    const next: HealEvent = { kind: 'disproved', why: 'Something else.', leads: 'next' };
    const { effects, state } = follow([
      ...toProposals([aFix('a'), aFix('c')]),
      ...[applied, letThrough, next],
      ...[{ kind: 'reduced' } as const, diagnosed(), proposed([])],
    ]);
    expect(effects.at(-1)).toMatchObject({ do: 'apply', fix: { id: 'c-id' } });
    expect(state.stack).toEqual([]);
    expect(state.tried).toMatchObject([{ id: 'a-id', outcome: 'undone' }]);
  });

  test('verifies again, after a pause, where the verification met something that comes and goes', () => {
    const hiccup: HealEvent = { kind: 'disproved', why: 'A lock.', leads: 'transient' };
    const { names } = follow([
      ...toProposals([aFix('a')]),
      ...[applied, letThrough, hiccup],
      { kind: 'waited' },
    ]);
    expect(names.slice(-3)).toEqual(['verify', 'wait', 'verify']);
  });

  test('takes a fix back that was put in place and does not hold there', () => {
    const { effects } = follow([
      ...toProposals([aFix('a')]),
      ...[applied, letThrough, { kind: 'proved' } as const],
      ...[{ kind: 'kept', inTree: true } as const, failed],
    ]);
    expect(effects.at(-1)).toMatchObject({ do: 'undo', fix: { id: 'a-id' } });
  });

  test('counts anew after a success', () => {
    const retried = follow([
      ...toProposals([aRetry(), aFix('a')], true),
      ...[{ kind: 'waited' } as const, ...toProposals([aFix('a')])],
      ...[applied, letThrough, { kind: 'proved' } as const],
    ]);
    expect(retried.state.retries).toBe(0);
    expect(retried.state.restarts).toBe(1);
  });

  test('undoes what is open when it is stopped', () => {
    const { state, names } = follow([...toProposals([aFix('a')]), applied, { kind: 'stopped' }]);
    expect(names.at(-1)).toBe('undo');
    expect(state.phase).toBe('ended');
  });

  test('verifies also what a person approved', () => {
    const { names, state } = follow(
      [applied, letThrough, disproved, { kind: 'undone' }],
      { ...policy, mode: 'human-in-loop', approved: true },
      approvedStep(aFix('a')),
    );
    expect(names).toEqual(['apply', 'judge', 'verify', 'undo', 'remember', 'report']);
    expect(state.result).toBe('exhausted');
  });
});
