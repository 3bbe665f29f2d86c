import {
  type FailureRecord,
  failureFolder,
  failurePath,
  isOpenStatus,
  newRecord,
  parseFailureRecord,
  renderFailureRecord,
} from '../../text/failure/failure-record.ts';
import type { JournalFile } from '../ports.ts';
import { changeJournal, type JournalEdit } from './change-journal.ts';
import type { FailurePorts, FailureSettings } from './failure-ports.ts';

/** Failures that are over and still known, so that one that comes back is opened again. */
const mostClosed = 300;

export type Claimed =
  /** This writer may write about the failure. `known` is false where the journal had no record. */
  | { readonly kind: 'mine'; readonly record: FailureRecord; readonly known: boolean }
  /** Nothing is left to be done. */
  | { readonly kind: 'done'; readonly record: FailureRecord }
  /** Somebody else writes about it, until then at most. */
  | { readonly kind: 'busy'; readonly until: number };

/** All records of the journal, whatever else lies there left out. */
export function recordsOf(files: readonly JournalFile[]): readonly FailureRecord[] {
  return files.flatMap(({ path, text }) => parseFailureRecord(path, text) ?? []);
}

/**
 * Takes a failure's record for this writer alone, by the journal's compare-and-swap: of two at once one gets
 * it. A claim whose writer died is over after its lease.
 *
 * @param isDone whether nothing is to be done about this record.
 * @throws PortError
 */
export async function claimFailure(
  ports: FailurePorts,
  settings: FailureSettings,
  fingerprint: string,
  isDone: (record: FailureRecord) => boolean,
): Promise<Claimed> {
  const { clock } = ports;
  const id = `${settings.holder} ${Math.floor(clock.random() * 2 ** 40).toString(36)}`.slice(-200);
  const edited = await changeJournal(
    ports,
    failureFolder,
    `Failure ${fingerprint}: claimed`,
    (files): JournalEdit<Claimed> => {
      const now = clock.now();
      const found = recordsOf(files).find((each) => each.fingerprint === fingerprint);
      const record = found ?? newRecord(fingerprint, now);
      if (found && isDone(found)) return { put: [], value: { kind: 'done', record: found } };
      const { claim } = record;
      if (claim?.id === id) return { put: [], value: { kind: 'mine', record, known: true } };
      if (claim && claim.until > now) {
        return { put: [], value: { kind: 'busy', until: claim.until } };
      }
      const mine = { ...record, claim: { id, until: now + settings.lease } };
      return { put: fileOf(mine), value: { kind: 'mine', record: mine, known: Boolean(found) } };
    },
  );
  return edited.kind === 'done'
    ? edited.value
    : { kind: 'busy', until: clock.now() + settings.lease / 10 };
}

/**
 * Writes the record and gives the claim back. Whoever took it over meanwhile, since this writer was slow, is
 * right: then nothing is written.
 *
 * @throws PortError
 */
export async function releaseFailure(
  ports: FailurePorts,
  record: FailureRecord,
): Promise<'released' | 'lost'> {
  const edited = await changeJournal(
    ports,
    failureFolder,
    `Failure ${record.fingerprint}: ${record.status}`,
    (files): JournalEdit<'released' | 'lost'> => {
      const found = recordsOf(files).find((each) => each.fingerprint === record.fingerprint);
      const after = { ...record, claim: null };
      if (found && renderFailureRecord(found) === renderFailureRecord(after)) {
        return { put: [], value: 'released' };
      }
      if (found?.claim?.id !== record.claim?.id) return { put: [], value: 'lost' };
      return { put: fileOf(after), remove: longGone(files, record), value: 'released' };
    },
  );
  return edited.kind === 'done' ? edited.value : 'lost';
}

/** The oldest records of failures that are over, beyond those that are kept. */
function longGone(files: readonly JournalFile[], own: FailureRecord): readonly string[] {
  return recordsOf(files)
    .filter((each) => !isOpenStatus(each.status) && each.fingerprint !== own.fingerprint)
    .sort((one, other) => (other.closedAt ?? 0) - (one.closedAt ?? 0))
    .slice(mostClosed)
    .flatMap(({ fingerprint }) => failurePath(fingerprint) ?? []);
}

function fileOf(record: FailureRecord): readonly JournalFile[] {
  const path = failurePath(record.fingerprint);
  return path === null ? [] : [{ path, text: renderFailureRecord(record) }];
}
