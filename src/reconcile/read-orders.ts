import type { Observation, Order } from '../core/decision.ts';
import type { Instant, Run, TaskState } from '../core/model.ts';
import { runState } from '../text/issue/labels.ts';
import { type IssueChange, ordersFromIssue } from '../text/issue/orders-from-issue.ts';
import { callPort } from './call-port.ts';
import { type Face, runFace, showsFace, taskFace } from './face.ts';
import { learnTaskIssues } from './learn-task-issues.ts';
import type { IssueRead, Ports } from './ports.ts';
import type { RunView, Situation } from './run-view.ts';
import type { ReconcileSettings } from './settings.ts';
import { markedIssues } from './shown-tasks.ts';

export interface Orders {
  readonly observations: readonly Observation[];
  /** Issues that are left alone: what people did to them could not be read. */
  readonly held: ReadonlySet<number>;
  readonly problems: readonly string[];
}

/** An issue that shows something else than its ledger. */
interface Drift {
  readonly issue: IssueRead;
  readonly face: Face;
  readonly run: Run;
  readonly task: number | null;
  readonly state: TaskState;
  readonly since: Instant;
}

/**
 * What people ordered by changing labels and closing issues. Only issues that show something else than their
 * ledgers, in a way that could be an order, are asked about; who changed them, and whether he may, is read
 * from their events. What nobody with the right role did is put right by the projection.
 */
export async function readOrders(
  ports: Ports,
  settings: ReconcileSettings,
  { views, taskIssues }: Situation,
): Promise<Orders> {
  const observations: Observation[] = [];
  const held = new Set<number>();
  const problems: string[] = [];
  const drifts = [...(await runDrifts(ports, views, held)), ...taskDrifts(views, taskIssues)];
  for (const drift of drifts.filter(mayBeOrder)) {
    const { number } = drift.issue;
    const answer = await callPort(() => ports.issues.events(number));
    if (!answer.ok) {
      held.add(number);
      problems.push(`events of #${number}: ${answer.error.message}`);
      continue;
    }
    for (const { order, event } of ordersIn(drift, answer.value)) {
      const { actor: by, role, at } = event;
      if (settings.canOrder(role, order)) {
        observations.push({
          kind: 'ordered',
          run: drift.run.issue,
          task: drift.task,
          order,
          by,
          at,
        });
      } else {
        const what = `${by} (${role}) may not order ${order.kind} on #${number}`;
        ports.log('notice', `${what}; its labels and state are put right`);
      }
    }
  }
  return { observations, held, problems };
}

/** A list may be behind: what it shows beside the same ledger is looked at directly. */
async function runDrifts(
  ports: Ports,
  views: readonly RunView[],
  held: Set<number>,
): Promise<Drift[]> {
  const drifts: Drift[] = [];
  for (const { run, issue: seen, known, repair } of views) {
    if (!known || repair !== null || showsFace(seen, runFace(run, seen))) continue;
    const fresh = await callPort(() => ports.issues.get(seen.number));
    const issue = fresh.ok ? fresh.value : null;
    if (!issue || issue.body !== seen.body) {
      held.add(seen.number);
      continue;
    }
    const face = runFace(run, issue);
    if (showsFace(issue, face)) continue;
    drifts.push({ issue, face, run, task: null, state: runState(run), since: run.endedAt ?? 0 });
  }
  return drifts;
}

/** An issue that was opened since the ledger was written is known by its marker, and may hold an order already. */
function taskDrifts(views: readonly RunView[], taskIssues: readonly IssueRead[]): Drift[] {
  const byNumber = new Map(taskIssues.map((issue) => [issue.number, issue]));
  const marked = markedIssues(taskIssues);
  return views.flatMap(({ run }) => {
    const fresh = new Map(
      learnTaskIssues([run], marked).map(({ task, issue }) => [task, issue] as const),
    );
    return run.statuses.flatMap((status, task): Drift[] => {
      const issue = byNumber.get(status.issue ?? fresh.get(task) ?? 0);
      if (!issue?.mine) return [];
      const face = taskFace(run, task, issue);
      if (showsFace(issue, face)) return [];
      return [{ issue, face, run, task, state: status.state, since: status.since }];
    });
  });
}

/** Whether it would be an order if a person had done all of it just now; else it is merely behind. */
function mayBeOrder(drift: Drift): boolean {
  const { issue, face, since } = drift;
  const by = { actor: '', mine: false, at: since };
  const label = (kind: 'labeled' | 'unlabeled') => (name: string) => ({ kind, label: name, ...by });
  const events: IssueChange[] = [
    ...issue.labels.map(label('labeled')),
    ...face.labels.filter((name) => !issue.labels.includes(name)).map(label('unlabeled')),
    { kind: issue.state === 'closed' ? 'closed' : 'reopened', label: null, ...by },
  ];
  return ordersIn(drift, events).length > 0;
}

function ordersIn<Change extends IssueChange>(
  { issue, face, task, state, since }: Drift,
  events: readonly Change[],
): { order: Order; event: Change }[] {
  return ordersFromIssue({
    state,
    since,
    wholeRun: task === null,
    expected: face,
    actual: issue,
    events,
  });
}
