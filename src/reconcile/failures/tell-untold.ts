import {
  type FailureRecord,
  failureFolder,
  isRecorded,
} from '../../text/failure/failure-record.ts';
import { failureSteps } from '../../text/failure/failure-steps.ts';
import { type UntoldReport, untoldPath } from '../../text/failure/untold-report.ts';
import { callPort } from '../call-port.ts';
import { PortError } from '../ports.ts';
import { announceOpening } from './announce-opening.ts';
import { applySteps, makeLabels } from './apply-steps.ts';
import type { FailurePorts, FailureSettings } from './failure-ports.ts';
import { findIssue } from './find-issue.ts';
import { untoldOf } from './kept-failures.ts';
import { type Released, releaseFailure, saveTold } from './release-failure.ts';

/** Told under one claim, at most; whoever comes next goes on. */
const mostTold = 20;

export type Told =
  /** `made`: labels that the repository lacked. */
  | { readonly kind: 'told'; readonly issue: number | null; readonly made: readonly string[] }
  /** Somebody else took over, or an issue may still appear: what is left is told after that. */
  | { readonly kind: 'later'; readonly until: number };

type Step =
  | {
      readonly kind: 'told';
      readonly record: FailureRecord;
      readonly made: readonly string[];
      readonly saved: Released;
    }
  | Extract<Told, { readonly kind: 'later' }>;

/**
 * Tells all reports of a claimed failure that wait in the journal, the oldest first, and gives the claim
 * back. Whoever claims the failure next goes on from where this breaks off.
 *
 * @throws PortError
 */
export async function tellUntold(
  ports: FailurePorts,
  settings: FailureSettings,
  claimed: FailureRecord,
): Promise<Told> {
  let record = claimed;
  const made: string[] = [];
  for (let count = 0; count < mostTold; count++) {
    const waiting = untoldOf(await ports.journal.files(failureFolder), record.fingerprint);
    const [next] = waiting;
    if (!next) break;
    const step = await tellOne(ports, settings, record, next);
    if (step.kind === 'later') return step;
    if (step.saved === 'lost') return { kind: 'later', until: ports.clock.now() };
    record = step.record;
    made.push(...step.made);
    if (step.saved === 'released') return { kind: 'told', issue: record.issue, made };
  }
  await releaseFailure(ports, record);
  return { kind: 'told', issue: record.issue, made };
}

async function tellOne(
  ports: FailurePorts,
  settings: FailureSettings,
  record: FailureRecord,
  untold: UntoldReport,
): Promise<Step> {
  const { report, context, at } = untold;
  const save = async (after: FailureRecord, made: readonly string[]): Promise<Step> => {
    const saved = await saveTold(ports, settings, after, untoldPath(untold));
    return { kind: 'told', record: after, made, saved };
  };
  if (isRecorded(record, context.episode) && record.issue !== null) return save(record, []);
  const known = await findIssue(ports, record);
  const plan = failureSteps(known, report, context, at);
  const made = await makeLabels(ports, plan);
  const opens = plan.steps.some(({ kind }) => kind === 'create');
  const held = opens ? await announceOpening(ports, settings, record, context.episode) : null;
  if (held?.kind === 'later') return held;
  const before = held?.record ?? record;
  let issue = opens ? null : (known.issue?.number ?? null);
  try {
    issue = await applySteps(ports, plan, issue, (created) => {
      issue = created;
    });
  } catch (error) {
    await callPort(() => releaseFailure(ports, brokenOff(before, plan.before, issue, error)));
    throw error;
  }
  const { claim } = before;
  return save({ ...plan.record, issue, claim, opening: null }, made);
}

/** The record to go on from. Where no answer came to the request that opens an issue, it may be there. */
function brokenOff(
  held: FailureRecord,
  begun: FailureRecord,
  issue: number | null,
  error: unknown,
): FailureRecord {
  if (issue !== null) return { ...begun, issue, claim: held.claim, opening: null };
  const unsure = !(error instanceof PortError) || error.kind === 'unavailable';
  return unsure ? held : { ...held, opening: null };
}
