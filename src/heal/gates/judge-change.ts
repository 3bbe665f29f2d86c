import type { ChangeSet, Fix } from '../fix/fix.ts';
import type { GateFacts, GateName, Gates, GateVerdict } from '../fix/gate.ts';
import {
  type Consent,
  judgeBudget,
  judgeCandidates,
  judgeHead,
  judgeMode,
} from './consent-gates.ts';
import { judgeMeaning } from './meaning-gate.ts';
import { judgePaths } from './path-gate.ts';
import { judgeSize } from './size-gate.ts';
import { judgeWeakening } from './weakening-gate.ts';

type Gate = (fix: Fix, changes: ChangeSet, facts: GateFacts) => Consent;

/** Refuses for good: no approval helps. */
function never(judge: (fix: Fix, changes: ChangeSet, facts: GateFacts) => string | null): Gate {
  return (fix, changes, facts) => {
    const why = judge(fix, changes, facts);
    return why === null ? null : { kind: 'refuse', why };
  };
}

/** In this order. The first four look at the change alone; no approval helps against them. */
const gates: readonly (readonly [GateName, Gate])[] = [
  ['paths', never(judgePaths)],
  ['meaning', never(judgeMeaning)],
  ['size', never(judgeSize)],
  ['weakening', never(judgeWeakening)],
  ['candidates', judgeCandidates],
  ['mode', judgeMode],
  ['head', judgeHead],
  ['budget', judgeBudget],
];

/**
 * Whether a fix may be applied. The first refusal answers; where nothing refuses, the first gate at which a
 * person has to let it through. Unchanged files are no part of a change.
 */
export const judgeChange: Gates = (fix, changes, facts) => {
  const real = changes.filter(({ before, after }) => before !== after);
  let wait: GateVerdict | null = null;
  for (const [gate, judge] of gates) {
    const answer = judge(fix, real, facts);
    if (answer?.kind === 'refuse') return { gate, ...answer };
    if (answer) wait ??= { gate, ...answer };
  }
  return wait ?? { kind: 'pass' };
};
