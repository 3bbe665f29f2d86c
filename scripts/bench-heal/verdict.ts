/** What one mutation came to, seen from outside. */
export interface Seen {
  /** By the operator's rule. */
  readonly healable: boolean;
  /** Whether healing said that it had healed it (exit code 0). */
  readonly declared: boolean;
  /** What the project differs in from the original; looked at only when it was declared healed. */
  readonly differences: readonly string[];
  /** Whether files, branch or commit are other than before healing. */
  readonly changed: boolean;
}

export type Verdict =
  | 'healed'
  | 'handed-over'
  /** Healable, and handed over with the tree as it was. */
  | 'missed'
  /** Declared healed, and means something else. */
  | 'false-heal'
  /** Not healable by the rule, and yet healed with the same meaning. */
  | 'overreach'
  /** Given up, with the tree changed. */
  | 'left-behind';

export function verdictOf(seen: Seen): Verdict {
  if (seen.declared) {
    if (seen.differences.length > 0) return 'false-heal';
    return seen.healable ? 'healed' : 'overreach';
  }
  if (seen.changed) return 'left-behind';
  return seen.healable ? 'missed' : 'handed-over';
}
