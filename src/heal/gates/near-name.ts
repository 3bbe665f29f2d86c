/**
 * Whether one name is the other with a slip of the pen: at most 2 letters (1 in names of up to 5) lost,
 * added, replaced or swapped with their neighbour.
 */
export function isNearName(one: string, other: string): boolean {
  if (one === other) return false;
  const most = Math.max(one.length, other.length) > 5 ? 2 : 1;
  if (Math.min(one.length, other.length) < 3 || Math.max(one.length, other.length) > 200)
    return false;
  return distance(one, other) <= most;
}

/** Optimal string alignment: swapped neighbours count once. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = row;
  }
  return last[other.length] ?? 0;
}
