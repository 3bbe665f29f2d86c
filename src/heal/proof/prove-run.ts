import type { ChangeSet } from '../fix/fix.ts';
import type { Proof } from '../loop/heal-ports.ts';
import { didNothing } from './did-nothing.ts';
import type { FailedThings } from './failed-things.ts';
import { proveDbt } from './prove-dbt.ts';
import { proveTests } from './prove-tests.ts';
import type { RunEvidence } from './run-evidence.ts';

/**
 * Whether a run shows that what failed before was executed and passed. An exit code alone proves little: a
 * run that did nothing, skipped what had failed, or left it out is a failure (X4). `changes` is all that was changed in between.
 */
export function proveRun(before: FailedThings, after: RunEvidence, changes: ChangeSet = []): Proof {
  if (after.signal !== null) return { ok: false, why: `It was ended by ${after.signal}.` };
  if (after.exitCode !== 0)
    return { ok: false, why: `It ended with exit code ${after.exitCode ?? 'none'}.` };
  if (before.tool === 'dbt') return proveDbt(before, after, changes);
  const idle = didNothing(after.tail);
  if (idle !== null) return { ok: false, why: idle };
  return proveTests(before, after);
}
