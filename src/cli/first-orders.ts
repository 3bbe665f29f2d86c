/** What a person orders with the words of `yardmaster run`: to cancel, or to try again. */
import type { Observation } from '../core/decision.ts';
import type { Run } from '../core/model.ts';
import { CliProblem } from './cli-problem.ts';
import type { Checkout } from './state/git-checkout.ts';
import type { Terminal } from './terminal.ts';

interface Wish {
  /** What to start; null: go on with what there is. */
  readonly start: { readonly pipeline: { readonly id: string } } | null;
  readonly anew: boolean;
  readonly retry: boolean;
  readonly checkout: Pick<Checkout, 'actor'>;
  readonly terminal: Pick<Terminal, 'now'>;
}

type Ordered = Extract<Observation, { readonly kind: 'ordered' }>;

/** The orders to give before anything else. Throws `CliProblem` where the words do not fit what is known. */
export function firstOrders(wish: Wish, known: readonly Run[]): Ordered[] {
  if (wish.start === null) return wish.retry ? retries(wish, known) : [];
  const id = wish.start.pipeline.id;
  const same = known.filter((run) => run.conclusion === null && run.pipeline === id);
  const [run] = same;
  if (run && !wish.anew)
    throw new CliProblem(
      'unfinished-run',
      `Run #${run.issue} of \`${id}\` is not finished (${unfinished(run)} of ${run.tasks.length} tasks are left).`,
      'Go on with `yardmaster run --resume`, or cancel it and start anew with `yardmaster run --new`.',
    );
  return same.map(({ issue }) => ordered(wish, issue, null, { kind: 'cancel' }));
}

export function isRetryOf(order: Ordered, run: Run): boolean {
  return order.order.kind === 'retry' && order.run === run.issue;
}

export function nothingToResume(known: readonly Run[]): CliProblem {
  const again = known.some(({ conclusion }) => conclusion === 'failure')
    ? ', or try again what failed with `yardmaster run --retry`'
    : '';
  return new CliProblem(
    'nothing-to-resume',
    'There is no unfinished run.',
    `Start one with \`yardmaster run\`${again}.`,
  );
}

function unfinished(run: Run): number {
  return run.statuses.filter(({ state }) => state !== 'COMPLETED' && state !== 'SKIPPED').length;
}

/** Of several runs of a pipeline only the last is tried again: it stands for what the others were to do. */
function retries(wish: Wish, known: readonly Run[]): Ordered[] {
  const last = new Map<string, Run>();
  for (const run of known) {
    const before = last.get(run.pipeline);
    if (!before || before.issue < run.issue) last.set(run.pipeline, run);
  }
  const orders = [...last.values()].flatMap((run) =>
    run.statuses.flatMap(({ state }, task) =>
      state === 'FAILED' || state === 'DEAD_LETTER'
        ? [ordered(wish, run.issue, task, { kind: 'retry' })]
        : [],
    ),
  );
  if (orders.length > 0 || known.some(({ conclusion }) => conclusion === null)) return orders;
  throw new CliProblem(
    'nothing-to-retry',
    'Nothing failed in the last run of any pipeline.',
    'Start a run with `yardmaster run`.',
  );
}

function ordered(wish: Wish, run: number, task: number | null, order: Ordered['order']): Ordered {
  return {
    kind: 'ordered',
    run,
    task,
    order,
    by: wish.checkout.actor,
    at: wish.terminal.now(),
  };
}
