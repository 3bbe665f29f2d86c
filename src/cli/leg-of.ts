/** What the worker is told to run for an attempt of a task. */
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AttemptRef, Run } from '../core/model.ts';
import { attemptTimeout } from '../core/retry-delay.ts';
import type { HealPolicy } from '../heal/loop/heal-policy.ts';
import type { WorkerLeg } from '../runner/worker-messages.ts';
import type { HealOfTask } from '../text/healing/heal-schema.ts';
import { adjustTask } from '../text/pipeline/adjust-task.ts';
import type { PipelineDefinition, TaskDefinition } from '../text/pipeline/pipeline-definition.ts';
import { resolveEnv } from '../text/pipeline/resolve-env.ts';
import type { HealedCheckouts } from './state/healed-checkouts.ts';
import type { StateFolder } from './state/state-folder.ts';

/** The pipeline as it was when the run started. */
export type PipelineOf = (run: Run) => PipelineDefinition;

/** The program that calls a workflow, and what it has to know besides the task's own facts. */
export interface WorkflowCall {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

export interface LegFacts {
  readonly state: Pick<StateFolder, 'root' | 'logs' | 'spareOutput'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly pipelineOf: PipelineOf;
  /** How a workflow is called; null: it cannot be. */
  readonly call: () => WorkflowCall | null;
  readonly outputsOf: (run: number, task: number) => Readonly<Record<string, string>>;
  /** Files that a task has left, relative to the root. */
  readonly producedOf: (run: number, task: number) => readonly string[];
  readonly policyOf: (task: HealOfTask) => HealPolicy;
  readonly checkouts: Pick<HealedCheckouts, 'rootOf' | 'bringIn'>;
}

/** The log file of an attempt, relative to the folder of logs. */
export function attemptLogName(run: number, task: number, key: string, attempt: number): string {
  // A key may hold what a file's name may not: `test (20, linux/arm)`. The index keeps such names apart.
  const name = /^\w[\w.-]*$/.test(key)
    ? key
    : `${key.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|-+$/g, '')}.t${task}`;
  return join(String(run), `${name}.${attempt}.log`);
}

export function legMaker(facts: LegFacts): (run: Run, ref: AttemptRef) => WorkerLeg {
  const folders = new Set<string>();
  return (run, ref) => {
    const { state } = facts;
    const definition = facts.pipelineOf(run);
    const task = definition.tasks[ref.task];
    if (!task) throw new RangeError(`run #${run.issue} has no task ${ref.task}`);
    const log = join(state.logs, attemptLogName(run.issue, ref.task, task.spec.key, ref.attempt));
    const folder = dirname(log);
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    folders.add(folder);
    const received = task.spec.needs.flatMap((need) => facts.producedOf(run.issue, need));
    const root = facts.checkouts.rootOf(run);
    facts.checkouts.bringIn(run, received);
    const call = task.uses === null ? null : facts.call();
    const secrets = secretsOf(task, facts.environment);
    const hidden = [...Object.values(secrets), ...(call?.secrets ?? [])];
    const status = run.statuses[ref.task] ?? { failure: null, counted: 0 };
    const variables = attemptEnv(definition, ref, task, facts.outputsOf);
    const adjusted = adjustTask(task, variables, status);
    return {
      ref,
      key: task.spec.key,
      run: adjusted.run ?? call?.command ?? '',
      refusal: refusalOf(task, call),
      directory: resolve(root, task.workingDirectory),
      root,
      environment: {
        ...adjusted.env,
        ...secrets,
        ...(call ? callEnv(call, task, ref) : {}),
        YARDMASTER: 'true',
        YARDMASTER_STATE: state.root,
        YARDMASTER_RUN: String(run.issue),
        YARDMASTER_PIPELINE: run.pipeline,
        YARDMASTER_TASK: task.spec.key,
        YARDMASTER_ATTEMPT: String(ref.attempt),
        YARDMASTER_COMMIT: run.commit,
      },
      secrets: hidden.filter((value) => value !== ''),
      timeout: attemptTimeout(task.spec, status),
      produces: task.produces,
      outputs: task.outputs,
      log,
      spareOutput: state.spareOutput,
      setup: task.setup,
      heal: task.heal === null ? null : { policy: facts.policyOf(task.heal), received },
    };
  };
}

function callEnv({ environment }: WorkflowCall, { uses }: TaskDefinition, ref: AttemptRef) {
  return {
    ...environment,
    YARDMASTER_CALLS: uses ?? '',
    YARDMASTER_ATTEMPT_OF: String(ref.task),
  };
}

function refusalOf({ uses }: TaskDefinition, call: WorkflowCall | null): string | null {
  if (uses === null || call) return null;
  return `it uses the workflow ${uses}, and the embedded GitHub does not listen`;
}

/** The declared names, as far as this program's own environment has them. */
function secretsOf(task: TaskDefinition, environment: LegFacts['environment']) {
  const found: Record<string, string> = {};
  for (const name of task.secrets) {
    const value = environment[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** The task's variables with the outputs of its needs put in. */
function attemptEnv(
  definition: PipelineDefinition,
  ref: AttemptRef,
  task: TaskDefinition,
  outputsOf: LegFacts['outputsOf'],
): Readonly<Record<string, string>> {
  const outputs: Record<string, Record<string, string>> = {};
  for (const need of task.spec.needs) {
    const job = definition.tasks[need]?.spec.job;
    if (job !== undefined) outputs[job] = { ...outputs[job], ...outputsOf(ref.run, need) };
  }
  return resolveEnv(task, outputs);
}
