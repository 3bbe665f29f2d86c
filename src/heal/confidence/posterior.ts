/** What became of a remedy's fixes. A reverted fix was kept before. */
export interface OutcomeCounts {
  /** Verified, and handed out. */
  readonly kept: number;
  /** Verified, and did not hold. */
  readonly undone: number;
  /** Kept, and taken back by a person. */
  readonly reverted: number;
}

/** A percentage of success, and how many recorded cases it rests on besides the prior. */
export interface Confidence {
  readonly percent: number;
  readonly cases: number;
}

/**
 * The mean of a Beta distribution after the recorded cases: `(a + held) / (a + b + cases)`, in whole percent.
 * A fix that a person took back counts as one that did not hold. Counts that are none are taken for 0.
 */
export function posterior(
  [a, b]: readonly [number, number],
  counts: OutcomeCounts = { kept: 0, undone: 0, reverted: 0 },
): Confidence {
  const reverted = Math.min(count(counts.reverted), count(counts.kept));
  const held = count(counts.kept) - reverted;
  const lost = count(counts.undone) + reverted;
  const [wins, losses] = [positive(a) + held, positive(b) + lost];
  const percent = wins + losses > 0 ? Math.round((100 * wins) / (wins + losses)) : 0;
  return { percent, cases: held + lost };
}

const most = 1_000_000;

function count(value: number): number {
  return Number.isSafeInteger(value) ? positive(value) : 0;
}

function positive(value: number): number {
  return value > 0 ? Math.min(value, most) : 0;
}
