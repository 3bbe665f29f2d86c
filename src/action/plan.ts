import { execFileSync } from 'node:child_process';
import type { Batch, Run } from '../core/model.ts';
import { newRun } from '../core/new-run.ts';
import { fileAt } from '../github/file-at.ts';
import type { GitHubClient } from '../github/github-client.ts';
import { openerKey } from '../github/workflow-batch-key.ts';
import type { Fleet } from '../reconcile/ports.ts';
import type { PipelineDefinition } from '../text/pipeline/pipeline-definition.ts';
import type { Settings } from '../text/settings/settings.ts';
import { actionClock } from './action-clock.ts';
import { type ActionContext, ActionProblem, numberInput } from './action-context.ts';
import { actionClient, actionFleet, actionPorts } from './action-ports.ts';
import { actionSettings } from './action-settings.ts';
import { type Leg, legsOf } from './leg-matrix.ts';
import {
  type PipelineRead,
  pipelineAt,
  pipelineIds,
  readPipeline,
  readSettings,
} from './read-pipeline.ts';
import { reconcileUntilSettled } from './reconcile-until-settled.ts';
import { runOfJournal } from './run-of-journal.ts';
import { runSummary } from './run-summary.ts';
import { runnerFiles } from './runner-files.ts';
import { takenElsewhere } from './taken-elsewhere.ts';

const patience = 8 * 60_000;
/** Runs that a person started, of up to so many tasks, have an issue for each task. */
const mostTaskIssues = 50;

function chosenPipeline(context: ActionContext): string {
  const asked = context.input('pipeline').replace(/\.ya?ml$/, '');
  if (asked !== '') return asked;
  const ids = pipelineIds(context.workspace);
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return only;
  throw new ActionProblem(
    ids.length === 0 ? 'The repository has no pipeline' : 'The repository has several pipelines',
    ids.length === 0 ? 'Add one as .github/pipelines/NAME.yml.' : `Choose one: ${ids.join(', ')}.`,
  );
}

function chosenSlots(context: ActionContext, { pipeline }: PipelineRead): number {
  const asked = context.input('slots');
  if (asked === '') return pipeline.slots;
  const slots = numberInput(context, 'slots');
  if (slots >= 1 && slots <= 256) return slots;
  throw new ActionProblem(`\`slots\` is ${slots}`, 'Choose a number from 1 to 256.');
}

function draftOf(context: ActionContext, settings: Settings): { run: Run; read: PipelineRead } {
  const id = chosenPipeline(context);
  const read = readPipeline(context.workspace, id, settings);
  const { pipeline, source } = read;
  const scheduled = context.environment.GITHUB_EVENT_NAME === 'schedule';
  const few = pipeline.tasks.length <= mostTaskIssues && !scheduled;
  const run = newRun(
    {
      issue: 0,
      key: openerKey(context.runId),
      pipeline: id,
      commit: headOf(context.workspace),
      source,
      actor: scheduled ? 'schedule' : context.actor,
      slots: chosenSlots(context, read),
      issues: pipeline.issues ?? settings.issues ?? (few ? 'all' : 'attention'),
    },
    pipeline.tasks.map(({ spec }) => spec),
    actionClock.now(),
  );
  return { run, read };
}

function headOf(workspace: string): string {
  return execFileSync('git', ['-C', workspace, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
}

/** Takes the first batch into this very workflow run, which saves a dispatch; further ones are dispatched. */
function takingFirst(
  fleet: Fleet,
  place: number,
  take: (run: Run, batch: Batch) => boolean,
): Fleet {
  return {
    ...fleet,
    dispatch: async (run, batch) => (take(run, batch) ? { place } : fleet.dispatch(run, batch)),
  };
}

function handOut(context: ActionContext, legs: readonly Leg[], maxParallel: number): void {
  const files = runnerFiles(context);
  files.setOutput('legs', String(legs.length));
  files.setOutput('max-parallel', String(Math.max(1, maxParallel)));
  files.setOutput('matrix', JSON.stringify({ include: legs }));
}

/** Opens a run and decides what starts first. */
async function open(context: ActionContext, write: (line: string) => void): Promise<void> {
  const settings = readSettings(context.workspace);
  const { run: draft, read } = draftOf(context, settings);
  let first: { readonly run: Run; readonly batch: Batch } | null = null;
  const take = (run: Run, batch: Batch): boolean => {
    if (first !== null || run.key !== draft.key) return false;
    first = { run, batch };
    return true;
  };
  const wrap = (fleet: Fleet) => takingFirst(fleet, context.runId, take);
  const bare = actionPorts(context, write, { wrap, opening: context.runId });
  const { ports, settings: told } = actionSettings(context, settings, bare, [draft]);
  const report = await reconcileUntilSettled(
    ports,
    told,
    { holder: `actions:${context.runId}:plan`, observations: [], start: draft },
    ports.clock.now() + patience,
  );
  if (report.kind !== 'settled') {
    throw new ActionProblem(
      `The run could not be started: ${report.error?.message ?? `the state is ${report.kind}`}`,
      'Run this job again: it goes on where it stopped.',
    );
  }
  const taken = first as { readonly run: Run; readonly batch: Batch } | null;
  handOut(
    context,
    taken ? legsOf(taken.run, taken.batch, read.pipeline) : [],
    taken?.batch.maxParallel ?? 1,
  );
  runnerFiles(context).addSummary(runSummary(context, report, report.opened));
}

/**
 * The pipeline of a run. This job may write, so that nothing of the run's commit is executed here: where
 * the branch has moved on since, its files are read through the API, as text.
 */
async function pipelineOf(
  context: ActionContext,
  client: GitHubClient,
  { commit, pipeline: id }: Run,
): Promise<PipelineDefinition> {
  if (headOf(context.workspace) === commit) {
    return readPipeline(context.workspace, id, readSettings(context.workspace)).pipeline;
  }
  return (await pipelineAt((path) => fileAt(client, path, commit), id)).pipeline;
}

/** Reads the batch that was dispatched from the ledger; what is not current any more is left out. */
async function carry(context: ActionContext, write: (line: string) => void): Promise<void> {
  const client = actionClient(context);
  const issue = numberInput(context, 'run');
  const id = numberInput(context, 'batch');
  const read = await runOfJournal(client, issue, actionClock);
  if (!read.ok) {
    throw new ActionProblem(
      `Nothing was started: ${read.why}`,
      'The next sweep restores the ledger and sends the batch again.',
    );
  }
  const { run } = read;
  const batch = run?.batches.find((each) => each.id === id);
  if (!run || !batch) {
    write(`::notice::Batch ${id} of run #${issue} is over; there is nothing to do.\n`);
    handOut(context, [], 1);
    return;
  }
  const pipeline = await pipelineOf(context, client, run);
  const fleet = actionFleet(context, client);
  const taken = await takenElsewhere(client, fleet, context.runId, run, batch, actionClock.now());
  const legs = legsOf(run, batch, pipeline);
  const own = legs.filter((leg) => !taken(leg));
  if (own.length < legs.length) {
    write(`::notice::Another workflow run carries ${legs.length - own.length} of its attempts.\n`);
  }
  handOut(context, own, batch.maxParallel);
}

/** `plan`: a person's button opens a run; a dispatch brings a batch. Both hand out legs. */
export function plan(context: ActionContext, write: (line: string) => void): Promise<void> {
  return context.input('batch') === '' ? open(context, write) : carry(context, write);
}
