import type { Run } from '../core/model.ts';
import { labelDefinitions } from '../text/issue/label-definitions.ts';
import { runLabel, runLabels } from '../text/issue/labels.ts';
import { parseRunMarker } from '../text/issue/markers.ts';
import { renderRunBody, renderRunTitle } from '../text/issue/run-body.ts';
import type { Ports } from './ports.ts';
import type { ReconcileSettings } from './settings.ts';

/** The issue of a run that was asked for. */
export interface OpenedRun {
  readonly issue: number;
  /** Whether it was opened just now: nobody else can have done anything with it. */
  readonly isNew: boolean;
}

/**
 * Opens the issue of a run: its key as a marker and its ledger at revision 0 in one write, so that a crash
 * right after it loses nothing. The next reconcile takes the run into the journal. Asked again with the same
 * key it answers the issue that is there.
 *
 * @throws PortError; after `unavailable` the issue may have been opened: ask again with the same draft.
 */
export async function openRun(
  ports: Ports,
  settings: ReconcileSettings,
  draft: Run,
): Promise<OpenedRun> {
  const listed = await ports.issues.list(runLabel);
  const opened = listed
    .filter(({ body, mine }) => mine && parseRunMarker(body) === draft.key)
    .map(({ number }) => number);
  if (opened.length > 0) return { issue: Math.min(...opened), isNew: false };
  const run: Run = { ...draft, issue: 0, revision: 0 };
  const labels = runLabels(run);
  // All at once: a label that first comes with a PATCH would be made grey and without a word.
  await ports.issues.ensureLabels(labelDefinitions.map(({ name }) => name));
  const waiting = run.tasks.map(() => null);
  const body = renderRunBody(run, waiting, ports.clock.now(), settings.repository);
  const issue = await ports.issues.create({ title: renderRunTitle(run), body, labels });
  return { issue, isNew: true };
}
