import type { Instant } from '../core/model.ts';
import { runLabel, taskLabel } from '../text/issue/labels.ts';
import { parseLedger } from '../text/ledger/ledger.ts';
import { callPort } from './call-port.ts';
import { findNewcomers } from './find-newcomers.ts';
import { findPendingIntent } from './find-pending-intent.ts';
import type { OpenedRun } from './open-run.ts';
import type { IssueRead, JournalRun, Loaded, Ports } from './ports.ts';
import { distinctIssues, readTaskIssues } from './read-task-issues.ts';
import { restoreRun } from './restore-run.ts';
import type { RunView, Situation } from './run-view.ts';

export type Understood =
  | { readonly kind: 'situation'; readonly situation: Situation }
  /** Another writer carries an intent out, until then at most. */
  | { readonly kind: 'busy'; readonly holder: string; readonly until: Instant }
  /** The journal moved on while it was read. */
  | { readonly kind: 'stale' };

/** What an issue of a run in the journal shows. */
interface Look {
  readonly known: JournalRun;
  readonly issue: IssueRead;
  readonly view: RunView | null;
  /** null: no ledger that the journal knows. */
  readonly revision: number | null;
}

/**
 * Makes sense of one read: which ledger of each run is in force, whether another writer is at work, which
 * issues have to be put right. What a list shows differently from the journal is read directly first.
 * `also` names issues that lists may omit still; `thorough` lists all own issues besides.
 */
export async function readSituation(
  ports: Ports,
  holder: string,
  read: Loaded,
  { also, thorough }: { readonly also: readonly OpenedRun[]; readonly thorough: boolean },
): Promise<Understood> {
  const loaded = thorough ? await withLists(ports, read) : read;
  const entries = loaded.journal?.runs ?? [];
  const looks: Look[] = [];
  const gone: JournalRun[] = [];
  for (const known of entries) {
    const look = await lookAt(ports, known, loaded.runIssues);
    if (look) looks.push(look);
    else gone.push(known);
  }
  const shown = new Map(looks.map(({ known, revision }) => [known.issue, revision]));
  const pending = findPendingIntent(loaded.journal?.intent ?? null, entries, shown);
  if (pending && pending.holder !== holder && pending.leaseUntil > ports.clock.now()) {
    const lives = await callPort(() => ports.fleet.holderLives(pending.holder));
    if (!lives.ok || lives.value !== false) {
      return { kind: 'busy', holder: pending.holder, until: pending.leaseUntil };
    }
  }
  const restored = await restoreAll(ports, looks);
  if (restored === 'stale') return { kind: 'stale' };
  const newcomers = await findNewcomers(ports, loaded, also, restored.views);
  const views = [...restored.views, ...newcomers.views].sort((a, b) => a.run.issue - b.run.issue);
  const { taskIssues, deleted } = await readTaskIssues(ports, loaded, views);
  const below = new Set(read.taskIssues.map(({ number }) => number));
  const situation: Situation = {
    head: loaded.head,
    views,
    untouched: restored.untouched,
    gone,
    taskIssues,
    deleted,
    below,
    left: newcomers.left,
    doubles: newcomers.doubles,
    unvouched: newcomers.unvouched,
    problems: restored.problems,
  };
  return { kind: 'situation', situation };
}

/** What the read omitted, or does not hold: closed issues, and issues that hang below none. */
async function withLists(ports: Ports, loaded: Loaded): Promise<Loaded> {
  const runs = await ports.issues.list(runLabel);
  const tasks = await ports.issues.list(taskLabel);
  return {
    ...loaded,
    runIssues: distinctIssues([...runs, ...loaded.runIssues]),
    taskIssues: distinctIssues([...tasks, ...loaded.taskIssues]),
  };
}

/** null: the issue does not exist any more. */
async function lookAt(
  ports: Ports,
  known: JournalRun,
  listed: readonly IssueRead[],
): Promise<Look | null> {
  const seen = listed.find(({ number }) => number === known.issue);
  const look = seen && lookInto(seen, known);
  if (look?.view) return look;
  const fresh = await ports.issues.get(known.issue);
  return fresh && lookInto(fresh, known);
}

function lookInto(issue: IssueRead, known: JournalRun): Look {
  const parsed = parseLedger(issue.body);
  if (!parsed.ok || parsed.run.issue !== known.issue || parsed.run.revision > known.revision) {
    return { known, issue, view: null, revision: null };
  }
  const { run, digest } = parsed;
  if (run.revision < known.revision) {
    return { known, issue, view: null, revision: run.revision };
  }
  if (digest !== known.digest) return { known, issue, view: null, revision: null };
  return {
    known,
    issue,
    view: { run, issue, known, repair: null },
    revision: run.revision,
  };
}

async function restoreAll(
  ports: Ports,
  looks: readonly Look[],
): Promise<'stale' | { views: RunView[]; untouched: JournalRun[]; problems: string[] }> {
  const views: RunView[] = [];
  const untouched: JournalRun[] = [];
  const problems: string[] = [];
  for (const { known, issue, view, revision } of looks) {
    if (view) {
      views.push(view);
      continue;
    }
    const restored = await restoreRun(ports.journal, known);
    if (restored.kind === 'stale') return 'stale';
    if (restored.kind === 'lost') {
      const text = `run #${known.issue} cannot be restored from the journal: ${restored.why}`;
      ports.log('error', text);
      problems.push(text);
      untouched.push(known);
      continue;
    }
    const repair =
      revision === null
        ? `its ledger was damaged; restored revision ${known.revision} from the journal`
        : `its issue showed revision ${revision}; restored revision ${known.revision} from the journal`;
    ports.log('warning', `run #${known.issue}: ${repair}`);
    views.push({ run: restored.run, issue, known, repair });
  }
  return { views, untouched, problems };
}
