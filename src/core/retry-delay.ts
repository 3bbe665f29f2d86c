import type { Millis, TaskSpec, TaskStatus } from './model.ts';

const first: Millis = 10_000;
const longest: Millis = 600_000;

/**
 * How long to wait before the next attempt, after `counted` failed ones: as the task's recovery says (1 h,
 * then 4 h), else 10 s, 20 s, 40 s ... 10 min.
 */
export function retryDelay(spec: Pick<TaskSpec, 'recovery'>, counted: number): Millis {
  const { recovery } = spec;
  if (recovery) return recovery.after[Math.min(counted, recovery.after.length) - 1] ?? 0;
  return Math.min(longest, first * 2 ** Math.min(30, Math.max(0, counted - 1)));
}

/** The longest that an attempt may take: one that follows a timeout gets more time where the task says so. */
export function attemptTimeout(
  { timeout, recovery }: Pick<TaskSpec, 'timeout' | 'recovery'>,
  { failure, counted }: Pick<TaskStatus, 'failure' | 'counted'>,
): Millis {
  if (!recovery || failure !== 'timeout') return timeout;
  return Math.round(timeout * recovery.timeoutFactor ** counted);
}
