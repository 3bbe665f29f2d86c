/** A workflow of the repository as a task: dispatched once, watched to its end. */
import type { AttemptRef, AttemptResult, Instant, Millis } from '../core/model.ts';
import { type Clock, PortError } from '../reconcile/ports.ts';
import { CallProblem } from './call-problem.ts';
import type { CalledWorkflow } from './called-workflow.ts';
import type { GitHubClient } from './github-client.ts';
import {
  cancelWorkflowRun,
  dispatchWorkflow,
  findRunsSince,
  readWorkflowRun,
  type WorkflowRunRead,
} from './workflow-api.ts';

type CallClock = Pick<Clock, 'now' | 'sleep'>;

/** How long a cancelled workflow has to end. */
const endingTime = 5 * 60_000;

export interface Call extends CalledWorkflow {
  readonly ref: AttemptRef;
  readonly branch: string;
  /** How often its run is looked at. */
  readonly askEvery: Millis;
}

function keyOf({ run, task, attempt }: AttemptRef): string {
  return `yardmaster ${run}/${task}.${attempt}`;
}

/** The run that carries a key; null where there is none, or where the workflow takes no key. */
async function runOf(
  client: GitHubClient,
  { file, keyInput }: CalledWorkflow,
  key: string,
  since: Instant,
): Promise<WorkflowRunRead | null> {
  if (keyInput === null) return null;
  const runs = await findRunsSince(client, file, since - 24 * 60 * 60_000);
  // `.1` is no part of `.12`.
  return (
    runs.find(({ display_title: title }) =>
      `${title} `.match(/yardmaster \d+\/\d+\.\d+/g)?.includes(key),
    ) ?? null
  );
}

/**
 * The run of the newest earlier attempt that has one, if it succeeded or still may: whoever watched it may
 * have died before it could tell.
 */
async function earlierRun(
  client: GitHubClient,
  call: Call,
  since: Instant,
): Promise<WorkflowRunRead | null> {
  for (let attempt = call.ref.attempt - 1; attempt > 0; attempt--) {
    const run = await runOf(client, call, keyOf({ ...call.ref, attempt }), since);
    if (run) return run.status !== 'completed' || run.conclusion === 'success' ? run : null;
  }
  return null;
}

/**
 * Starts the workflow once: looked for by its key before it is sent, where the workflow takes one. After
 * an answer that did not come it is looked for too; without a key nothing is sent again.
 */
async function startOnce(client: GitHubClient, call: Call, since: Instant): Promise<number> {
  const key = keyOf(call.ref);
  const known = async (): Promise<number | null> =>
    (await runOf(client, call, key, since))?.id ?? null;
  const before = await known();
  if (before !== null) return before;
  const inputs = call.keyInput === null ? {} : { [call.keyInput]: key };
  try {
    const id = await dispatchWorkflow(client, { workflow: call.file, ref: call.branch, inputs });
    if (id !== null) return id;
  } catch (error) {
    if (!(error instanceof PortError) || error.kind !== 'unavailable') throw error;
  }
  const after = await known();
  if (after !== null) return after;
  const fresh = (await findRunsSince(client, call.file, since)).filter(
    ({ head_branch }) => head_branch === call.branch,
  );
  const [only] = fresh;
  if (only && fresh.length === 1) return only.id;
  throw new CallProblem(
    `It is not known whether ${call.file} was started`,
    'Give the workflow an input `yardmaster-key` and put it into its `run-name`; then its run can be found.',
  );
}

async function untilOver(
  client: GitHubClient,
  id: number,
  { clock, askEvery, stop }: { clock: CallClock; askEvery: Millis; stop: AbortSignal },
): Promise<WorkflowRunRead | null> {
  let giveUp = Number.POSITIVE_INFINITY;
  for (;;) {
    const run = await readWorkflowRun(client, id).catch(passing);
    if (run === null || (run !== undefined && run.status === 'completed')) return run;
    if (stop.aborted && giveUp === Number.POSITIVE_INFINITY) {
      giveUp = clock.now() + endingTime;
      await cancelWorkflowRun(client, id);
    }
    if (clock.now() >= giveUp) return run ?? null;
    await clock.sleep(stop.aborted ? Math.min(2_000, askEvery) : askEvery);
  }
}

/** A look that failed for the moment is repeated. */
function passing(error: unknown): undefined {
  const kind = error instanceof PortError ? error.kind : null;
  if (kind !== 'unavailable' && kind !== 'rate-limited') throw error;
}

type End = Pick<AttemptResult, 'outcome' | 'failure' | 'message'>;

function endOf(run: WorkflowRunRead | null, stopped: boolean): End {
  if (stopped) return { outcome: 'stopped', failure: null, message: 'it was asked to end' };
  switch (run?.conclusion) {
    case 'success':
      return { outcome: 'success', failure: null, message: '' };
    case 'timed_out':
      return { outcome: 'failure', failure: 'timeout', message: 'the workflow ran out of time' };
    default: {
      const how = run?.conclusion ?? 'gone';
      return { outcome: 'failure', failure: 'crash', message: `the workflow run is ${how}` };
    }
  }
}

/** Starts a workflow, waits for its end, and says how it ended. */
export async function callWorkflow(
  client: GitHubClient,
  call: Call,
  clock: CallClock,
  stop: AbortSignal,
  write: (text: string) => void,
): Promise<Omit<AttemptResult, 'place'>> {
  const startedAt = clock.now();
  const waiting = { clock, askEvery: call.askEvery, stop };
  const since = startedAt - 60_000;
  const watch = (id: number) => {
    write(`Workflow run ${id} of ${call.file}\n`);
    return untilOver(client, id, waiting);
  };
  const earlier = await earlierRun(client, call, since);
  let run = earlier && (await watch(earlier.id));
  if (run?.conclusion !== 'success' && !stop.aborted)
    run = await watch(await startOnce(client, call, since));
  const cancelled = stop.aborted && run?.conclusion !== 'success';
  return {
    ...endOf(run, cancelled),
    exitCode: null,
    signal: null,
    startedAt,
    endedAt: clock.now(),
    digest: null,
  };
}
