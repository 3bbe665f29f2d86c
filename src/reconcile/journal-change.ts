import type { Instant } from '../core/model.ts';
import { changePath, fullCopyPath } from '../text/journal/journal-paths.ts';
import { journalStatePath, renderJournalState } from '../text/journal/journal-state.ts';
import { ledgerDigest, renderLedger } from '../text/ledger/ledger.ts';
import { renderChange } from '../text/ledger/ledger-change.ts';
import type { NextLedger } from './next-ledgers.ts';
import type { Intent, JournalFile, JournalRun } from './ports.ts';
import type { ReconcileSettings } from './settings.ts';

/** What one commit of the journal announces. */
export interface Announcement {
  readonly id: string;
  readonly holder: string;
  readonly now: Instant;
  readonly next: readonly NextLedger[];
  /** Runs of the journal that go on as they are. */
  readonly unchanged: readonly JournalRun[];
  /** Runs that leave the journal: over and shown so, or gone. */
  readonly leaving: readonly (JournalRun & { readonly why: string })[];
}

export interface JournalChange {
  readonly intent: Intent;
  readonly headline: string;
  readonly put: readonly JournalFile[];
  readonly remove: readonly string[];
}

/** Decisions that one intent lists at most; the ledgers' changes hold all of them in any case. */
const listed = 1000;

/** The commit that announces the next revisions: `state.json`, and a change or a full copy for each run. */
export function journalChange(what: Announcement, settings: ReconcileSettings): JournalChange {
  const { next, leaving, now } = what;
  const written = next.map((each) => writeRun(each, settings.fullCopyEvery));
  const decisions = [
    ...next.flatMap((each) => each.decisions),
    ...leaving.map(({ issue, why }) => ({ key: `${issue} leaves`, reason: why })),
  ];
  const intent: Intent = {
    id: what.id,
    holder: what.holder,
    at: now,
    leaseUntil: now + settings.writerLease,
    runs: next.map(({ view, run }) => ({
      issue: run.issue,
      from: view.run.revision,
      to: run.revision,
    })),
    decisions: decisions.slice(0, listed),
  };
  const runs = [...what.unchanged, ...written.map(({ entry }) => entry)].sort(
    (a, b) => a.issue - b.issue,
  );
  const state = renderJournalState({ schema: 1, intent, runs });
  return {
    intent,
    headline: headlineOf(what),
    put: [{ path: journalStatePath, text: state }, ...written.map(({ file }) => file)],
    remove: [...written.flatMap(({ remove }) => remove), ...leaving.flatMap(filesOf)],
  };
}

function writeRun(
  { view, run }: NextLedger,
  fullCopyEvery: number,
): { entry: JournalRun; file: JournalFile; remove: readonly string[] } {
  const { issue, revision } = run;
  const digest = ledgerDigest(run);
  if (!view.known || revision - view.known.base >= fullCopyEvery) {
    const file = { path: fullCopyPath(issue, revision), text: renderLedger(run) };
    const remove = view.known ? filesOf(view.known) : [];
    return { entry: { issue, revision, digest, base: revision }, file, remove };
  }
  const file = { path: changePath(issue, revision), text: renderChange(view.run, run) };
  return { entry: { issue, revision, digest, base: view.known.base }, file, remove: [] };
}

/** The full copy of a run and the changes since. */
function filesOf({ issue, base, revision }: JournalRun): string[] {
  const paths = [fullCopyPath(issue, base)];
  for (let each = base + 1; each <= revision; each++) paths.push(changePath(issue, each));
  return paths;
}

/** One line that tells people what happened, and tells this commit from all others by its id. */
function headlineOf({ id, next, leaving }: Announcement): string {
  const runs = next.map(({ view, run, decisions }) => {
    const count = decisions.length === 1 ? '1 decision' : `${decisions.length} decisions`;
    const restored = view.known !== null && view.repair !== null ? ' (restored)' : '';
    return `#${run.issue} r${run.revision}${restored}, ${count}`;
  });
  const parts = [...runs, ...leaving.map(({ issue }) => `#${issue} over`)];
  const shown = parts.length > 4 ? [...parts.slice(0, 4), `${parts.length - 4} more`] : parts;
  return `${shown.join('; ')} [${id}]`;
}
