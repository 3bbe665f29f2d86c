import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AttemptRef, Millis, Run, TaskSpec, TaskStatus } from '../core/model.ts';
import { attemptTimeout } from '../core/retry-delay.ts';
import { allowedEnvironment } from '../runner/allowed-environment.ts';
import type { AttemptJob } from '../runner/attempt-job.ts';
import type { PastSource } from '../runner/heal/heal-attempt.ts';
import type { LegHealing } from '../runner/heal/heal-leg.ts';
import { launchDirectly } from '../runner/launch-directly.ts';
import { isAlive, processStart, signalGroup } from '../runner/process-group.ts';
import { type AttemptHost, runAttempt } from '../runner/run-attempt.ts';
import { withStepInActions } from '../text/failure/proposal-text.ts';
import type { Handoff } from '../text/handoff.ts';
import { adjustTask } from '../text/pipeline/adjust-task.ts';
import type { TaskDefinition } from '../text/pipeline/pipeline-definition.ts';
import { redact } from '../text/safety/redact.ts';
import { actionClock } from './action-clock.ts';
import { type ActionContext, ActionProblem } from './action-context.ts';
import { attemptTime } from './attempt-time.ts';
import { stopCommands } from './workflow-commands.ts';

/** The runner itself sends TERM 7.5 s after INT, and KILL 2.5 s later. */
const grace = 5_000;

