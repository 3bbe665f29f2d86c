import type { Millis, TaskStatus } from '../core/model.ts';
import { attemptTimeout } from '../core/retry-delay.ts';
import type { TaskDefinition } from '../text/pipeline/pipeline-definition.ts';

/** GitHub ends jobs on its own runners after 6 hours, and knows no longer job than 5 days elsewhere. */
const hosted: Millis = 360 * 60_000;
const longest: Millis = 7_200 * 60_000;
/** Room for checkout, setup, due times and artifacts beside the task's own time. */
const extra: Millis = 30 * 60_000;
/** A healing runs the command for each retry and each fix; each of these runs has the task's own limit. */
const healed = 3;

type Spec = Pick<TaskDefinition, 'spec' | 'runsOn' | 'heal'>;
type Status = Pick<TaskStatus, 'failure' | 'counted'>;

function most({ runsOn }: Spec): Millis {
  return runsOn.includes('self-hosted') ? longest : hosted;
}

/** What an attempt may take in all, its healing included, as far as its runner allows. */
export function attemptTime(task: Spec, status: Status): Millis {
  const own = attemptTimeout(task.spec, status);
  return task.heal === null ? own : Math.min(own * healed, most(task) - extra);
}

/** What the job of an attempt may take. */
export function jobTime(task: Spec, status: Status): Millis {
  return Math.min(attemptTime(task, status) + extra, most(task));
}
