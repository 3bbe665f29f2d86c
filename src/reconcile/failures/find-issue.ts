import { parseFailureMarker } from '../../text/failure/failure-markers.ts';
import { anew, type FailureRecord } from '../../text/failure/failure-record.ts';
import { failureLabel, issuesOf, type KnownFailure } from '../../text/failure/failure-steps.ts';
import type { IssueRead } from '../ports.ts';
import { closeDouble } from '../project-issues.ts';
import type { FailurePorts } from './failure-ports.ts';

/** Numbers in a row that are no issues: discussions have some, and those of deleted issues are gone. */
const mostGaps = 8;
/** Looked at by number, at most. */
const mostLooks = 200;

export type FoundIssue = KnownFailure & { readonly issue: IssueRead | null };

/**
 * The record with its issue as it is now. One that the record does not name yet was opened by a writer that
 * died, and is found by its marker: in the list, and where that may be behind also by its number, since what
 * is read by number is never behind. Of several that were opened one stays open.
 *
 * @throws PortError
 */
export async function findIssue(ports: FailurePorts, record: FailureRecord): Promise<FoundIssue> {
  const named = record.issue === null ? null : await ports.issues.get(record.issue);
  if (named?.mine && named.state === 'open') {
    // A person opened it again while another one was being opened instead of it.
    const double = await openedUnnamed(ports, record);
    if (double?.state === 'open') await closeDouble(ports, double, named.number);
    return { record, issue: named };
  }
  const [first, ...others] = issuesOf(await ports.issues.list(failureLabel), record.fingerprint);
  const unnamed = first?.state === 'open' ? first : await openedUnnamed(ports, record);
  if (unnamed?.state === 'open') {
    for (const double of others.filter(({ state }) => state === 'open')) {
      await closeDouble(ports, double, unnamed.number);
    }
  }
  if (unnamed) return { record: naming(record, unnamed), issue: unnamed };
  return { record, issue: named?.mine ? named : (first ?? null) };
}

/** Told to the end and closed before it was named, an issue is not one of long ago. */
function naming(record: FailureRecord, { number, state }: IssueRead): FailureRecord {
  if (state === 'open' || record.opening === null) return record;
  return { ...anew(record, record.opening.at, record.issue), issue: number };
}

/** The issue that somebody opened and never named, by its number. */
async function openedUnnamed(
  ports: FailurePorts,
  { fingerprint, opening, issue: known }: FailureRecord,
): Promise<IssueRead | null> {
  if (opening === null) return null;
  const after = Math.max(opening.after, known ?? 0);
  let gaps = 0;
  for (let looks = 1; looks <= mostLooks && gaps < mostGaps; looks++) {
    const issue = await ports.issues.get(after + looks);
    gaps = issue === null ? gaps + 1 : 0;
    if (issue?.mine && parseFailureMarker(issue.body) === fingerprint) return issue;
  }
  return null;
}

/**
 * The highest number of an issue that is known to be there: one that is opened now has a higher one.
 *
 * @param episode begins with the number of the run in which the failure was met.
 */
export async function newestNumber(ports: FailurePorts, episode: string): Promise<number> {
  const { runIssues, taskIssues } = await ports.issues.load();
  const failures = await ports.issues.list(failureLabel);
  const run = Number(/^\d{1,9}(?=\.)/.exec(episode)?.[0] ?? 0);
  return Math.max(run, ...[...runIssues, ...taskIssues, ...failures].map(({ number }) => number));
}
