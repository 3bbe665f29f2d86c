/**
 * The loop of healing as a machine: what is done next, given what happened. All states and transitions
 * are in this file; `docs/healing.md` shows them as a table.
 */
import type { Fix } from '../fix/fix.ts';
import type { HealResult, TriedFix } from './heal-report.ts';
import type { HealEffect, HealEvent, HealState, Phase, Step, StepPolicy } from './heal-state.ts';

/** Fixes looked at for one failure, and applied in one healing: an end for every order of events. */
const mostProposals = 10;
const mostApplied = 20;

const held = 'It was verified.';
const outlasted = 'It mended its failure, but what failed next could not be mended.';
const partOfNext = 'It mended its failure; what failed next waits for a person, and it with that.';

const empty: HealState = {
  phase: 'running',
  retries: 0,
  restarts: 0,
  current: null,
  files: [],
  verified: false,
  queue: [],
  stack: [],
  applied: 0,
  spent: [],
  tried: [],
  retryable: false,
  why: '',
  result: null,
};

/** A healing begins with the command. */
export const firstStep: Step = {
  state: empty,
  effects: [{ do: 'run', as: 'first', fix: null }],
};

/** What a person approved begins where it was stopped: at the change itself. */
export function approvedStep(fix: Fix): Step {
  return {
    state: { ...empty, phase: 'applying', current: fix, applied: 1, spent: [fix.hash] },
    effects: [{ do: 'apply', fix }],
  };
}

type Handler<K extends HealEvent['kind']> = (
  state: HealState,
  event: Extract<HealEvent, { kind: K }>,
  policy: StepPolicy,
) => Step;
type Handlers = { readonly [K in HealEvent['kind']]?: Handler<K> };

const table: { readonly [P in Phase]: Handlers } = {
  running: { ended: onEnded },
  reducing: { reduced: (state) => go(state, 'diagnosing', { do: 'diagnose' }) },
  diagnosing: {
    diagnosed: (state, { retryable }) =>
      go({ ...state, retryable: retryable && state.stack.length === 0 }, 'proposing', {
        do: 'propose',
      }),
  },
  proposing: { proposed: onProposed },
  applying: {
    applied: (state, { files }) =>
      withFix(state, (fix) => go({ ...state, files }, 'gating', { do: 'judge', fix })),
    inapplicable: (state, { why }, policy) => drop(state, 'refused', why, policy),
  },
  gating: { judged: onJudged },
  verifying: {
    proved: (state) =>
      withFix(state, (fix) =>
        go({ ...state, verified: true, retries: 0 }, 'keeping', { do: 'keep', fix }),
      ),
    disproved: onDisproved,
  },
  keeping: { kept: onKept, unkeepable: onUnkeepable },
  undoing: { undone: (state, _, policy) => drop(state, 'undone', state.why, policy) },
  waiting: { waited: onWaited },
  reporting: { reported: (state) => go(state, 'ended') },
  ended: {},
};

/** The next state and what is to be done for it. An event that the phase does not wait for changes nothing. */
export function nextStep(state: HealState, event: HealEvent, policy: StepPolicy): Step {
  if (event.kind === 'stopped') return onStopped(state);
  const handler = table[state.phase][event.kind] as Handler<typeof event.kind> | undefined;
  return handler ? handler(state, event as never, policy) : go(state, state.phase);
}

function onEnded(
  state: HealState,
  { passed, why }: { readonly passed: boolean; readonly why: string },
): Step {
  const { current } = state;
  if (passed) {
    if (current === null) return report(state, state.restarts === 0 ? 'passed' : 'recovered');
    if (!changesFiles(current))
      return report(note(state, current, 'kept', why), 'recovered', remember(current, 'kept'));
    return healed(state, current);
  }
  if (current && changesFiles(current))
    return undo(state, `It was verified, but not where it is needed: ${why}`);
  const failed = current ? note(state, current, 'undone', why) : state;
  const effects = current ? [remember(current, 'undone')] : [];
  const clear = { ...failed, current: null, queue: [], files: [] };
  return go(clear, 'reducing', ...effects, { do: 'reduce' });
}

