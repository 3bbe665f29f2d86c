import { execFileSync } from 'node:child_process';
import type { AttemptRef } from '../core/model.ts';
import type { GitHubClient } from '../github/github-client.ts';
import type { SummaryNotes } from '../text/failure/heal-summary.ts';
import type { Handoff } from '../text/handoff.ts';
import { resolveEnv } from '../text/pipeline/resolve-env.ts';
import { actionClock, idleClock } from './action-clock.ts';
import { type ActionContext, ActionProblem, attemptInput } from './action-context.ts';
import { actionClient, actionFleet } from './action-ports.ts';
import { attemptSummary } from './attempt-summary.ts';
import type { Fence } from './check-fence.ts';
import { healingOf } from './healing-of.ts';
import { leave, nothingDone } from './leave.ts';
import { liveComment } from './live-comment.ts';
import { pastOf } from './past-of.ts';
import { type Performed, performAttempt } from './perform-attempt.ts';
import { InvalidFiles, readPipeline, readSettings } from './read-pipeline.ts';
import { receiveFromNeeds } from './receive-from-needs.ts';
import { restoreFiles } from './restore-files.ts';
import { runnerFiles } from './runner-files.ts';
import { runnerGone } from './runner-gone.ts';
import { takenElsewhere } from './taken-elsewhere.ts';
import { untilDue } from './until-due.ts';
import { type LegWatch, watchLeg } from './watch-leg.ts';
import { workflowCommand } from './workflow-commands.ts';

type Passed = Extract<Fence, { readonly ok: true }>;

