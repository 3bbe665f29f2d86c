import type { Run } from '../../src/core/model.ts';
import { restated } from '../../src/text/failure/failure-body.ts';
import { milestoneMarker, parseFailureMarker } from '../../src/text/failure/failure-markers.ts';
import {
  type FailureRecord,
  failureFolder,
  isOpenStatus,
  parseFailureRecord,
} from '../../src/text/failure/failure-record.ts';
import { failureLabel, labelsFor } from '../../src/text/failure/failure-steps.ts';
import { parseUntoldReport } from '../../src/text/failure/untold-report.ts';
import { sameLabels } from '../../src/text/issue/labels.ts';
import type { MemoryWorld, StoredIssue } from './memory-world.ts';
import type { Story } from './story.ts';

/** For so long before a record's last word a person may have changed what its writer had read already. */
const margin = 300_000;

/**
 * At rest each failure has one issue that shows its record (14, 15), each dead letter waits (18), and no report
 * does (19).
 */
export function checkFailures(world: MemoryWorld, runs: readonly Run[], story: Story): void {
  const files = world.files(failureFolder);
  for (const { path, text } of files) {
    if (parseUntoldReport(path, text)) story.violate(19, `${path} waits untold`);
  }
  const records = files.flatMap(({ path, text }) => parseFailureRecord(path, text) ?? []);
  const own = [...world.present.issues.values()].filter(({ mine }) => mine);
  for (const record of records) {
    checkOne(world, record, own, story);
  }
  const known = new Set(records.map(({ fingerprint }) => fingerprint));
  for (const { number, body } of own) {
    const print = parseFailureMarker(body);
    if (print === null || known.has(print)) continue;
    story.violate(14, `#${number} shows the failure ${print}, which has no record`);
  }
  for (const run of runs) checkDeadLetters(world, run, story);
}

function checkOne(
  world: MemoryWorld,
  record: FailureRecord,
  own: readonly StoredIssue[],
  story: Story,
): void {
  const print = record.fingerprint;
  const open = own.filter(
    ({ body, state, labels }) =>
      parseFailureMarker(body) === print && state === 'open' && labels.includes(failureLabel),
  );
  if (open.length > 1) {
    story.violate(14, `${print} is open in ${open.map(({ number }) => `#${number}`).join(', ')}`);
  }
  if (record.claim !== null)
    story.violate(15, `${print} is claimed by ${record.claim.id} for good`);
  if (record.opening !== null) story.violate(14, `${print} may have an issue that nobody knows`);
  const issue = own.find(({ number }) => number === record.issue);
  if (!issue) {
    story.violate(14, `${print} has no issue #${record.issue}`);
    return;
  }
  const last = Math.max(record.last, record.closedAt ?? 0) - margin;
  if ((world.touched.get(issue.number) ?? 0) < last) checkShown(record, issue, story);
  checkTold(world, record, issue, story);
}

function checkShown(record: FailureRecord, issue: StoredIssue, story: Story): void {
  const name = `#${issue.number} of ${record.fingerprint}`;
  if ((issue.state === 'open') !== isOpenStatus(record.status)) {
    story.violate(14, `${name} is ${issue.state}, but ${record.status}`);
  }
  if (!sameLabels(issue.labels, labelsFor(record.status, issue.labels))) {
    story.violate(14, `${name} is ${record.status}, but has ${issue.labels}`);
  }
  if (restated(issue.body, record) !== issue.body) {
    story.violate(14, `${name} does not say that it is ${record.status}`);
  }
}

/** Each milestone has one comment. */
function checkTold(
  world: MemoryWorld,
  record: FailureRecord,
  issue: StoredIssue,
  story: Story,
): void {
  const own = (world.comments.get(issue.number) ?? []).filter(({ mine }) => mine);
  for (let number = 1; number <= record.told; number++) {
    const marker = milestoneMarker(record.fingerprint, number);
    const told = own.filter(({ body }) => body.startsWith(marker)).length;
    if (told !== 1) story.violate(15, `#${issue.number} tells milestone ${number} ${told} times`);
  }
}

function checkDeadLetters(world: MemoryWorld, run: Run, story: Story): void {
  for (const [task, { state, issue: number }] of run.statuses.entries()) {
    if (state !== 'DEAD_LETTER' || run.tasks[task]?.recovery == null) continue;
    const issue = number === null ? undefined : world.present.issues.get(number);
    if (issue?.state === 'open' && issue.labels.includes('needs-triage')) continue;
    const how = issue ? `${issue.state}, ${issue.labels}` : 'no issue';
    story.violate(18, `the dead letter ${run.issue}/${task} waits for nobody: ${how}`);
  }
}