function onProposed(
  state: HealState,
  event: Extract<HealEvent, { kind: 'proposed' }>,
  policy: StepPolicy,
): Step {
  const fresh = event.fixes.filter(
    ({ hash }) => !event.undone.includes(hash) && !state.spent.includes(hash),
  );
  const known = fresh.filter(({ hash }) => event.kept.includes(hash));
  const others = fresh.filter(({ hash }) => !event.kept.includes(hash));
  return next({ ...state, queue: [...known, ...others].slice(0, mostProposals) }, policy);
}

function onJudged(
  state: HealState,
  { verdict }: Extract<HealEvent, { kind: 'judged' }>,
  policy: StepPolicy,
): Step {
  return withFix(state, (fix) => {
    const mayPass = policy.mode === 'autonomous' || policy.approved;
    if (verdict.kind === 'pass' && mayPass) return go(state, 'verifying', { do: 'verify', fix });
    if (verdict.kind === 'refuse') return drop(state, 'refused', verdict.why, policy);
    const why = verdict.kind === 'wait' ? verdict.why : 'human-in-loop: every change waits';
    return drop(state, 'waiting', why, policy, { do: 'hold', fix, why });
  });
}

function onDisproved(
  state: HealState,
  event: Extract<HealEvent, { kind: 'disproved' }>,
  policy: StepPolicy,
): Step {
  const { current, queue, files, stack } = state;
  if (event.leads === 'transient' && state.retries < policy.retries)
    return go(state, 'waiting', { do: 'wait', delay: delayOf(state, policy) });
  if (event.leads !== 'next' || current === null || state.applied >= policy.budget.fixes)
    return undo(state, event.why);
  const level = { fix: current, files, rest: queue };
  const higher = { ...state, stack: [...stack, level], current: null, queue: [], files: [] };
  return go(higher, 'reducing', { do: 'stack', fix: current }, { do: 'reduce' });
}

function onKept(state: HealState, { inTree }: { readonly inTree: boolean }): Step {
  return withFix(state, (fix) =>
    inTree ? go(state, 'running', { do: 'run', as: 'confirmation', fix }) : healed(state, fix),
  );
}

function onUnkeepable(
  state: HealState,
  { why, wait }: Extract<HealEvent, { kind: 'unkeepable' }>,
  policy: StepPolicy,
): Step {
  if (!wait) return undo(state, why);
  return withFix(state, (fix) => drop(state, 'waiting', why, policy, { do: 'hold', fix, why }));
}

function onWaited(state: HealState): Step {
  const { current } = state;
  const retries = state.retries + 1;
  if (current && changesFiles(current))
    return go({ ...state, retries }, 'verifying', { do: 'verify', fix: current });
  const again = { ...state, retries, restarts: state.restarts + 1 };
  return go(again, 'running', { do: 'run', as: 'retry', fix: current });
}

function onStopped(state: HealState): Step {
  const { current, phase } = state;
  if (phase === 'ended') return go(state, 'ended');
  const undone: HealEffect[] =
    current && changesFiles(current)
      ? [{ do: 'undo', fix: current, why: 'It was interrupted.' }]
      : [];
  return go({ ...state, result: state.result ?? 'exhausted' }, 'ended', ...undone);
}

