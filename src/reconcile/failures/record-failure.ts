import type { HealReport } from '../../heal/loop/heal-report.ts';
import type { FailureContext } from '../../text/failure/failure-context.ts';
import { type FailureRecord, failurePath } from '../../text/failure/failure-record.ts';
import {
  type FailurePlan,
  failureLabel,
  failureSteps,
  issuesOf,
  type KnownFailure,
} from '../../text/failure/failure-steps.ts';
import { redactReport } from '../../text/failure/redact-report.ts';
import { callPort } from '../call-port.ts';
import type { IssueRead } from '../ports.ts';
import { closeDouble } from '../project-issues.ts';
import { type Claimed, claimFailure, releaseFailure } from './claim-failure.ts';
import type { FailurePorts, FailureSettings } from './failure-ports.ts';

/** How long somebody else needs with a failure, roughly. */
const turn = 2_000;

export type Recorded =
  /** `made`: labels that the repository lacked. */
  | { readonly kind: 'recorded'; readonly issue: number; readonly made: readonly string[] }
  /** Nothing failed, or this report was recorded before. */
  | { readonly kind: 'nothing'; readonly issue: number | null }
  /** Somebody else writes about the same failure; try again after that. */
  | { readonly kind: 'busy'; readonly until: number };

/**
 * Brings the issue of a report's failure up to date (H6): opens it the first time, comments each milestone
 * once, closes and reopens it. However often it is told, by however many at once, and wherever one of them
 * dies, one issue is left.
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
  const claimed = await waitForClaim(ports, settings, print, context.episode);
  if (claimed.kind === 'busy') return claimed;
  if (claimed.kind === 'done') return { kind: 'nothing', issue: claimed.record.issue };
  const clean = redactReport(report, settings.secrets);
  const known = await knownFailure(ports, claimed.record);
  const plan = failureSteps(known, clean, context, ports.clock.now());
  const { issue, made } = await applyOrRelease(ports, plan, known, claimed.record);
  await releaseFailure(ports, { ...plan.record, issue, claim: claimed.record.claim });
  return { kind: 'recorded', issue, made };
}

async function waitForClaim(
  ports: FailurePorts,
  settings: FailureSettings,
  print: string,
  episode: string,
): Promise<Claimed> {
  const { clock } = ports;
  const until = clock.now() + settings.patience;
  for (;;) {
    const claimed = await claimFailure(
      ports,
      settings,
      print,
      (record) => record.episode === episode && record.issue !== null,
    );
    const left = until - clock.now();
    if (claimed.kind !== 'busy' || left <= 0) return claimed;
    await clock.sleep(Math.min(left, turn + Math.ceil(clock.random() * turn)));
  }
}

/**
 * A call that failed gives the claim back at once, unless an issue may have been opened without an answer:
 * lists may not show it yet, so that only the lease's end makes sure.
 */
async function applyOrRelease(
  ports: FailurePorts,
  plan: FailurePlan,
  known: KnownFailure,
  record: FailureRecord,
): Promise<{ readonly issue: number; readonly made: readonly string[] }> {
  let issue = known.issue?.number ?? null;
  try {
    return await applySteps(ports, plan, issue, (created) => {
      issue = created;
    });
  } catch (error) {
    const from = { ...plan.before, issue, claim: record.claim };
    if (issue !== null) await callPort(() => releaseFailure(ports, from));
    throw error;
  }
}

/**
 * The record with its issue as it is now. One that the record does not name yet was opened by a writer that
 * died, and is found by its marker; of several that were, one stays open.
 */
export async function knownFailure(
  ports: FailurePorts,
  record: FailureRecord,
): Promise<KnownFailure & { readonly issue: IssueRead | null }> {
  const named = record.issue === null ? null : await ports.issues.get(record.issue);
  if (named?.mine && named.state === 'open') return { record, issue: named };
  const [first, ...others] = issuesOf(await ports.issues.list(failureLabel), record.fingerprint);
  const open = first?.state === 'open' ? first : null;
  if (open) {
    for (const double of others.filter(({ state }) => state === 'open')) {
      await closeDouble(ports, double, open.number);
    }
  }
  return { record, issue: open ?? (named?.mine ? named : (first ?? null)) };
}

/** Carries a plan out on an issue, or on the one that it creates. */
export async function applySteps(
  ports: FailurePorts,
  plan: FailurePlan,
  known: number | null,
  onCreated: (issue: number) => void = () => {},
): Promise<{ readonly issue: number; readonly made: readonly string[] }> {
  let issue = known;
  const labels = plan.steps.flatMap((step) => {
    if (step.kind === 'create') return step.labels;
    return step.kind === 'update' ? (step.patch.labels ?? []) : [];
  });
  const made = labels.length > 0 ? await ports.issues.ensureLabels([...new Set(labels)]) : [];
  for (const step of plan.steps) {
    if (step.kind === 'create') {
      const { title, body } = step;
      issue = await ports.issues.create({ title, body, labels: step.labels });
      onCreated(issue);
    } else if (issue === null) {
      throw new Error('a plan for no issue does not begin by opening one');
    } else if (step.kind === 'comment') await ports.issues.comment(issue, step.body);
    else await ports.issues.update(issue, step.patch);
  }
  if (issue === null) throw new Error('a failure without an issue has nothing to be done about it');
  return { issue, made };
}
