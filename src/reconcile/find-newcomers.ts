import type { Run, TaskStatus } from '../core/model.ts';
import { runLabel } from '../text/issue/labels.ts';
import { parseRunMarker } from '../text/issue/markers.ts';
import { parseLedger } from '../text/ledger/ledger.ts';
import type { OpenedRun } from './open-run.ts';
import type { IssueRead, Loaded, Ports } from './ports.ts';
import type { RunView } from './run-view.ts';

export interface Newcomers {
  readonly views: readonly RunView[];
  /** Runs that are over and left the journal. */
  readonly left: readonly Seen[];
  readonly doubles: readonly { readonly issue: IssueRead; readonly kept: number }[];
  /** Runs that were begun, as their issues say, where there is no journal: nothing vouches for that. */
  readonly unvouched: readonly Seen[];
}

/** An issue with the ledger that it shows. */
export interface Seen {
  readonly issue: IssueRead;
  readonly run: Run;
}

/**
 * Issues of runs that the journal does not name: runs that were just opened (taken in, whoever opened them
 * may have died), second issues of the same run, and issues of runs that are over. Revision 0 is what opens a
 * run. Issues that others opened, and later ledgers that no journal ever knew, are ignored: they are forged.
 */
export async function findNewcomers(
  ports: Ports,
  loaded: Loaded,
  also: readonly OpenedRun[],
  known: readonly RunView[],
): Promise<Newcomers> {
  const left: Seen[] = [];
  const fresh: Seen[] = [];
  const others: IssueRead[] = [];
  const unvouched: Seen[] = [];
  // Where there is no journal nothing can have left it.
  const over = loaded.journal === null ? unvouched : left;
  const isOver = ({ conclusion }: Run) => loaded.journal === null || conclusion !== null;
  for (const listed of await unknownIssues(ports, loaded, also)) {
    const run = ledgerOf(listed);
    if (run && listed.state === 'open' && run.revision === 0) {
      const seen = await readAgain(ports, { issue: listed, run }, also);
      if (seen) fresh.push(seen);
    } else if (run && isOver(run)) over.push({ issue: listed, run });
    else if (listed.state === 'open') others.push(listed);
  }
  const careful = fresh.some(({ issue }) => !isOpenedHere(issue, also));
  const own = careful ? await ports.issues.list(runLabel) : [];
  const { views, doubles } = sortOut(own, fresh, known);
  const owners = [...known, ...views, ...left];
  return {
    left,
    views,
    doubles: [...doubles, ...damagedDoubles(others, owners)],
    unvouched: unvouched.filter(({ issue }) => issue.state === 'open'),
  };
}

/** What was looked for and opened a moment ago needs no second look. */
function isOpenedHere({ number }: IssueRead, also: readonly OpenedRun[]): boolean {
  return also.some(({ isNew: now, issue }) => now && issue === number);
}

/** Second issues of a run whose ledgers were damaged before they were noticed: their markers tell. */
function damagedDoubles(
  others: readonly IssueRead[],
  owners: readonly Pick<RunView, 'run'>[],
): Newcomers['doubles'] {
  return others.flatMap((issue) => {
    const key = parseRunMarker(issue.body);
    const owner = key === null ? undefined : owners.find(({ run }) => run.key === key);
    return owner && owner.run.issue !== issue.number ? [{ issue, kept: owner.run.issue }] : [];
  });
}

async function unknownIssues(
  ports: Ports,
  { journal, runIssues }: Loaded,
  also: readonly OpenedRun[],
): Promise<IssueRead[]> {
  const named = new Set(journal?.runs.map(({ issue }) => issue));
  const unknown = runIssues.filter((issue) => issue.mine && !named.has(issue.number));
  const seen = new Set([...named, ...unknown.map(({ number }) => number)]);
  for (const { issue: number } of also.filter((each) => !seen.has(each.issue))) {
    const issue = await ports.issues.get(number);
    if (issue?.mine) unknown.push(issue);
  }
  return unknown;
}

/** A list may still show as new what has long been taken in, or is over. */
async function readAgain(
  ports: Ports,
  listed: Seen,
  also: readonly OpenedRun[],
): Promise<Seen | null> {
  if (isOpenedHere(listed.issue, also)) return listed;
  const issue = await ports.issues.get(listed.issue.number);
  const run = issue && isOpenRun(issue) ? ledgerOf(issue) : null;
  return issue && run?.revision === 0 ? { issue, run } : null;
}

const isOpenRun = (issue: IssueRead) =>
  issue.mine && issue.state === 'open' && issue.labels.includes(runLabel);

/** The ledger of an issue whose marker fits it. */
function ledgerOf(issue: IssueRead): Run | null {
  const parsed = parseLedger(issue.body);
  if (!parsed.ok || parseRunMarker(issue.body) !== parsed.run.key) return null;
  if (parsed.run.revision > 0 && parsed.run.issue !== issue.number) return null;
  // Nobody can have done anything of it yet: it was edited before the journal could vouch for it.
  if (parsed.run.revision === 0 && !isUntouched(parsed.run)) return null;
  return { ...parsed.run, issue: issue.number };
}

function isUntouched({ statuses, batches, conclusion }: Run): boolean {
  const waits = ({ state, attempt }: TaskStatus) =>
    attempt === 0 && (state === 'READY' || state === 'BLOCKED');
  return conclusion === null && batches.length === 0 && statuses.every(waits);
}

/** One issue per key: the one that was taken in before, else the lowest number. */
function sortOut(
  own: readonly IssueRead[],
  fresh: readonly Seen[],
  known: readonly RunView[],
): Pick<Newcomers, 'views' | 'doubles'> {
  const taken = new Map(known.map(({ run }) => [run.key, run.issue]));
  const waiting = new Map<string, number>();
  for (const issue of [...own, ...fresh.map((each) => each.issue)]) {
    const run = ledgerOf(issue);
    if (!run) continue;
    if (run.revision === 0) {
      if (issue.state === 'closed') continue;
      waiting.set(run.key, Math.min(waiting.get(run.key) ?? issue.number, issue.number));
    } else if (!fresh.some((each) => each.issue.number === issue.number)) {
      taken.set(run.key, issue.number);
    }
  }
  const views = fresh
    .filter(({ run }) => !taken.has(run.key) && (waiting.get(run.key) ?? run.issue) === run.issue)
    .map(({ issue, run }): RunView => ({ run, issue, known: null, repair: 'it was just opened' }));
  for (const { run } of views) taken.set(run.key, run.issue);
  const doubles = fresh.flatMap(({ issue, run }) => {
    const kept = taken.get(run.key);
    return kept === undefined || kept === issue.number ? [] : [{ issue, kept }];
  });
  return { views, doubles };
}
