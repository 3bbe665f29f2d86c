import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fix } from '../../../src/heal/fix/fix.ts';
import type {
  HealEffect,
  HealEvent,
  HealState,
  Step,
  StepPolicy,
} from '../../../src/heal/loop/heal-state.ts';
import { approvedStep, firstStep, nextStep } from '../../../src/heal/loop/next-step.ts';
import { aFix, aRetry } from './a-fix.ts';

const policy: StepPolicy = {
  mode: 'autonomous',
  retries: 3,
  delays: [5_000, 10_000, 20_000],
  budget: { fixes: 5, files: 5, lines: 200 },
  approved: false,
};
const failed: HealEvent = { kind: 'ended', passed: false, why: 'It ended with exit code 1.' };
const passed: HealEvent = { kind: 'ended', passed: true, why: 'It passed.' };
const applied: HealEvent = { kind: 'applied', files: ['a.txt'] };
const letThrough: HealEvent = { kind: 'judged', verdict: { kind: 'pass' } };
const disproved: HealEvent = { kind: 'disproved', why: 'It still fails.', leads: 'undo' };
const proposed = (
  fixes: readonly Fix[],
  undone: string[] = [],
  kept: string[] = [],
): HealEvent => ({
  kind: 'proposed',
  fixes,
  undone,
  kept,
});
const diagnosed = (retryable = false): HealEvent => ({ kind: 'diagnosed', retryable });
const toProposals = (fixes: readonly Fix[], retryable = false): readonly HealEvent[] => [
  failed,
  { kind: 'reduced' },
  diagnosed(retryable),
  proposed(fixes),
];

/** All effects on the way through these events, and the state at the end. */
function follow(events: readonly HealEvent[], own: StepPolicy = policy, from: Step = firstStep) {
  const effects: HealEffect[] = [...from.effects];
  let { state } = from;
  for (const event of events) {
    const step = nextStep(state, event, own);
    effects.push(...step.effects);
    state = step.state;
  }
  return { effects, state, names: effects.map((effect) => effect.do) };
}

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

const someFixes = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'retry', 'slower'), {
    maxLength: 8,
  })
  .map((names) =>
    names.map((name) => {
      if (name === 'retry') return aRetry();
      if (name !== 'slower') return aFix(name);
      const adjustment = { env: {}, flags: {}, timeout: 2 };
      return aFix(name, { action: { kind: 'adjust', adjustment } });
    }),
  );
const hashes = fc.subarray(['a', 'b', 'c', 'd'].map((name) => name.padEnd(64, '0')));
const anyEvent: fc.Arbitrary<HealEvent> = fc.oneof(
  fc.record({ kind: fc.constant('ended' as const), passed: fc.boolean(), why: fc.constant('w') }),
  fc.constant<HealEvent>({ kind: 'reduced' }),
  fc.record({ kind: fc.constant('diagnosed' as const), retryable: fc.boolean() }),
  fc.record({
    kind: fc.constant('proposed' as const),
    fixes: someFixes,
    undone: hashes,
    kept: hashes,
  }),
  fc.constant(applied),
  fc.constant<HealEvent>({ kind: 'inapplicable', why: 'w' }),
  fc.record({
    kind: fc.constant('judged' as const),
    verdict: fc.oneof(
      fc.constant({ kind: 'pass' as const }),
      fc.record({
        kind: fc.constantFrom('wait' as const, 'refuse' as const),
        gate: fc.constant('mode' as const),
        why: fc.constant('w'),
      }),
    ),
  }),
  fc.constant<HealEvent>({ kind: 'proved' }),
  fc.record({
    kind: fc.constant('disproved' as const),
    why: fc.constant('w'),
    leads: fc.constantFrom('undo' as const, 'next' as const, 'transient' as const),
  }),
  fc.record({ kind: fc.constant('kept' as const), inTree: fc.boolean() }),
  fc.record({
    kind: fc.constant('unkeepable' as const),
    why: fc.constant('w'),
    wait: fc.boolean(),
  }),
  fc.constant<HealEvent>({ kind: 'undone' }),
  fc.constant<HealEvent>({ kind: 'waited' }),
  fc.constant<HealEvent>({ kind: 'reported' }),
);
const somePolicy = fc.record({
  mode: fc.constantFrom('autonomous' as const, 'human-in-loop' as const),
  retries: fc.integer({ min: 0, max: 4 }),
  delays: fc.constant([5_000, 10_000]),
  budget: fc.record({
    fixes: fc.integer({ min: 1, max: 5 }),
    files: fc.constant(5),
    lines: fc.constant(9),
  }),
  approved: fc.constant(false),
});
const runs = { seed: 4, numRuns: 400 };
const stream = fc.array(anyEvent, { maxLength: 400 });

