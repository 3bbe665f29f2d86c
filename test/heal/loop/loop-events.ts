import type { Fix } from '../../../src/heal/fix/fix.ts';
import type { HealEffect, HealEvent, Step, StepPolicy } from '../../../src/heal/loop/heal-state.ts';
import { firstStep, nextStep } from '../../../src/heal/loop/next-step.ts';

export const policy: StepPolicy = {
  mode: 'autonomous',
  retries: 3,
  delays: [5_000, 10_000, 20_000],
  budget: { fixes: 5, files: 5, lines: 200 },
  approved: false,
};
export const failed: HealEvent = {
  kind: 'ended',
  passed: false,
  why: 'It ended with exit code 1.',
};
export const passed: HealEvent = { kind: 'ended', passed: true, why: 'It passed.' };
export const applied: HealEvent = { kind: 'applied', files: ['a.txt'] };
export const letThrough: HealEvent = { kind: 'judged', verdict: { kind: 'pass' } };
export const disproved: HealEvent = { kind: 'disproved', why: 'It still fails.', leads: 'undo' };
export const proposed = (
  fixes: readonly Fix[],
  undone: string[] = [],
  kept: string[] = [],
): HealEvent => ({
  kind: 'proposed',
  fixes,
  undone,
  kept,
});
export const diagnosed = (retryable = false): HealEvent => ({ kind: 'diagnosed', retryable });
export const toProposals = (fixes: readonly Fix[], retryable = false): readonly HealEvent[] => [
  failed,
  { kind: 'reduced' },
  diagnosed(retryable),
  proposed(fixes),
];

/** All effects on the way through these events, and the state at the end. */
export function follow(
  events: readonly HealEvent[],
  own: StepPolicy = policy,
  from: Step = firstStep,
) {
  const effects: HealEffect[] = [...from.effects];
  let { state } = from;
  for (const event of events) {
    const step = nextStep(state, event, own);
    effects.push(...step.effects);
    state = step.state;
  }
  return { effects, state, names: effects.map((effect) => effect.do) };
}
