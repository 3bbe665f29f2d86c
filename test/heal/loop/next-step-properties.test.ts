import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type {
  HealEffect,
  HealEvent,
  HealState,
  StepPolicy,
} from '../../../src/heal/loop/heal-state.ts';
import { firstStep, nextStep } from '../../../src/heal/loop/next-step.ts';
import { aFix, aRetry } from './a-fix.ts';
import { applied, diagnosed, failed, follow, proposed } from './loop-events.ts';

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
