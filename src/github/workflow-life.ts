import type { AttemptRef, AttemptResult, Instant } from '../core/model.ts';
import type { Life } from '../reconcile/ports.ts';
import type { WorkflowJobRead } from './workflow-api.ts';

/** How a leg's job of the matrix is called: the attempt first, so that GitHub's cut leaves it whole. */
export function legLabel(ref: AttemptRef, key: string): string {
  const label = `${ref.run}/${ref.task}.${ref.attempt} ${key}`;
  return label.length > 80 ? `${label.slice(0, 79)}…` : label;
}

/** The jobs of the called workflow that make an attempt. */
const workers = ['run', 'run-live', 'call'];

function jobsOf(jobs: readonly WorkflowJobRead[], ref: AttemptRef): readonly WorkflowJobRead[] {
  const start = `${ref.run}/${ref.task}.${ref.attempt} `;
  return jobs.filter(({ name }) => name.startsWith(start));
}

/** Whether a workflow run handed an attempt out. */
export function hasLeg(jobs: readonly WorkflowJobRead[], ref: AttemptRef): boolean {
  return jobsOf(jobs, ref).length > 0;
}

const innerName = (job: WorkflowJobRead): string => job.name.slice(job.name.lastIndexOf(' / ') + 3);

const instantOf = (text: string | null | undefined): Instant | null => {
  const instant = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
};

/** What the jobs of a workflow run say of an attempt. */
export type Sign =
  | { readonly kind: 'life'; readonly life: Life }
  /** The job that made the attempt is over; what it handed over is to be read. */
  | { readonly kind: 'over'; readonly job: WorkflowJobRead };

/**
 * Reads an attempt's life from the jobs of its workflow run. A leg without jobs waits while the run
 * goes on, and is lost when it is over.
 */
export function readSign(
  jobs: readonly WorkflowJobRead[],
  ref: AttemptRef,
  runIsOver: boolean,
): Sign {
  const own = jobsOf(jobs, ref);
  const worker = own.find(
    (job) => workers.includes(innerName(job)) && job.conclusion !== 'skipped',
  );
  if (worker?.status === 'completed') return { kind: 'over', job: worker };
  if (runIsOver) {
    return { kind: 'life', life: { ref, kind: 'lost', why: 'its workflow run ended without it' } };
  }
  const startedAt = instantOf(worker?.started_at);
  if (worker?.status === 'in_progress' && startedAt !== null) {
    return { kind: 'life', life: { ref, kind: 'running', startedAt } };
  }
  return { kind: 'life', life: { ref, kind: 'waiting' } };
}

/**
 * How an attempt ended that left no result (or none of its own): then its job's conclusion alone
 * counts. A job that succeeded without a result did nothing that is known of: it is lost.
 */
export function resultOfConclusion(
  conclusion: string | null,
  place: number,
  at: { readonly startedAt: Instant | null; readonly endedAt: Instant },
): AttemptResult | null {
  const bare = { exitCode: null, signal: null, digest: null, place, ...at };
  switch (conclusion) {
    case 'failure':
      return {
        ...bare,
        outcome: 'failure',
        failure: 'crash',
        message: 'its job failed without a result',
      };
    case 'timed_out':
      return {
        ...bare,
        outcome: 'failure',
        failure: 'timeout',
        message: 'its job ran out of time',
      };
    case 'cancelled':
      return { ...bare, outcome: 'stopped', failure: null, message: 'its job was cancelled' };
    default:
      return null;
  }
}

/** `resultOfConclusion` of a job as it was read. */
export function resultOfJob(
  job: WorkflowJobRead,
  place: number,
  now: Instant,
): AttemptResult | null {
  return resultOfConclusion(job.conclusion, place, {
    startedAt: instantOf(job.started_at),
    endedAt: instantOf(job.completed_at) ?? now,
  });
}
