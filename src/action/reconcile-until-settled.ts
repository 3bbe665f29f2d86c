import type { Instant, Millis } from '../core/model.ts';
import type { Ports } from '../reconcile/ports.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import type {
  ReconcileReport,
  ReconcileRequest,
  ReconcileSettings,
} from '../reconcile/settings.ts';

/** How often what is due at once is looked at again: a run that is over leaves the journal, for example. */
const mostTurns = 4;
/** Waits that are worth a runner's time; what is due later is found by the sweep. */
const shortWait: Millis = 1_500;
/** For jobs that nobody waits for: GitHub's secondary limits ask for a minute, failed calls for two. */
export const longWait: Millis = 150_000;

/**
 * Reconciles until what was observed is in the ledger, and what is due at once was done. What was settled but
 * could not be finished (a dispatch that failed) is tried again a few times.
 *
 * @param deadline when to give up; the result that an attempt left is found by the sweep then
 * @param patience how long what was left unfinished is waited for
 * @returns the last report; `settled` unless the deadline came. A dispatch that failed is unfinished until it
 *   was sent, also where the last turn had no reason to try it
 */
export async function reconcileUntilSettled(
  ports: Ports,
  settings: ReconcileSettings,
  request: ReconcileRequest,
  deadline: Instant,
  patience: Millis = shortWait,
): Promise<ReconcileReport> {
  let rest: ReconcileRequest = request;
  let opened: number | null = null;
  const left = leftovers();
  for (let turns = 0; ; ) {
    const report = await reconcile(ports, settings, rest);
    opened ??= report.opened;
    const now = ports.clock.now();
    if (report.kind === 'settled') {
      turns += 1;
      left.note(report);
      const latest = Math.min(now + (left.any ? patience : shortWait), deadline);
      if (turns >= mostTurns || !isDue(report, now, latest)) {
        return { ...report, opened, unfinished: left.unfinished };
      }
      rest = { holder: request.holder, observations: placesOf(report) };
      await sleepUntil(ports, report.wakeAt);
    } else {
      const retryAt = Math.max(report.retryAt ?? now, now + 250);
      if (retryAt >= deadline) return { ...report, opened };
      await ports.clock.sleep(retryAt - now);
    }
  }
}

async function sleepUntil({ clock }: Ports, instant: Instant | null): Promise<void> {
  const now = clock.now();
  await clock.sleep(Math.max(0, (instant ?? now) - now));
}

/** What the turns so far left unfinished. */
function leftovers() {
  const sent = new Set<string>();
  const left = {
    /** Stays: a dispatch that failed is looked for and sent again in a later turn, and not mentioned before. */
    any: false,
    /** What still is. */
    unfinished: [] as readonly string[],
    note(report: ReconcileReport): void {
      for (const { run, batch } of report.dispatched) sent.add(`${run}.${batch}`);
      left.any ||= isUnfinished(report);
      const { unfinished } = report;
      if (unfinished.length > 0 || !hasUnsent(report, sent)) left.unfinished = unfinished;
    },
  };
  return left;
}

const isUnfinished = ({ error, unfinished }: ReconcileReport): boolean =>
  error !== null || unfinished.length > 0;

/** Whether a batch is not known to have been sent. */
const hasUnsent = ({ runs }: ReconcileReport, sent: ReadonlySet<string>): boolean =>
  runs.some(({ issue, batches }) =>
    batches.some(({ id, place }) => place === null && !sent.has(`${issue}.${id}`)),
  );

const isDue = ({ wakeAt }: ReconcileReport, now: Instant, latest: Instant): boolean =>
  wakeAt !== null && wakeAt <= latest && now < latest;

function placesOf(report: ReconcileReport): ReconcileRequest['observations'] {
  return report.dispatched.flatMap(({ run, batch, place }) =>
    place === null ? [] : [{ kind: 'dispatched' as const, run, batch, place }],
  );
}
