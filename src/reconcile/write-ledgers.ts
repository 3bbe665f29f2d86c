import type { Instant } from '../core/model.ts';
import { renderRunBody, renderRunTitle } from '../text/issue/run-body.ts';
import { type Answer, callPort } from './call-port.ts';
import { facePatch, runFace } from './face.ts';
import type { NextLedger } from './next-ledgers.ts';
import type { IssuePatch, IssueRead, PortError, Ports } from './ports.ts';
import type { ReconcileSettings } from './settings.ts';

/** Before a write whose answer was lost is sent again. */
const pause = 1000;

/** A run's issue that shows its new revision. */
export interface Written {
  readonly next: NextLedger;
  readonly issue: IssueRead;
}

export interface WrittenLedgers {
  readonly written: readonly Written[];
  readonly error: PortError | null;
  readonly unfinished: readonly string[];
}

/**
 * One PATCH per run: text, ledger, labels and state together. Nothing is written once the intent's lease is
 * over, for then others may have gone on from it.
 */
export async function writeLedgers(
  ports: Ports,
  settings: ReconcileSettings,
  next: readonly NextLedger[],
  leaseUntil: Instant,
): Promise<WrittenLedgers> {
  const written: Written[] = [];
  const unfinished: string[] = [];
  let error: PortError | null = null;
  for (const each of next) {
    const { run, view, waiting } = each;
    const name = `the issue of run #${run.issue} at revision ${run.revision}`;
    const now = ports.clock.now();
    if (now >= leaseUntil) {
      unfinished.push(`${name}: the lease is over`);
      continue;
    }
    const news = view.known === null ? null : view.repair;
    const body = renderRunBody(run, waiting, now, settings.repository, news);
    const title = renderRunTitle(run);
    const patch = { title, body, ...facePatch(view.issue, runFace(run, view.issue)) };
    const answer = await updateSurely(ports, run.issue, patch, leaseUntil);
    if (answer.ok) written.push({ next: each, issue: answer.value });
    else {
      error = answer.error;
      unfinished.push(`${name}: ${error.message}`);
    }
  }
  return { written, error, unfinished };
}

/** Workers read the ledger in the issue, so it is worth a second try; writing the same twice does no harm. */
async function updateSurely(
  ports: Ports,
  issue: number,
  patch: IssuePatch,
  leaseUntil: Instant,
): Promise<Answer<IssueRead>> {
  const first = await callPort(() => ports.issues.update(issue, patch));
  if (first.ok || first.error.kind !== 'unavailable') return first;
  await ports.clock.sleep(pause);
  if (ports.clock.now() >= leaseUntil) return first;
  return callPort(() => ports.issues.update(issue, patch));
}
