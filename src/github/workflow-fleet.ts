/** The fleet of GitHub Actions: a batch is a dispatched workflow run, an attempt a leg of its matrix. */
import type { AttemptRef, Batch, Run } from '../core/model.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import { type Clock, type Fleet, type Life, PortError } from '../reconcile/ports.ts';
import type { Handoff } from '../text/handoff.ts';
import { readLeft } from './artifact-files.ts';
import type { GitHubClient } from './github-client.ts';
import {
  dispatchWorkflow,
  findRunsSince,
  readWorkflowJobs,
  readWorkflowRun,
  type WorkflowJobRead,
} from './workflow-api.ts';
import { batchKey, batchTitle, openerOf } from './workflow-batch-key.ts';
import { hasLeg, readSign, resultOfJob } from './workflow-life.ts';

export interface WorkflowFleetOptions {
  readonly client: GitHubClient;
  /** File name of the workflow that takes batches. */
  readonly workflow: string;
  /** The branch whose workflow file is used. */
  readonly ref: string;
  readonly clock: Pick<Clock, 'now'>;
  /** This workflow run, where this very job opens a run and hands out its first batch. */
  readonly opening?: number | undefined;
  /**
   * Hears of an attempt that healed, that is over, and that nobody settled: whoever listens settles it. It
   * waits until then, as a success must not count whose fix is nowhere.
   */
  readonly onHealed?: ((end: HealedEnd) => void) | undefined;
}

/** An attempt that healed, as its artifact has it. */
export type HealedEnd = Handoff & { readonly heal: HealReport };

type Asked = Pick<WorkflowFleetOptions, 'client' | 'clock' | 'onHealed'>;

/** Clocks of runners and GitHub differ; runs that seem older than their batch are looked at too. */
const skew = 5 * 60_000;

export function workflowFleet(options: WorkflowFleetOptions): Fleet {
  const { client, workflow, ref } = options;
  return {
    async dispatch(run, batch) {
      const inputs = {
        run: String(run.issue),
        batch: String(batch.id),
        key: batchKey(run, batch),
      };
      return { place: await dispatchWorkflow(client, { workflow, ref, inputs }) };
    },
    async find(run, batch) {
      const opener = await heldByOpener(options, run, batch);
      if (opener !== null) return { place: opener };
      const title = batchTitle(batchKey(run, batch));
      const runs = await findRunsSince(client, workflow, batch.at - skew);
      const first = runs.find(({ display_title }) => display_title === title);
      return first ? { place: first.id } : null;
    },
    async ask(run, refs) {
      const byPlace = new Map<number | null, AttemptRef[]>();
      for (const each of refs) {
        const place = placeOf(run, each);
        byPlace.set(place, [...(byPlace.get(place) ?? []), each]);
      }
      const lives = await Promise.all(
        [...byPlace].map(([place, some]) => askPlace(options, place, some)),
      );
      return lives.flat();
    },
    // Legs watch the ledger themselves, and meet `stop` there.
    stop: async () => undefined,
    holderLives: (holder) => holderLives(client, holder),
  };
}

/**
 * The workflow run that opened a run carries its first batch itself, under a title of its own. Its legs tell
 * whether it does; before it has any that cannot be said.
 *
 * @throws PortError `unavailable` while it may still hand them out.
 */
async function heldByOpener(
  { client, opening }: WorkflowFleetOptions,
  run: Run,
  batch: Batch,
): Promise<number | null> {
  const place = openerOf(run);
  if (place === null || batch.id !== 1 || place === opening) return null;
  const workflowRun = await readWorkflowRun(client, place);
  if (!workflowRun) return null;
  const jobs = await readWorkflowJobs(client, place);
  const held = batch.legs.some((task) => {
    const attempt = run.statuses[task]?.attempt ?? 0;
    return hasLeg(jobs, { run: run.issue, task, attempt });
  });
  if (held) return place;
  if (workflowRun.status === 'completed') return null;
  throw new PortError('unavailable', `workflow run ${place} may still hand it out`);
}

function placeOf(run: Run, { task }: AttemptRef): number | null {
  const status = run.statuses[task];
  const batch: Batch | undefined = run.batches.find(({ id }) => id === status?.batch);
  return batch?.place ?? status?.place ?? null;
}

async function askPlace(
  asked: Asked,
  place: number | null,
  refs: readonly AttemptRef[],
): Promise<Life[]> {
  const lost = (why: string): Life[] => refs.map((ref) => ({ ref, kind: 'lost', why }));
  if (place === null) return lost('no workflow run is known for it');
  const { client } = asked;
  const workflowRun = await readWorkflowRun(client, place);
  if (!workflowRun) return lost(`workflow run ${place} does not exist any more`);
  const jobs = await readWorkflowJobs(client, place);
  const over = workflowRun.status === 'completed';
  return Promise.all(
    refs.map(async (ref) => {
      const sign = readSign(jobs, ref, over);
      return sign.kind === 'life' ? sign.life : ended(asked, place, ref, sign.job);
    }),
  );
}

/** The job is over but nobody settled it: what it handed over counts, else its conclusion alone. */
async function ended(
  { client, clock, onHealed }: Asked,
  place: number,
  ref: AttemptRef,
  job: WorkflowJobRead,
): Promise<Life> {
  const left = await readLeft(client, place, ref, false).catch((error: unknown) => {
    if (error instanceof PortError && error.kind === 'invalid') return null;
    throw error;
  });
  const told = left?.handoff.ok ? left.handoff.handoff : null;
  const result = told
    ? { ...told.result, place, artifact: left?.artifact ?? null }
    : resultOfJob(job, place, clock.now());
  if (told?.heal && result) {
    onHealed?.({ ...told, heal: told.heal, result });
    return { ref, kind: 'waiting' };
  }
  if (result) return { ref, kind: 'ended', result };
  return { ref, kind: 'lost', why: 'its job is over and left no result' };
}

/**
 * `actions:<workflow run>:<job>`, where the job of a leg is `12/3.2 settle`; without it in the list of
 * jobs the workflow run counts.
 */
async function holderLives(client: GitHubClient, holder: string): Promise<boolean | null> {
  const [, place, name = ''] = /^actions:(\d+):(.*)$/.exec(holder) ?? [];
  if (place === undefined) return null;
  const workflowRun = await readWorkflowRun(client, Number(place));
  if (!workflowRun || workflowRun.status === 'completed') return false;
  const jobs = await readWorkflowJobs(client, Number(place));
  const [leg = '', inner = ''] = name.split(' ');
  const job = jobs.find((each) =>
    inner === ''
      ? each.name === leg
      : each.name.startsWith(`${leg} `) && each.name.endsWith(` / ${inner}`),
  );
  return job ? job.status !== 'completed' : true;
}
