import { nearestWord } from '../problem/nearest-word.ts';
import type { Problem } from '../problem/problem.ts';
import { threadsFlag } from './adjust-task.ts';
import { asList, type Job, listed, type PipelineReading } from './pipeline-reading.ts';

/** What tasks say of their failures: rollbacks that are there and serve one task, numbers to adjust. */
export function checkRecoveries(
  jobs: readonly Job[],
  ids: readonly string[],
  env: Readonly<Record<string, unknown>>,
  reading: PipelineReading,
): void {
  const users = new Map<string, string>();
  for (const job of jobs) {
    const { recover } = job.task;
    if (!recover) continue;
    if (job.task.retries !== undefined) {
      complain(reading, job, ['tasks', job.id, 'recover'], {
        message: `task \`${job.id}\` has both \`retries\` and \`recover\``,
        expected: 'one of the two',
        remedy: 'Write the waiting times of the retries into `recover.after`.',
      });
    }
    checkAdjust(job, env, reading);
    if (recover.rollback !== undefined) checkRollback(job, jobs, ids, users, reading);
  }
}

function checkRollback(
  job: Job,
  jobs: readonly Job[],
  ids: readonly string[],
  users: Map<string, string>,
  reading: PipelineReading,
): void {
  const name = job.task.recover?.rollback ?? '';
  const path = ['tasks', job.id, 'recover', 'rollback'];
  if (!ids.includes(name)) {
    const nearest = nearestWord(name, ids);
    reading.complain({
      code: 'unknown-need',
      path,
      message: `task \`${job.id}\` is rolled back by \`${name}\`, which is no task of this pipeline`,
      expected: `one of ${listed(ids.filter((id) => id !== job.id))}`,
      nearest,
    });
    return;
  }
  for (const why of rollbackFaults(job, name, jobs, users)) {
    complain(reading, job, path, {
      message: `\`${name}\` cannot be the rollback of \`${job.id}\`: ${why}`,
      expected: 'a task that serves only this one, without needs, condition, matrix or dependents',
    });
  }
  users.set(name, job.id);
}

function* rollbackFaults(
  job: Job,
  name: string,
  jobs: readonly Job[],
  users: ReadonlyMap<string, string>,
): Generator<string> {
  if (name === job.id) yield 'a task cannot undo itself';
  const task = jobs.find(({ id }) => id === name)?.task;
  if (!task || name === job.id) return;
  const other = users.get(name);
  if (other !== undefined) yield `it is that of \`${other}\` already`;
  if (job.task.strategy?.matrix)
    yield `\`${job.id}\` has a matrix, and one rollback serves one task`;
  if (task.strategy?.matrix) yield 'it has a matrix';
  if (asList(task.needs).length > 0) yield 'it has `needs`; it runs right after a failure';
  if (task.if !== undefined) yield 'it has `if`; it runs only after a failure';
  if (task.recover) yield 'it has a `recover` of its own; give it `retries`';
  const dependent = jobs.find((each) => asList(each.task.needs).includes(name));
  if (dependent) yield `\`${dependent.id}\` needs it, and mostly it does not run`;
}

function checkAdjust(
  job: Job,
  env: Readonly<Record<string, unknown>>,
  reading: PipelineReading,
): void {
  const { adjust } = job.task.recover ?? {};
  const path = ['tasks', job.id, 'recover', 'adjust'];
  const known: Readonly<Record<string, unknown>> = { ...env, ...job.task.env };
  for (const name of Object.keys(adjust?.env ?? {})) {
    const value = known[name];
    if (value !== undefined && String(value).includes('${{')) continue;
    if (value !== undefined && String(value).trim() !== '' && Number.isFinite(Number(value)))
      continue;
    const is = value === undefined ? 'has no value' : `is \`${String(value).slice(0, 40)}\``;
    complain(reading, job, [...path, 'env', name], {
      message: `task \`${job.id}\` cannot adjust \`${name}\`: it ${is}`,
      expected: 'a variable in `env` whose value is a number',
      atKey: true,
    });
  }
  if (adjust?.threads !== undefined && job.task.run?.search(threadsFlag) === -1) {
    complain(reading, job, [...path, 'threads'], {
      message: `the command of \`${job.id}\` has no \`--threads\` to adjust`,
      expected: '`--threads` with a number in `run`',
    });
  }
}

function complain(
  reading: PipelineReading,
  job: Job,
  path: readonly string[],
  words: Pick<Problem, 'message' | 'expected'> & {
    readonly remedy?: string;
    readonly atKey?: boolean;
  },
): void {
  reading.complain({
    code: 'bad-recovery',
    path,
    remedy: `Mend \`recover\` of \`${job.id}\`.`,
    ...words,
  });
}
