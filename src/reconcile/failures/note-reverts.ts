import { type FailureRecord, failureFolder } from '../../text/failure/failure-record.ts';
import type { FailurePorts } from './failure-ports.ts';
import { addToHealingMemory, readHealingMemory } from './healing-memory.ts';
import { recordsOf } from './kept-failures.ts';

/** For how long a fix that arrived is looked at: who takes one back does so soon. */
const watched = 14 * 86_400_000;
/** Looked at in one go; each costs some calls. */
const mostLooks = 5;

/**
 * Writes into the book which fixes a person took back after they had arrived on the branch, once each. What
 * held is proposed less boldly then, and that very fix not at all.
 *
 * @param isReverted whether the branch has lost the change of a fix.
 * @returns fingerprints of the failures whose fix was taken back.
 * @throws PortError
 */
export async function noteReverts(
  ports: FailurePorts,
  isReverted: (fix: NonNullable<FailureRecord['fix']>) => Promise<boolean>,
): Promise<readonly string[]> {
  const now = ports.clock.now();
  const healed = recordsOf(await ports.journal.files(failureFolder)).filter(
    ({ status, fix, closedAt }) =>
      status === 'healed' && fix !== null && closedAt !== null && now - closedAt < watched,
  );
  if (healed.length === 0) return [];
  const { book } = await readHealingMemory(ports);
  const reverted: string[] = [];
  for (const { fingerprint, fix } of healed.slice(0, mostLooks)) {
    const own = book.tried.filter((each) => each.fingerprint === fingerprint);
    const last = own.findLast(({ outcome }) => outcome === 'kept' || outcome === 'reverted');
    if (last?.outcome !== 'kept' || fix === null || !(await isReverted(fix))) continue;
    await addToHealingMemory(ports, [{ ...last, outcome: 'reverted', at: now }], []);
    reverted.push(fingerprint);
  }
  return reverted;
}
