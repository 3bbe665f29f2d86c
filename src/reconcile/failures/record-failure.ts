import type { HealReport } from '../../heal/loop/heal-report.ts';
import type { FailureContext } from '../../text/failure/failure-context.ts';
import { failurePath, isRecorded } from '../../text/failure/failure-record.ts';
import { redactReport } from '../../text/failure/redact-report.ts';
import type { UntoldReport } from '../../text/failure/untold-report.ts';
import { type Claimed, claimFailure } from './claim-failure.ts';
import type { FailurePorts, FailureSettings } from './failure-ports.ts';
import { tellUntold } from './tell-untold.ts';

/** How long somebody else needs with a failure, roughly. */
const turn = 2_000;

export type Recorded =
  /** `made`: labels that the repository lacked. */
  | { readonly kind: 'recorded'; readonly issue: number; readonly made: readonly string[] }
  /** Nothing failed, or this report was recorded before. */
  | { readonly kind: 'nothing'; readonly issue: number | null }
  /**
   * Somebody else writes about the same failure, or its issue may be there unseen. The report waits in the
   * journal, and is told by whoever writes about the failure next, the sweep if nobody does.
   */
  | { readonly kind: 'busy'; readonly until: number };

/**
 * Brings the issue of a report's failure up to date (H6): opens it the first time, comments each milestone
 * once, closes and reopens it. However often it is told, by however many at once, and wherever one of them
 * dies, one issue is left. The report is in the journal before anything is written about it, so that from
 * then on `tendFailures` comes to the same end.
 *
 * @throws PortError; doing it again goes on from there.
 */
export async function recordFailure(
  ports: FailurePorts,
  settings: FailureSettings,
  report: HealReport,
  context: FailureContext,
): Promise<Recorded> {
  const print = report.failure?.fingerprint ?? null;
  if (print === null || failurePath(print) === null) return { kind: 'nothing', issue: null };
  const clean = redactReport(report, settings.secrets);
  const untold = { report: clean, context, at: ports.clock.now() };
  const claimed = await waitForClaim(ports, settings, print, untold);
  if (claimed.kind === 'busy') return { kind: 'busy', until: claimed.until };
  if (claimed.kind === 'done') return { kind: 'nothing', issue: claimed.record.issue };
  const told = await tellUntold(ports, settings, claimed.record);
  if (told.kind === 'later') return { kind: 'busy', until: told.until };
  const { issue, made } = told;
  return issue === null ? { kind: 'nothing', issue } : { kind: 'recorded', issue, made };
}

async function waitForClaim(
  ports: FailurePorts,
  settings: FailureSettings,
  print: string,
  untold: UntoldReport,
): Promise<Claimed> {
  const { clock } = ports;
  const until = clock.now() + settings.patience;
  const { episode } = untold.context;
  for (;;) {
    const claimed = await claimFailure(ports, settings, {
      print,
      untold,
      isDone: (record) => isRecorded(record, episode) && record.issue !== null,
    });
    const left = until - clock.now();
    if (claimed.kind !== 'busy' || left <= 0) return claimed;
    await clock.sleep(Math.min(left, turn + Math.ceil(clock.random() * turn)));
  }
}
