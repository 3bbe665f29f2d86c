import {
  type FailureRecord,
  failureFolder,
  failurePath,
  isOpenStatus,
  renderFailureRecord,
} from '../../text/failure/failure-record.ts';
import { untoldPath } from '../../text/failure/untold-report.ts';
import type { JournalFile } from '../ports.ts';
import { changeJournal, type JournalEdit } from './change-journal.ts';
import type { FailurePorts, FailureSettings } from './failure-ports.ts';
import { fileOf, recordsOf, untoldOf } from './kept-failures.ts';

/** Failures that are over and still known, so that one that comes back is opened again. */
const mostClosed = 300;

type Claim = FailureRecord['claim'];
/** `lost`: whoever took the claim over meanwhile, since this writer was slow, is right. Nothing is written then. */
export type Released = 'released' | 'kept' | 'lost';

/** Writes the record and gives the claim back. @throws PortError */
export async function releaseFailure(
  ports: FailurePorts,
  record: FailureRecord,
): Promise<Released> {
  return save(ports, record, null, () => null);
}

/** Writes the record and keeps the claim. @throws PortError */
export async function saveFailure(ports: FailurePorts, record: FailureRecord): Promise<Released> {
  return save(ports, record, null, () => record.claim);
}

/**
 * Writes the record of a failure once a report of it is told, which waits no more. While others wait, the
 * claim is kept.
 *
 * @throws PortError
 */
export async function saveTold(
  ports: FailurePorts,
  { lease }: FailureSettings,
  record: FailureRecord,
  told: string | null,
): Promise<Released> {
  const until = ports.clock.now() + lease;
  return save(ports, record, told, (files) => {
    const rest = untoldOf(files, record.fingerprint).filter((each) => untoldPath(each) !== told);
    return rest.length > 0 && record.claim ? { ...record.claim, until } : null;
  });
}

async function save(
  ports: FailurePorts,
  held: FailureRecord,
  told: string | null,
  claimAfter: (files: readonly JournalFile[]) => Claim,
): Promise<Released> {
  const edited = await changeJournal(
    ports,
    failureFolder,
    `Failure ${held.fingerprint}: ${held.status}`,
    (files): JournalEdit<Released> => {
      const found = recordsOf(files).find((each) => each.fingerprint === held.fingerprint);
      const after = { ...held, claim: claimAfter(files) };
      const value = after.claim === null ? 'released' : 'kept';
      const remove = files.flatMap(({ path }) => (path === told ? [path] : []));
      if (found && renderFailureRecord(found) === renderFailureRecord(after)) {
        return { put: [], remove, value };
      }
      if (found?.claim?.id !== held.claim?.id) return { put: [], value: 'lost' };
      return { put: fileOf(after), remove: [...remove, ...longGone(files, held)], value };
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
