import type { Run } from '../core/model.ts';
import { callPort } from './call-port.ts';
import { createTaskIssues, type Projected } from './create-task-issues.ts';
import { type Decided, patienceOf } from './decided.ts';
import { learnTaskIssues } from './learn-task-issues.ts';
import type { PortError, Ports } from './ports.ts';
import { closeDouble, projectIssues, type ShownRun } from './project-issues.ts';
import type { Situation } from './run-view.ts';
import type { ReconcileSettings } from './settings.ts';
import { type MarkedIssues, markedIssues } from './shown-tasks.ts';
import type { Written } from './write-ledgers.ts';

export interface Projection {
  /** Issues that are still to be opened, by a later reconcile. */
  readonly left: number;
  readonly error: PortError | null;
  readonly unfinished: readonly string[];
}

/** What people see besides the runs' own issues. It never holds anything else up, and its failures mend themselves. */
export async function projectAll(
  ports: Ports,
  settings: ReconcileSettings,
  decided: Decided,
  written: readonly Written[],
): Promise<Projection> {
  const patience = patienceOf(settings);
  const until = ports.clock.now() + patience;
  let left = 0;
  const answer = await callPort(async () => {
    const { situation } = decided;
    const shown = shownRuns(decided, written);
    const taskIssues = situation.taskIssues.filter(({ number }) => !decided.held.has(number));
    const marked = markedIssues(situation.taskIssues);
    const all = [...shown, ...leftRuns(situation, marked)];
    const byNumber = new Map(taskIssues.map((issue) => [issue.number, issue]));
    await projectIssues(ports, all, { byNumber, marked, toLink: toLink(situation, all) });
    for (const { issue, kept } of situation.doubles) await closeDouble(ports, issue, kept);
    left = await createTaskIssues(ports, projected(decided, shown), patience, until);
  });
  if (answer.ok) return { left, error: null, unfinished: [] };
  const { error } = answer;
  return { left, error, unfinished: [`labels and issues of tasks: ${error.message}`] };
}

/** Runs whose issues are known to show the ledger that is in force now. */
function shownRuns(decided: Decided, written: readonly Written[]): ShownRun[] {
  const now = new Map(written.map(({ next, issue }) => [next.run.issue, issue]));
  const changed = new Set(decided.next.map(({ run }) => run.issue));
  return decided.runs.flatMap((run): ShownRun[] => {
    const view = decided.situation.views.find((each) => each.run.issue === run.issue);
    if (!view || decided.leaving.has(run.issue) || decided.held.has(run.issue)) return [];
    const issue = changed.has(run.issue) ? now.get(run.issue) : view.issue;
    return issue ? [{ run, issue }] : [];
  });
}

/**
 * Issues that nobody saw below their run: of open runs, and those that were just found by their markers. A run
 * that ends is the last occasion to miss one that was learned by a reconcile that died before it hung it there.
 */
function toLink(
  { taskIssues, below, views, left }: Situation,
  shown: readonly ShownRun[],
): Set<number> {
  const read = new Set(taskIssues.map(({ number }) => number));
  const ending = new Set(views.flatMap(({ run }) => (run.conclusion === null ? [run.issue] : [])));
  const before = new Set([...views, ...left].flatMap(({ run }) => numbers(run)));
  const over = new Set(left.map(({ run }) => run.issue));
  return new Set(
    shown.flatMap(({ run, issue }) =>
      numbers(run).filter((each) => {
        if (below.has(each)) return false;
        if (run.conclusion !== null && ending.has(run.issue)) return true;
        const open = issue.state === 'open' && !over.has(run.issue);
        return read.has(each) && (!before.has(each) || open);
      }),
    ),
  );
}

function numbers(run: Run): number[] {
  return run.statuses.flatMap(({ issue }) => issue ?? []);
}

function projected(decided: Decided, shown: readonly ShownRun[]): Projected[] {
  return shown.flatMap(({ run }) => {
    const view = decided.situation.views.find((each) => each.run.issue === run.issue);
    return view ? [{ run, before: view.known ? view.run : null }] : [];
  });
}

/** Runs that are over and left the journal: how they look is put right, their ledgers are not. */
function leftRuns({ left }: Situation, marked: MarkedIssues): ShownRun[] {
  return left.map(({ run, issue }) => {
    const found = learnTaskIssues([run], marked);
    const statuses = run.statuses.map((status, task) => {
      const learned = found.find((each) => each.kind === 'issue' && each.task === task);
      return learned?.kind === 'issue' ? { ...status, issue: learned.issue } : status;
    });
    return { run: { ...run, statuses }, issue };
  });
}
