import { unvouchedComment } from '../text/issue/unvouched.ts';
import { journalFolder } from '../text/journal/journal-paths.ts';
import { callPort } from './call-port.ts';
import type { Seen } from './find-newcomers.ts';
import type { Ports } from './ports.ts';

const triage = 'needs-triage';

/**
 * Tells people of runs whose ledgers no journal vouches for, once each: nobody goes on with them. What cannot
 * be told now is told by the next reconcile.
 *
 * @returns the same for the log.
 */
export async function tellUnvouched(ports: Ports, runs: readonly Seen[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { issue, run } of runs) {
    // The read of everything may be behind; files are read at the branch's head.
    const files = await callPort(() => ports.journal.files(journalFolder(issue.number)));
    if (!files.ok || files.value.length > 0) continue;
    const text = `run #${issue.number} is not gone on with: no journal vouches for its revision ${run.revision}`;
    ports.log('error', text);
    problems.push(text);
    if (!issue.labels.includes(triage)) await callPort(() => tell(ports, { issue, run }));
  }
  return problems;
}

/** The label comes last: where it stands all was said. */
async function tell({ issues }: Ports, { issue, run }: Seen): Promise<void> {
  await issues.comment(issue.number, unvouchedComment(run.revision));
  await issues.ensureLabels([triage]);
  await issues.update(issue.number, { labels: [...issue.labels, triage] });
}
