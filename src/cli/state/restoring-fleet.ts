/** Before a retry: files of configuration come back as they were in the last run that succeeded (Q13). */
import type { Batch, Run } from '../../core/model.ts';
import { lastGoodRun } from '../../github/last-good-run.ts';
import type { Fleet, IssueStore } from '../../reconcile/ports.ts';
import { restoreCommitted } from '../../runner/restore-committed.ts';
import type { PipelineOf } from '../leg-of.ts';

export interface Restoring {
  readonly issues: () => Pick<IssueStore, 'list'>;
  readonly pipelineOf: PipelineOf;
  /** Where a run's tasks work; absolute. */
  readonly rootOf: (run: Run) => string;
  /** Hears in words what was done. */
  readonly tell: (words: string) => void;
}

/** The fleet, with what `restore` of a task asks for done before its retries. */
export function restoringFleet(fleet: Fleet, restoring: Restoring): Fleet {
  return {
    async dispatch(run, batch) {
      const globs = globsOf(run, batch, restoring.pipelineOf);
      if (globs.length > 0) await restore(run, globs, restoring);
      return fleet.dispatch(run, batch);
    },
    find: (run, batch) => fleet.find(run, batch),
    ask: (run, refs) => fleet.ask(run, refs),
    stop: (run, refs) => fleet.stop(run, refs),
    holderLives: (holder) => fleet.holderLives(holder),
  };
}

/** What the retries of a batch ask for; most batches have none. */
function globsOf(run: Run, batch: Batch, pipelineOf: PipelineOf): readonly string[] {
  const retries = batch.legs.filter((task) => (run.statuses[task]?.counted ?? 0) > 0);
  if (retries.length === 0) return [];
  const { tasks } = pipelineOf(run);
  return [...new Set(retries.flatMap((task) => tasks[task]?.restore ?? []))];
}

/** A file that cannot be restored is no reason not to try again. */
async function restore(
  run: Run,
  globs: readonly string[],
  { issues, rootOf, tell }: Restoring,
): Promise<void> {
  try {
    const good = await lastGoodRun(issues(), run.pipeline);
    if (!good) return tell(`no run of ${run.pipeline} has succeeded yet: no file is restored`);
    const { restored, kept } = restoreCommitted(rootOf(run), good.commit, globs);
    if (restored.length > 0)
      tell(`as they were in run #${good.issue} again: ${restored.join(', ')}`);
    if (kept.length > 0) tell(`not restored, as they hold changes of yours: ${kept.join(', ')}`);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    tell(`files could not be restored: ${why}`);
  }
}
