import type { Run, TaskSpec, TaskState, TaskStatus } from '../../src/core/model.ts';

/** What somebody with the right role asked for by hand. */
export interface Ordered {
  readonly run: number;
  /** null: the whole run. */
  readonly task: number | null;
  /** `again`: what is final may be taken up. `end`: it may be cancelled or given up. */
  readonly kind: 'again' | 'end' | 'pause' | 'priority' | 'other';
  readonly at: number;
}

const final: readonly TaskState[] = ['COMPLETED', 'SKIPPED', 'CANCELLED', 'DEAD_LETTER', 'FAILED'];
const settled: readonly TaskState[] = [...final, 'BLOCKED'];

/** What is wrong with two successive revisions of a run. */
export function checkTransition(
  before: Run | undefined,
  after: Run,
  ordered: readonly Ordered[],
): { invariant: number; text: string }[] {
  const orders = ordered.filter(({ run }) => run === after.issue);
  return after.statuses.flatMap((now, task) => {
    const was = before?.statuses[task];
    const name = `${after.issue}/${task} (${after.tasks[task]?.key})`;
    const wrong = [
      ...(was && !takenUp(after, task) ? checkFinal(was, now, task, orders) : []),
      ...checkOrdered(was, now, after.tasks[task], task, orders),
      ...checkNumbers(was, now, after.tasks[task]?.retries ?? 0),
      ...checkNeeds(was, now, after, task),
    ];
    return wrong.map(({ invariant, text }) => ({ invariant, text: `${name} ${text}` }));
  });
}

/** Whether it is a rollback whose task failed: it runs after each failure. */
export function takenUp(run: Run, task: number): boolean {
  const undone = run.tasks.findIndex(({ recovery }) => recovery?.rollback === task);
  const { state, failure } = run.statuses[undone] ?? {};
  const over = ['RETRY_WAIT', 'DEAD_LETTER', 'PAUSED', 'BLOCKED'].includes(state ?? '');
  return over && failure !== null;
}

type Wrong = { invariant: number; text: string }[];

function checkFinal(
  was: TaskStatus,
  now: TaskStatus,
  task: number,
  orders: readonly Ordered[],
): Wrong {
  if (was.state === now.state || !final.includes(was.state)) return [];
  if (mayLeave(was.state, now.state, task, orders)) return [];
  return [{ invariant: 7, text: `went from ${was.state} to ${now.state}` }];
}

function checkOrdered(
  was: TaskStatus | undefined,
  now: TaskStatus,
  spec: TaskSpec | undefined,
  task: number,
  orders: readonly Ordered[],
): Wrong {
  const sequence = now.state === 'DEAD_LETTER' && spec?.recovery != null;
  const needed = sequence && was?.priority === now.priority ? null : orderFor(was, now);
  const given = orders.some((each) => each.kind === needed && isAbout(each, task));
  if (needed === null || given) return [];
  return [
    { invariant: 7, text: `became ${now.state} ${now.priority}, but nobody ordered ${needed}` },
  ];
}

function checkNumbers(was: TaskStatus | undefined, now: TaskStatus, retries: number): Wrong {
  const wrong: Wrong = [];
  if (was && now.attempt < was.attempt) {
    wrong.push({ invariant: 7, text: `fell from attempt ${was.attempt} to ${now.attempt}` });
  }
  if (now.counted > retries + 1) {
    wrong.push({ invariant: 5, text: `counts ${now.counted} of ${retries + 1}` });
  }
  return wrong;
}

function checkNeeds(was: TaskStatus | undefined, now: TaskStatus, run: Run, task: number): Wrong {
  if (now.state !== 'QUEUED' || was?.attempt === now.attempt || takenUp(run, task)) return [];
  const open = run.tasks[task]?.needs.filter(
    (need) => !settled.includes(run.statuses[need]?.state ?? 'READY'),
  );
  return open?.length ? [{ invariant: 2, text: `was handed out before its needs ${open}` }] : [];
}

function isAbout(order: Ordered, task: number): boolean {
  return order.task === null || order.task === task;
}

/** What only a person's order can do. */
function orderFor(was: TaskStatus | undefined, now: TaskStatus): Ordered['kind'] | null {
  if (was?.state !== now.state) {
    if (now.state === 'PAUSED') return 'pause';
    if (now.state === 'CANCELLED' || now.state === 'DEAD_LETTER') return 'end';
  }
  return was && was.priority !== now.priority ? 'priority' : null;
}

function mayLeave(
  was: TaskState,
  now: TaskState,
  task: number,
  orders: readonly Ordered[],
): boolean {
  if (was === 'COMPLETED') return false;
  const again = orders.filter(({ kind }) => kind === 'again');
  // It follows what it needs, whichever of those was taken up.
  if (was === 'SKIPPED') return again.length > 0;
  if (again.some((order) => isAbout(order, task))) return true;
  const ends = now === 'DEAD_LETTER' || now === 'CANCELLED';
  return (
    (was === 'FAILED' || was === 'DEAD_LETTER') &&
    ends &&
    orders.some((order) => order.kind === 'end' && isAbout(order, task))
  );
}
