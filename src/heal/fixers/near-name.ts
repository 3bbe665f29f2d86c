/** A name of the project beside one that is wrong. */
export interface NearName {
  readonly name: string;
  /** Letters lost, added, replaced, or swapped with their neighbour. */
  readonly distance: number;
}

/** Longer names are no names. */
const maxLength = 200;

/**
 * The names that a slip of the pen may have made into `wrong`, nearest first: one letter in names of up to
 * four, two in longer ones. Case does not count. The name itself is none of them.
 */
export function nearNames(wrong: string, names: Iterable<string>): readonly NearName[] {
  const low = wrong.toLowerCase();
  if (low.length < 2 || low.length > maxLength) return [];
  const found: NearName[] = [];
  for (const name of new Set(names)) {
    const other = name.toLowerCase();
    if (other === low || Math.abs(other.length - low.length) > 2) continue;
    const most = Math.min(other.length, low.length) <= 4 ? 1 : 2;
    const distance = letterDistance(low, other);
    if (distance <= most) found.push({ name, distance });
  }
  return found.sort((one, two) => one.distance - two.distance || (one.name < two.name ? -1 : 1));
}

/** Those of the near names that no other is nearer than. */
export function nearestNames(wrong: string, names: Iterable<string>): readonly string[] {
  const near = nearNames(wrong, names);
  return near.filter(({ distance }) => distance === near[0]?.distance).map(({ name }) => name);
}

/** Optimal string alignment: swapped neighbours count once. */
function letterDistance(one: string, other: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1),
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = last;
    last = row;
  }
  return last[other.length] ?? 0;
}
