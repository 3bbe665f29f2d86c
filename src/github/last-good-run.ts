import type { Run } from '../core/model.ts';
import type { IssueRead, IssueStore } from '../reconcile/ports.ts';
import { runLabel } from '../text/issue/labels.ts';
import { parseLedger } from '../text/ledger/ledger.ts';

/**
 * The newest run of a pipeline that succeeded; null: none is known.
 *
 * @throws PortError
 */
export async function lastGoodRun(
  issues: Pick<IssueStore, 'list'>,
  pipeline: string,
): Promise<Run | null> {
  for (const issue of await issues.list(runLabel)) {
    const run = goodRun(issue);
    if (run?.pipeline === pipeline) return run;
  }
  return null;
}

/** Only what this program closed itself, with a ledger that says so. */
function goodRun({ mine, state, number, body }: IssueRead): Run | null {
  if (!mine || state !== 'closed') return null;
  const ledger = parseLedger(body);
  if (!ledger.ok || ledger.run.issue !== number) return null;
  return ledger.run.conclusion === 'success' ? ledger.run : null;
}
