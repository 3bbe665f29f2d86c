import type { OutcomeCounts } from './posterior.ts';

/** Outcomes by remedy. */
type Outcomes = Readonly<Record<string, OutcomeCounts>>;

/** What became of one fix on one state of the files. */
export interface TriedEntry {
  readonly fingerprint: string;
  /** Git's hash of the files that it was tried on. */
  readonly tree: string;
  /** The fix's own hash. */
  readonly hash: string;
  readonly remedy: string;
  /** `outlasted`: it mended its failure, but not what failed next; it says nothing about the remedy. */
  readonly outcome: 'kept' | 'undone' | 'outlasted' | 'reverted';
  readonly at: number;
}

/** What healings learned: counts by remedy, and the newest cases, oldest first. */
export interface HealingBook {
  readonly outcomes: Outcomes;
  readonly tried: readonly TriedEntry[];
}

export const emptyBook: HealingBook = { outcomes: {}, tried: [] };
/** Cases that are kept one by one; older ones live on in the counts. */
export const mostTried = 2_000;
const mostRemedies = 1_000;

/**
 * The book with one more case. A case that it has already (the same fix, for the same failure, on the same
 * files, with the same end) changes nothing, so that an update may be repeated whose answer was lost.
 */
export function recordCase(book: HealingBook, entry: TriedEntry): HealingBook {
  if (book.tried.some((known) => caseKey(known) === caseKey(entry))) return book;
  const tried = [...book.tried, entry].sort(oldestFirst).slice(-mostTried);
  return { tried, outcomes: counted(book.outcomes, entry) };
}

/** Two books that grew from the same one by different writers: the cases of both, each counted once. */
export function mergeBooks(theirs: HealingBook, ours: HealingBook): HealingBook {
  return ours.tried.reduce(recordCase, theirs);
}

/** What was tried on these files, and what once held for this failure wherever that was. */
export function triedBefore(
  { tried }: HealingBook,
  fingerprint: string,
  tree: string,
): { readonly undone: readonly string[]; readonly kept: readonly string[] } {
  const own = tried.filter((entry) => entry.fingerprint === fingerprint);
  const reverted = new Set(
    own.filter(({ outcome }) => outcome === 'reverted').map(({ hash }) => hash),
  );
  const undone = own.filter((entry) => entry.tree === tree && entry.outcome === 'undone');
  const kept = own.filter(({ outcome, hash }) => outcome === 'kept' && !reverted.has(hash));
  return {
    undone: [...new Set([...undone.map(({ hash }) => hash), ...reverted])],
    kept: [...new Set(kept.map(({ hash }) => hash))],
  };
}

/** Names the case for its being the same. */
function caseKey({ fingerprint, tree, hash, outcome }: TriedEntry): string {
  return [fingerprint, tree, hash, outcome].join(' ');
}

function counted(outcomes: Outcomes, { remedy, outcome }: TriedEntry): Outcomes {
  if (outcome === 'outlasted') return outcomes;
  const known = Object.hasOwn(outcomes, remedy) ? outcomes[remedy] : undefined;
  if (!known && Object.keys(outcomes).length >= mostRemedies) return outcomes;
  const before = known ?? { kept: 0, undone: 0, reverted: 0 };
  return Object.fromEntries([
    ...Object.entries(outcomes).filter(([name]) => name !== remedy),
    [remedy, { ...before, [outcome]: before[outcome] + 1 }],
  ]);
}

function oldestFirst(one: TriedEntry, other: TriedEntry): number {
  return one.at - other.at || (caseKey(one) < caseKey(other) ? -1 : 1);
}
