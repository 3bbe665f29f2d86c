import type { Observation } from '../core/decision.ts';
import type { Run } from '../core/model.ts';
import type { MarkedIssues } from './shown-tasks.ts';

type Learned = Extract<Observation, { readonly kind: 'issue' }>;

/**
 * Numbers of issues that the ledger does not know yet, from the markers in them. Of two with the same marker
 * the lowest stays; an issue that the ledger knows as that of another task had its marker edited by hand.
 */
export function learnTaskIssues(runs: readonly Run[], marked: MarkedIssues): Learned[] {
  return runs.flatMap((run) => {
    const taken = new Set(run.statuses.map((status) => status.issue));
    return run.statuses.flatMap((status, task): Learned[] => {
      if (status.issue !== null) return [];
      const found = marked
        .get(run.issue)
        ?.get(task)
        ?.find(({ number }) => !taken.has(number));
      return found ? [{ kind: 'issue', run: run.issue, task, issue: found.number }] : [];
    });
  });
}