/** The next fix; without one the next retry; without that the end. */
function next(state: HealState, policy: StepPolicy, ...before: readonly HealEffect[]): Step {
  const { queue, stack } = state;
  const [fix, ...rest] = queue;
  const free = { ...state, current: null, files: [], verified: false, queue: rest, why: '' };
  if (fix && changesFiles(fix)) {
    if (state.applied >= mostApplied) return next({ ...free, queue: [] }, policy, ...before);
    const spent = [...state.spent, fix.hash];
    const taken = { ...free, current: fix, applied: state.applied + 1, spent };
    return go(taken, 'applying', ...before, { do: 'apply', fix });
  }
  if (fix) {
    if (stack.length > 0 || state.retries >= policy.retries) return next(free, policy, ...before);
    const spent = fix.action.kind === 'adjust' ? [...state.spent, fix.hash] : state.spent;
    return wait({ ...free, current: fix, spent }, policy, before);
  }
  const level = stack.at(-1);
  if (level) return lower(free, level, policy, before);
  if (state.retryable && state.retries < policy.retries) return wait(free, policy, before);
  const waiting = state.tried.some(({ outcome }) => outcome === 'waiting');
  return report(free, waiting ? 'proposed' : 'exhausted', ...before);
}

/** What a fix uncovered could not be mended: what else there was in its place comes next. */
function lower(
  state: HealState,
  { fix, files, rest }: HealState['stack'][number],
  policy: StepPolicy,
  before: readonly HealEffect[],
): Step {
  const below = { ...state, stack: state.stack.slice(0, -1), queue: rest, files };
  if (state.tried.at(-1)?.outcome === 'waiting')
    return next(note(below, fix, 'waiting', partOfNext), policy, ...before);
  const noted = note(below, fix, 'undone', outlasted);
  return next(noted, policy, ...before, remember(fix, 'outlasted'));
}

function wait(state: HealState, policy: StepPolicy, before: readonly HealEffect[]): Step {
  return go(state, 'waiting', ...before, { do: 'wait', delay: delayOf(state, policy) });
}

function delayOf(state: HealState, { delays }: StepPolicy): number {
  return delays[state.retries] ?? delays.at(-1) ?? 0;
}

function undo(state: HealState, why: string): Step {
  return withFix(state, (fix) => go({ ...state, why }, 'undoing', { do: 'undo', fix, why }));
}

/** Done with the fix at hand, which is not kept. */
function drop(
  state: HealState,
  outcome: 'undone' | 'refused' | 'waiting',
  why: string,
  policy: StepPolicy,
  ...effects: readonly HealEffect[]
): Step {
  return withFix(state, (fix) => {
    const learned = outcome === 'undone' ? [remember(fix, 'undone')] : [];
    return next(note(state, fix, outcome, why), policy, ...effects, ...learned);
  });
}

/** It holds, and with it those below it. */
function healed(state: HealState, current: Fix): Step {
  const levels = [...state.stack, { fix: current, files: state.files, rest: [] }];
  let noted = state;
  for (const { fix, files } of levels) noted = note({ ...noted, files }, fix, 'kept', held);
  const learned = levels.map(({ fix }) => remember(fix, 'kept'));
  return report(noted, 'healed', { do: 'settle', fix: current }, ...learned);
}

function report(state: HealState, result: HealResult, ...before: readonly HealEffect[]): Step {
  return go({ ...state, result }, 'reporting', ...before, { do: 'report', result });
}

function go(state: HealState, phase: Phase, ...effects: readonly HealEffect[]): Step {
  return { state: { ...state, phase }, effects };
}

function withFix(state: HealState, then: (fix: Fix) => Step): Step {
  return state.current ? then(state.current) : go(state, state.phase);
}

function remember(fix: Fix, outcome: 'kept' | 'undone' | 'outlasted'): HealEffect {
  return { do: 'remember', fix, outcome };
}

/** A plain retry that is tried several times is one entry. */
function note(state: HealState, fix: Fix, outcome: TriedFix['outcome'], why: string): HealState {
  const { id, remedy, title, confidence, cases, hash } = fix;
  const { files } = state;
  const entry: TriedFix = { id, remedy, title, confidence, cases, hash, outcome, why, files };
  const others = state.tried.filter((one) => one.hash !== hash);
  return { ...state, tried: [...others, entry] };
}

/** Whether it goes through the scratch checkout; the others are ways to start the command again. */
export function changesFiles({ action }: Fix): boolean {
  return action.kind !== 'retry' && action.kind !== 'adjust';
}