/** Only events that the phase waits for, so that each one moves the machine. */
function walk(own: StepPolicy, events: readonly HealEvent[]) {
  const seen: {
    readonly state: HealState;
    readonly effect: HealEffect;
    readonly after: HealState;
  }[] = [];
  let { state } = firstStep;
  let moved = 0;
  for (const event of events) {
    const step = nextStep(state, event, own);
    if (step.effects.length > 0) moved++;
    for (const effect of step.effects) seen.push({ state, effect, after: step.state });
    state = step.state;
  }
  return { seen, state, moved };
}

describe('whatever happens in whatever order', () => {
  test('the loop ends: it does a bounded number of things', () => {
    fc.assert(
      fc.property(somePolicy, fc.array(anyEvent, { maxLength: 3_000 }), (own, events) => {
        const { seen } = walk(own, events);
        // 20 fixes applied at most, each with a handful of effects, and the retries between them.
        expect(seen.filter(({ effect }) => effect.do === 'apply').length).toBeLessThanOrEqual(20);
        expect(seen.length).toBeLessThan(20 * 8 * (own.retries + 2));
      }),
      { ...runs, numRuns: 100 },
    );
  });

  test('nothing is kept that was not proved just before', () => {
    fc.assert(
      fc.property(somePolicy, stream, (own, events) => {
        for (const { state, effect, after } of walk(own, events).seen) {
          if (effect.do !== 'keep') continue;
          expect(state.phase).toBe('verifying');
          expect(after.verified).toBe(true);
        }
      }),
      runs,
    );
  });

  test('human-in-loop keeps and verifies no change', () => {
    fc.assert(
      fc.property(somePolicy, stream, (own, events) => {
        const human = { ...own, mode: 'human-in-loop' as const };
        const names = walk(human, events).seen.map(({ effect }) => effect.do);
        expect(names).not.toContain('keep');
        expect(names).not.toContain('verify');
      }),
      runs,
    );
  });

  test('no more retries between two successes than were allowed', () => {
    fc.assert(
      fc.property(somePolicy, stream, (own, events) => {
        for (const { after } of walk(own, events).seen)
          expect(after.retries).toBeLessThanOrEqual(own.retries);
      }),
      runs,
    );
  });

  test('no fix is tried twice, and none that failed on these files', () => {
    fc.assert(
      fc.property(somePolicy, stream, (own, events) => {
        const hashesTried = walk(own, events).seen.flatMap(({ effect }) =>
          effect.do === 'apply' ? [effect.fix.hash] : [],
        );
        expect(new Set(hashesTried).size).toBe(hashesTried.length);
      }),
      runs,
    );
  });

  test('what once held comes before everything else', () => {
    fc.assert(
      fc.property(someFixes, hashes, (fixes, kept) => {
        const { effects, state } = follow([
          failed,
          { kind: 'reduced' },
          diagnosed(),
          proposed(fixes, [], kept),
        ]);
        const last = effects.at(-1);
        const order = [
          ...(last?.do === 'apply' ? [last.fix] : []),
          ...(state.current && last?.do !== 'apply' ? [state.current] : []),
          ...state.queue,
        ];
        const flags = order.map(({ hash }) => kept.includes(hash));
        expect(flags).toEqual([...flags].sort((a, b) => Number(b) - Number(a)));
      }),
      runs,
    );
  });

  test('the end is final', () => {
    fc.assert(
      fc.property(somePolicy, stream, fc.array(anyEvent, { maxLength: 5 }), (own, events, more) => {
        const { state } = walk(own, events);
        const ended = nextStep(state, { kind: 'stopped' }, own).state;
        for (const event of more) expect(nextStep(ended, event, own).effects).toEqual([]);
      }),
      runs,
    );
  });
});
