import type { HealReport } from '../../src/heal/loop/heal-report.ts';
import { aHealReport, aTriedFix } from '../helpers/heal-report.ts';
import type { Prng } from './prng.ts';

/** What healing makes of an attempt, fixed by the seed. */
export interface Healing {
  readonly result: Exclude<HealReport['result'], 'passed'>;
  readonly fingerprint: string;
  /** Whether the gates refuse the fix when they look at it again. */
  readonly refused: boolean;
  /** Whether the fix fits no other commit than the one that it was made on. */
  readonly clashes: boolean;
  /** Where the policy wants the fix. */
  readonly keep: 'branch' | 'pull-request';
}

/** So few that tasks and runs share them. */
const fingerprints = [
  'a1a1a1a1a1a1a1a1',
  'b2b2b2b2b2b2b2b2',
  'c3c3c3c3c3c3c3c3',
  'd4d4d4d4d4d4d4d4',
];

/** What the healing of an attempt came to that ended so; null: nothing had failed. */
export function randomHealing(random: Prng, outcome: 'success' | 'failure'): Healing | null {
  const drawn = {
    fingerprint: random.pick(fingerprints),
    refused: random.chance(0.15),
    clashes: random.chance(0.3),
    keep: random.chance(0.3) ? ('branch' as const) : ('pull-request' as const),
  };
  if (outcome === 'failure') {
    return { ...drawn, result: random.chance(0.6) ? 'exhausted' : 'proposed' };
  }
  const draw = random.next();
  if (draw < 0.2) return null;
  return { ...drawn, result: draw < 0.35 ? 'recovered' : 'healed' };
}

/** As the attempt leaves it in its handoff; `base` is the commit that it worked on. */
export function reportOf(healing: Healing, base: string, endedAt: number): HealReport {
  const { result, fingerprint } = healing;
  const whole = aHealReport();
  const fixes = {
    healed: [aTriedFix()],
    proposed: [aTriedFix({ outcome: 'waiting' })],
    exhausted: [aTriedFix({ outcome: 'undone' })],
    recovered: [],
  };
  return aHealReport({
    result,
    base,
    retries: result === 'recovered' ? 1 : 0,
    failure: whole.failure && {
      ...whole.failure,
      fingerprint,
      kind: fingerprint.startsWith('c') ? 'unknown' : whole.failure.kind,
    },
    fixes: fixes[result],
    proof: result === 'healed' ? whole.proof : null,
    manualSteps: result === 'exhausted' ? ['Look at the column'] : [],
    endedAt,
  });
}
