import type { Run } from '../core/model.ts';
import { mergeLabels } from '../text/issue/labels.ts';
import { taskMarker } from '../text/issue/markers.ts';
import { renderTaskBody, renderTaskTitle } from '../text/issue/task-body.ts';
import { callPort } from './call-port.ts';
import { type Face, facePatch, runFace, showsFace, taskFace } from './face.ts';
import type { IssueRead, Ports } from './ports.ts';
import type { MarkedIssues } from './shown-tasks.ts';

/** A run after this reconcile, and its issue as it is known to be. */
export interface ShownRun {
  readonly run: Run;
  readonly issue: IssueRead;
}

/** Issues of tasks, as they were read. */
export interface TaskIssues {
  readonly byNumber: ReadonlyMap<number, IssueRead>;
  readonly marked: MarkedIssues;
  /** Those that are to be hung below their run. */
  readonly toLink: ReadonlySet<number>;
}

/**
 * Writes labels and states of issues that show something else than the ledgers say. An issue that cannot be
 * written holds up no other.
 *
 * @throws PortError when the host cannot be reached or wants a pause; the next reconcile goes on from there.
 */
export async function projectIssues(
  ports: Ports,
  shown: readonly ShownRun[],
  issues: TaskIssues,
): Promise<void> {
  for (const { run, issue } of shown) {
    const face = runFace(run, issue);
    if (!showsFace(issue, face)) await tolerate(ports, () => repairFace(ports, issue, face));
    for (const [task, status] of run.statuses.entries()) {
      const { issue: number } = status;
      if (number === null) continue;
      const own = issues.byNumber.get(number);
      if (own) await tolerate(ports, () => projectTask(ports, run, task, own));
      if (issues.toLink.has(number)) {
        await tolerate(ports, () => ports.issues.link(run.issue, number));
      }
      const all = issues.marked.get(run.issue)?.get(task) ?? [];
      await tolerate(ports, () => closeDoubles(ports, all, number, run));
    }
  }
}

async function tolerate(ports: Ports, write: () => Promise<void>): Promise<void> {
  const answer = await callPort(write);
  if (answer.ok) return;
  const { kind, message } = answer.error;
  if (kind === 'unavailable' || kind === 'rate-limited') throw answer.error;
  ports.log('warning', `an issue could not be put right: ${message}`);
}

async function projectTask(ports: Ports, run: Run, task: number, issue: IssueRead): Promise<void> {
  const face = taskFace(run, task, issue);
  const marker = taskMarker(run.issue, task);
  if (!issue.body.startsWith(marker)) {
    const text = { title: renderTaskTitle(run, task), body: renderTaskBody(run, task) };
    await ports.issues.update(issue.number, { ...text, ...facePatch(issue, face) });
  } else if (!showsFace(issue, face)) {
    await ports.issues.update(issue.number, facePatch(issue, face));
  }
}

/** Lists may be behind: what a person must have changed is read again before it is changed back. */
async function repairFace(ports: Ports, issue: IssueRead, face: Face): Promise<void> {
  const fresh = await ports.issues.get(issue.number);
  if (!fresh || fresh.body !== issue.body) return;
  if (!showsFace(fresh, face)) await ports.issues.update(issue.number, facePatch(fresh, face));
}

/** Of issues with the same marker one stays; the others are closed and lose it. */
async function closeDoubles(
  ports: Ports,
  issues: readonly IssueRead[],
  kept: number,
  run: Run,
): Promise<void> {
  const taken = new Set(run.statuses.map((status) => status.issue));
  for (const issue of issues) {
    if (issue.number === kept || taken.has(issue.number)) continue;
    await closeDouble(ports, issue, kept);
  }
}

/** Closes an issue that was opened a second time; its text only says which one stays. */
export async function closeDouble(
  ports: Pick<Ports, 'issues'>,
  issue: IssueRead,
  kept: number,
): Promise<void> {
  await ports.issues.update(issue.number, {
    body: `This issue was opened twice by a lost answer; #${kept} is the one that stays.\n`,
    labels: mergeLabels(issue.labels, []),
    state: 'closed',
    stateReason: 'not_planned',
  });
}