/** The values of the task's secrets; every one that it declares must be there. */
function secretsOf(context: ActionContext, { secrets }: TaskDefinition): Record<string, string> {
  const missing = secrets.filter((name) => context.secrets[name] === undefined);
  if (missing.length === 0) {
    return Object.fromEntries(secrets.map((name) => [name, context.secrets[name] ?? '']));
  }
  throw new ActionProblem(
    `The workflow hands over no value for ${missing.map((name) => `\`${name}\``).join(', ')}`,
    'Set the secret in the repository or the environment, and render the workflow files again, so that they pass it.',
  );
}

function hostOf(onPid: (pid: number) => void, onOutput: (text: string) => void): AttemptHost {
  return {
    now: actionClock.now,
    launch: launchDirectly(spawn),
    bash: spawnSync('bash', ['-c', 'exit 0']).status === 0,
    grace,
    trimEvery: 5_000,
    redact,
    onPid,
    onOutput,
  };
}

/** However this process ends, short of being killed: no command of a task stays behind. */
function endWithThisProcess() {
  const started: { readonly pid: number; readonly start: string | null }[] = [];
  const endAll = () => {
    for (const { pid, start } of started) if (isAlive(pid, start)) signalGroup(pid, 'SIGKILL');
  };
  process.once('exit', endAll);
  return {
    watch: (pid: number) => {
      started.push({ pid, start: processStart(pid) });
    },
    end: () => {
      process.removeListener('exit', endAll);
    },
  };
}

/** The mark by which the runner finds what a job left running, and ends it. */
function trackingOf({ environment }: ActionContext): Record<string, string> {
  const { RUNNER_TRACKING_ID: mark } = environment;
  return mark === undefined ? {} : { RUNNER_TRACKING_ID: mark };
}

export interface AttemptOrder {
  readonly ref: AttemptRef;
  readonly run: Pick<Run, 'pipeline' | 'commit'>;
  readonly spec: TaskSpec;
  /** Of the attempt: what failed before decides how this one differs. */
  readonly status: Pick<TaskStatus, 'failure' | 'counted'>;
  readonly definition: TaskDefinition;
  /** The task's own variables, resolved. */
  readonly variables: Readonly<Record<string, string>>;
  /** null: a failure is its end. */
  readonly healing: LegHealing | null;
  /** What healing may ask of the commits before. */
  readonly past?: PastSource;
  readonly stop: AbortSignal;
  /** Hears the output as it is printed. */
  readonly onOutput: (text: string) => void;
}

export interface Performed {
  readonly handoff: Handoff;
  /** Absolute: the log of what healing did; null: it did nothing. */
  readonly actions: string | null;
}

/**
 * Runs the task's command, and its setup before it. Its environment holds no token; no line that it
 * prints is a command to the runner.
 */
export async function performAttempt(
  context: ActionContext,
  write: (text: string) => void,
  order: AttemptOrder,
): Promise<Performed> {
  const { ref, run, spec, status, definition, variables, stop } = order;
  const secrets = secretsOf(context, definition);
  const adjusted = adjustTask(definition, variables, status);
  const folder = join(context.temp, `yardmaster-log-${ref.run}.${ref.task}.${ref.attempt}`);
  mkdirSync(folder, { recursive: true });
  const job: AttemptJob = {
    ref,
    key: spec.key,
    run: adjusted.run ?? '',
    refusal: null,
    directory: join(context.workspace, definition.workingDirectory),
    root: context.workspace,
    environment: {
      ...allowedEnvironment(context.environment),
      ...trackingOf(context),
      ...adjusted.env,
      ...secrets,
      YARDMASTER: 'true',
      YARDMASTER_RUN: String(ref.run),
      YARDMASTER_PIPELINE: run.pipeline,
      YARDMASTER_TASK: spec.key,
      YARDMASTER_ATTEMPT: String(ref.attempt),
      YARDMASTER_COMMIT: run.commit,
    },
    secrets: Object.values(secrets),
    timeout: attemptTimeout(spec, status),
    produces: definition.produces,
    outputs: definition.outputs,
    log: join(folder, 'log'),
    spareOutput: join(folder, 'outputs'),
  };
  const frame = stopCommands(randomBytes(24).toString('hex'));
  const guard = endWithThisProcess();
  const host = hostOf(guard.watch, (text) => {
    write(text);
    order.onOutput(text);
  });
  write(frame.begin);
  try {
    const prepared = await prepare(job, definition.setup, host, stop);
    if (prepared) return { handoff: prepared, actions: null };
    if (order.healing) return await heal(job, order.healing, host, order);
    return { handoff: await runAttempt(job, host, stop), actions: null };
  } finally {
    guard.end();
    write(frame.end);
  }
}

/** Few tasks heal, and what healing knows is large: it is loaded only then. */
async function heal(
  job: AttemptJob,
  healing: LegHealing,
  host: AttemptHost,
  { definition, status, past, stop }: AttemptOrder,
): Promise<Performed> {
  const [{ healLeg }, { appendAction }] = await Promise.all([
    import('../runner/heal/heal-leg.ts'),
    import('../runner/heal/action-log.ts'),
  ]);
  const actions = `${job.log}-actions`;
  const time = attemptTime(definition, status);
  const end = AbortSignal.timeout(time);
  const handoff = await healLeg(
    job,
    healing,
    {
      ...host,
      ...(past ? { past } : {}),
      onAction: (action) => appendAction(actions, action, job.run, (text) => text),
    },
    AbortSignal.any([stop, end]),
  );
  const late = end.aborted && !stop.aborted && handoff.result.outcome === 'stopped';
  return { handoff: late ? outOfTime(handoff, time) : readHere(handoff), actions };
}

function readHere({ heal: report, ...rest }: Handoff): Handoff {
  return report ? { ...rest, heal: withStepInActions(report) } : rest;
}

function outOfTime(handoff: Handoff, time: Millis): Handoff {
  const message = `it could not be healed within ${Math.round(time / 60_000)} minutes`;
  return {
    ...handoff,
    result: { ...handoff.result, outcome: 'failure', failure: 'timeout', message },
  };
}

/** Runs the setup; null once the command may follow. */
async function prepare(
  job: AttemptJob,
  setup: readonly string[],
  host: AttemptHost,
  stop: AbortSignal,
): Promise<Handoff | null> {
  if (setup.length === 0) return null;
  const end = await runAttempt(
    { ...job, run: setup.join('\n'), produces: [], outputs: [], log: `${job.log}-setup` },
    host,
    stop,
  );
  if (end.result.outcome === 'success') return null;
  return { ...end, result: { ...end.result, message: `setup: ${end.result.message}` } };
}
