import type { Observation } from '../core/decision.ts';
import type { AttemptRef, Run } from '../core/model.ts';
import type { ReconcileReport } from '../reconcile/settings.ts';

/** Each time that it is refused another fix of the run was faster; so many at once are left to the sweep. */
const mostTries = 10;

/**
 * Settles an attempt and tells the reconciler what came of it. A success that rests on a fix is refused where
 * the run has gone on from another fix meanwhile: then it is settled again, on top of that one.
 *
 * @param settle answers what to tell; nothing of an attempt that does not count any more
 * @param tell reconciles until what it is told is in the ledger, or gives up
 */
export async function settleUntilTaken(
  ref: AttemptRef,
  settle: () => Promise<readonly Observation[]>,
  tell: (news: readonly Observation[]) => Promise<ReconcileReport>,
): Promise<ReconcileReport> {
  for (let tries = 1; ; tries++) {
    const news = await settle();
    const report = await tell(news);
    const rests = news.some((each) => each.kind === 'ended' && each.fix !== undefined);
    const refused = report.kind === 'settled' && rests && isOpen(report.runs, ref);
    if (!refused || tries >= mostTries) return report;
  }
}

function isOpen(runs: readonly Run[], { run, task, attempt }: AttemptRef): boolean {
  const status = runs.find(({ issue }) => issue === run)?.statuses[task];
  return status?.attempt === attempt && (status.state === 'QUEUED' || status.state === 'RUNNING');
}
