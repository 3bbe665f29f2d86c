import { type FailureRecord, failureFolder, newRecord } from '../../text/failure/failure-record.ts';
import {
  renderUntoldReport,
  type UntoldReport,
  untoldPath,
} from '../../text/failure/untold-report.ts';
import { callPort } from '../call-port.ts';
import { type JournalFile, PortError } from '../ports.ts';
import { changeJournal, type JournalEdit } from './change-journal.ts';
import type { FailurePorts, FailureSettings } from './failure-ports.ts';
import { fileOf, recordsOf } from './kept-failures.ts';

export type Claimed =
  /** This writer may write about the failure. */
  | { readonly kind: 'mine'; readonly record: FailureRecord }
  /** Nothing is left to be done. */
  | { readonly kind: 'done'; readonly record: FailureRecord }
  /** Somebody else writes about it, until then at most. */
  | { readonly kind: 'busy'; readonly until: number; readonly id: string | null };

/** What a claim is for. */
export interface ClaimWish {
  readonly print: string;
  /** A report that is to be told; it is in the journal afterwards, whoever has the claim. */
  readonly untold?: UntoldReport;
  /** Reports are told under the claim: whoever dies after that may have closed the issue just now. */
  readonly tells?: boolean;
  /** Whether nothing is to be done about this record. */
  isDone(record: FailureRecord): boolean;
}

/**
 * Takes a failure's record for this writer alone, by the journal's compare-and-swap: of two at once one gets
 * it. A claim whose writer died is over once that is known, and after its lease in any case.
 *
 * @throws PortError
 */
export async function claimFailure(
  ports: FailurePorts,
  settings: FailureSettings,
  wish: ClaimWish,
): Promise<Claimed> {
  const first = await claimOnce(ports, settings, wish, null);
  if (first.kind !== 'busy' || first.id === null) return first;
  const holder = / [0-9a-z]+$/.test(first.id) ? first.id.replace(/ [0-9a-z]+$/, '') : null;
  if (!ports.fleet || holder === null || holder === settings.holder) return first;
  const { fleet } = ports;
  const lives = await callPort(() => fleet.holderLives(holder));
  return lives.ok && lives.value === false ? claimOnce(ports, settings, wish, first.id) : first;
}

/** @param broken the claim of a writer that is dead. */
async function claimOnce(
  ports: FailurePorts,
  settings: FailureSettings,
  { print, untold, tells = untold !== undefined, isDone }: ClaimWish,
  broken: string | null,
): Promise<Claimed> {
  const { clock } = ports;
  const id = `${settings.holder} ${Math.floor(clock.random() * 2 ** 40).toString(36)}`.slice(-200);
  const edited = await changeJournal(
    ports,
    failureFolder,
    `Failure ${print}: claimed`,
    (files): JournalEdit<Claimed> => {
      const now = clock.now();
      const found = recordsOf(files).find((each) => each.fingerprint === print);
      const record = found ?? newRecord(print, now);
      if (found && isDone(found)) {
        return { put: [], value: { kind: 'done', record: found } };
      }
      const kept = untold ? missing(files, untold) : [];
      const { claim } = record;
      if (claim?.id === id) return { put: kept, value: { kind: 'mine', record } };
      if (claim && claim.until > now && claim.id !== broken) {
        return { put: kept, value: { kind: 'busy', until: claim.until, id: claim.id } };
      }
      const last = tells ? Math.max(record.last, now) : record.last;
      const mine = { ...record, last, claim: { id, until: now + settings.lease } };
      return { put: [...fileOf(mine), ...kept], value: { kind: 'mine', record: mine } };
    },
  );
  if (edited.kind === 'done') return edited.value;
  // A report that is not in the journal would be lost.
  if (untold) throw new PortError('unavailable', 'others write to the journal all the time');
  return { kind: 'busy', until: clock.now() + settings.lease / 10, id: null };
}

/** The report as a file, where the journal does not have it yet. */
function missing(files: readonly JournalFile[], untold: UntoldReport): readonly JournalFile[] {
  const path = untoldPath(untold);
  if (path === null || files.some((file) => file.path === path)) return [];
  return [{ path, text: renderUntoldReport(untold) }];
}
