import type { FailureClass, Millis, Recovery } from '../../core/model.ts';
import { parseDuration } from './parse-duration.ts';
import type { Adjust } from './pipeline-definition.ts';
import { asList, type Leg } from './pipeline-reading.ts';
import type { Factor, RecoverOfTask } from './recover-schema.ts';

const hour: Millis = 3_600_000;
const defaultAfter: readonly Millis[] = [hour, 4 * hour];
const defaultOn: readonly FailureClass[] = ['crash', 'timeout', 'resources', 'lost'];

/** Each rollback with the task that it undoes. */
export function rollbacksOf(legs: readonly Leg[]): ReadonlyMap<string, string> {
  return new Map(
    legs.flatMap(({ job }) => {
      const rollback = job.task.recover?.rollback;
      return rollback === undefined ? [] : [[rollback, job.id] as const];
    }),
  );
}

export function recoveryOf(
  recover: RecoverOfTask | undefined,
  indices: ReadonlyMap<string, readonly number[]>,
): Recovery | null {
  if (!recover) return null;
  const after = asList(recover.after).map((text) => parseDuration(text) ?? 0);
  const on = asList(recover.on);
  return {
    after: after.length > 0 ? after : defaultAfter,
    on: on.length > 0 ? on : defaultOn,
    rollback: recover.rollback === undefined ? null : (indices.get(recover.rollback)?.[0] ?? null),
    timeoutFactor: factorOf(recover.adjust?.timeout),
  };
}

export function adjustOf(recover: RecoverOfTask | undefined): Adjust {
  const env = Object.entries(recover?.adjust?.env ?? {});
  return {
    env: Object.fromEntries(env.map(([name, factor]) => [name, factorOf(factor)])),
    threads: factorOf(recover?.adjust?.threads),
  };
}

/** `half` is 0.5 and `double` is 2; nothing said changes nothing. */
function factorOf(factor: Factor | undefined): number {
  if (factor === undefined) return 1;
  return factor === 'half' ? 0.5 : factor === 'double' ? 2 : factor;
}