function headOf(workspace: string): string {
  return execFileSync('git', ['-C', workspace, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
}

/** Aborts on the runner's own signals, and when it is gone, as well as on what the ledger says. */
export function stopSignal(watch: LegWatch): AbortSignal {
  const signals = new AbortController();
  // A runner that gave its step a terminal hangs up when it goes.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const tell = () => signals.abort('the workflow run was cancelled');
    process.once(signal, tell);
    watch.ended.addEventListener('abort', () => process.removeListener(signal, tell));
  }
  return AbortSignal.any([watch.stop, signals.signal, runnerGone(watch.ended)]);
}

/**
 * The definition of the task at the commit that was dispatched. Its pipeline must be what the run was opened
 * with; the run itself may have gone on from a fix since, which changes no pipeline.
 */
export function definitionOf(
  context: ActionContext,
  { run, spec }: Passed,
  task: number,
  write: (text: string) => void,
) {
  const head = headOf(context.workspace);
  const settings = readSettings(context.workspace);
  const { pipeline, source } = readPipeline(context.workspace, run.pipeline, settings);
  const definition = pipeline.tasks[task];
  if (source !== run.source || definition?.spec.key !== spec.key) {
    throw new ActionProblem(
      `The pipeline \`${run.pipeline}\` at ${head} is not what the run was opened with`,
      'Start a new run.',
    );
  }
  if (head !== run.commit) {
    const words = `The run goes on from ${run.commit} by now; this attempt was started on ${head}.`;
    write(`${workflowCommand('notice', words)}\n`);
  }
  return { pipeline, definition, settings, head };
}

/** Whether another workflow run that carries the same batch has this attempt. */
export async function isDouble(
  context: ActionContext,
  client: GitHubClient,
  { run, status }: Passed,
  ref: AttemptRef,
): Promise<boolean> {
  const batch = run.batches.find(({ id }) => id === status.batch);
  if (!batch) return false;
  const fleet = actionFleet(context, client);
  const now = actionClock.now();
  return (await takenElsewhere(client, fleet, context.runId, run, batch, now))(ref);
}

/** Why an attempt does nothing that is a double's. */
export const doubled = 'another workflow run carries it';

/** An attempt that could not even begin: told as its failure, so that people see why. */
export function faultOf(ref: AttemptRef, error: unknown, place: number): Handoff {
  const known = error instanceof ActionProblem || error instanceof InvalidFiles;
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof ActionProblem ? ` ${error.remedy}` : '';
  return {
    ref,
    result: {
      outcome: 'failure',
      failure: 'crash',
      exitCode: null,
      signal: null,
      startedAt: null,
      endedAt: actionClock.now(),
      digest: null,
      place,
      message: known ? `${message}.${remedy}` : message,
    },
    outputs: {},
    produced: [],
    tail: '',
  };
}

/** An attempt that was made, or was none to make. */
interface Made extends Performed {
  /** What people read beside what healing did; null: the task does not heal. */
  readonly notes: SummaryNotes | null;
}

async function attempt(
  context: ActionContext,
  client: GitHubClient,
  write: (text: string) => void,
  ref: AttemptRef,
  passed: Passed,
  stop: AbortSignal,
): Promise<Made> {
  const { run, spec, status } = passed;
  const { pipeline, definition, settings, head } = definitionOf(context, passed, ref.task, write);
  const left = await receiveFromNeeds(client, run, pipeline, ref.task, context.workspace);
  const variables = resolveEnv(definition, left.outputs);
  const { workspace } = context;
  await restoreFiles(client, workspace, run, definition, status, write);
  const heals = await healingOf(client, workspace, definition, settings, left.files, write);
  const live = definition.live ? liveComment(client, ref, status.issue ?? run.issue) : null;
  try {
    const performed = await performAttempt(context, write, {
      ref,
      run: { pipeline: run.pipeline, commit: head },
      spec,
      status,
      definition,
      variables,
      healing: heals?.healing ?? null,
      past: pastOf(context, client, { pipeline: run.pipeline, commit: head }),
      stop,
      onOutput: (text) => live?.push(text),
    });
    return { ...performed, notes: heals?.notes ?? null };
  } finally {
    await live?.end();
  }
}

const none = { actions: null, notes: null };

async function handoffOf(
  context: ActionContext,
  write: (text: string) => void,
  ref: AttemptRef,
): Promise<Made & { readonly key: string }> {
  const client = actionClient(context);
  const watch = watchLeg(client, ref, idleClock, context.watchEvery);
  const stop = stopSignal(watch);
  const place = context.runId;
  const idle = (outcome: 'stopped' | 'fenced', why: string): Made => {
    write(`${workflowCommand('notice', `Nothing was done: ${why}.`)}\n`);
    const handoff = nothingDone({ ref, outcome, why, now: actionClock.now(), place });
    return { ...none, handoff };
  };
  try {
    const fence = await watch.first;
    if (!fence.ok) {
      const outcome = fence.kind === 'stop' ? 'stopped' : 'fenced';
      return { ...idle(outcome, fence.why), key: `task ${ref.task}` };
    }
    const { key } = fence.spec;
    if (await isDouble(context, client, fence, ref)) return { ...idle('fenced', doubled), key };
    if (!(await untilDue(fence.status.dueAt, actionClock, stop))) {
      return { ...idle('stopped', String(stop.reason)), key };
    }
    const made = await attempt(context, client, write, ref, fence, stop).catch(
      (error: unknown): Made => ({ ...none, handoff: faultOf(ref, error, place) }),
    );
    const { handoff } = made;
    return { ...made, handoff: { ...handoff, result: { ...handoff.result, place } }, key };
  } finally {
    watch.end();
  }
}

/** `run`: makes one attempt, if it is the current one, and hands over how it ended. */
export async function run(context: ActionContext, write: (text: string) => void): Promise<void> {
  const ref = attemptInput(context);
  const { handoff, actions, notes, key } = await handoffOf(context, write, ref);
  const { outcome, message } = handoff.result;
  if (outcome === 'failure') write(`${workflowCommand('error', `${key}: ${message}`)}\n`);
  leave(context, handoff, actions);
  runnerFiles(context).addSummary(attemptSummary(key, handoff, notes ?? undefined));
}
