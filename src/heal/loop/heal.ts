/** Drives the machine of healing: has its effects done, and tells it what happened. */
import { mishap, wordsOf } from './effect-words.ts';
import type { HealPolicy } from './heal-policy.ts';
import type { HealPorts, HealRequest } from './heal-ports.ts';
import type { HealReport } from './heal-report.ts';
import type { HealEffect, HealEvent, HealState, Step, StepPolicy } from './heal-state.ts';
import { Healing } from './healing.ts';
import { approvedStep, firstStep, nextStep } from './next-step.ts';

export interface HealEnd {
  readonly report: HealReport;
  readonly interrupted: boolean;
  /** Where a verified fix is, in words: a command that takes it, or the working tree. */
  readonly where: string | null;
}

/** Does not reject for what a scratch checkout could not do: that becomes what the machine hears. */
export async function heal<Left, Before>(
  ports: HealPorts<Left, Before>,
  policy: HealPolicy,
  request: HealRequest,
): Promise<HealEnd> {
  const healing = new Healing(ports, policy, request);
  const stepPolicy: StepPolicy = { ...policy, approved: request.approved !== null };
  try {
    let step = await begin(healing, request);
    let interrupted = false;
    for (;;) {
      let event = await perform(ports, healing, step);
      if (ports.stopped() && !interrupted && healing.finished === null) {
        interrupted = true;
        event = { kind: 'stopped' };
      }
      if (event === null) break;
      step = nextStep(step.state, event, stepPolicy);
    }
    const { state } = step;
    const report = healing.finished ?? healing.report(state, state.result ?? 'exhausted');
    return { report, interrupted, where: healing.where };
  } finally {
    await ports.bench.close();
  }
}

async function begin<Left, Before>(
  healing: Healing<Left, Before>,
  { approved }: HealRequest,
): Promise<Step> {
  if (approved === null) return firstStep;
  await healing.resume(approved);
  return approvedStep(approved.fix);
}

/** The last effect that answers gives the event. */
async function perform<Left, Before>(
  ports: HealPorts<Left, Before>,
  healing: Healing<Left, Before>,
  { state, effects }: Step,
): Promise<HealEvent | null> {
  let event: HealEvent | null = null;
  for (const effect of effects) {
    const words = wordsOf(effect);
    const fix = 'fix' in effect && effect.fix ? { fix: effect.fix.id } : {};
    if (words !== null) ports.tell({ at: ports.now(), action: effect.do, words, ...fix });
    const answer = await attempt(healing, effect, state);
    if (answer !== null) event = answer;
  }
  return event;
}

async function attempt<Left, Before>(
  healing: Healing<Left, Before>,
  effect: HealEffect,
  state: HealState,
): Promise<HealEvent | null> {
  try {
    return await handle(healing, effect, state);
  } catch (error) {
    const event = mishap(effect, error instanceof Error ? error.message : String(error));
    if (event === undefined) throw error;
    return event;
  }
}

async function handle<Left, Before>(
  healing: Healing<Left, Before>,
  effect: HealEffect,
  state: HealState,
): Promise<HealEvent | null> {
  switch (effect.do) {
    case 'run':
      return healing.run(effect.as, effect.fix);
    case 'reduce':
      // The log was reduced line by line while it came.
      return { kind: 'reduced' };
    case 'diagnose':
      return healing.diagnose(state);
    case 'propose':
      return healing.propose(state);
    case 'apply':
      return healing.apply(effect.fix, state);
    case 'judge':
      return healing.judge(effect.fix);
    case 'verify':
      return healing.verify();
    case 'stack':
      return healing.stack(effect.fix);
    case 'keep':
      return healing.keep(effect.fix);
    case 'undo':
      return healing.undo();
    case 'wait':
      return healing.wait(effect.delay);
    case 'hold':
      return healing.hold(effect.fix, effect.why);
    case 'settle':
      return healing.settle(effect.fix);
    case 'remember':
      return healing.remember(effect.fix, effect.outcome);
    case 'report':
      healing.finished = healing.report(state, effect.result);
      return { kind: 'reported' };
  }
}
