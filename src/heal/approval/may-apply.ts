import type { Fix } from '../fix/fix.ts';

/** What waits for a person, and what exactly an approval of it means. */
export interface Proposal {
  readonly id: string;
  /** SHA-256 of its patch and base, 64 hexadecimal digits. */
  readonly hash: string;
  /** The commit that it was made for. */
  readonly head: string;
  readonly fingerprint: string;
  readonly title: string;
  readonly why: string;
  readonly remedy: Fix['remedy'];
  /** The fix's own hash, by which outcomes are recorded. */
  readonly fix: string;
  /** The change as a unified diff against `head`. */
  readonly patch: string;
  readonly command: string;
  readonly at: number;
}

/** What a person asks for; a hash or head that they name has to be the proposal's own. */
export interface AskedApproval {
  readonly id: string;
  /** At least the first 8 hexadecimal digits; null: they named none. */
  readonly hash: string | null;
  readonly head: string | null;
  /** The comment that says so; null: it was asked for by a command on the person's own machine. */
  readonly comment: ApprovingComment | null;
}

/** Times as the host tells them, never as a text claims them. */
export interface ApprovingComment {
  readonly createdAt: number;
  /** When it was last changed; as `createdAt` where it never was. */
  readonly updatedAt: number;
  /** Only a new comment is a command; whoever edits an old one says nothing. */
  readonly event: 'created' | 'edited' | 'deleted';
}

export type Approval =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: 'other-proposal' | 'other-hash' | 'changed' | 'moved' | 'stale-comment';
      readonly message: string;
      readonly remedy: string;
    };

/**
 * Whether a person's approval is one of this proposal on this commit (X11). Bound to the proposal's hash and
 * the head commit: what was approved before it changed, or for another commit, is approved no more.
 *
 * @param head the commit that is checked out, or the branch's head, now.
 * @param digest of the proposal's patch and head as they are stored now, as `patchHash` was made.
 */
export function mayApply(
  proposal: Proposal,
  asked: AskedApproval,
  head: string,
  digest: string,
): Approval {
  if (asked.id !== proposal.id) {
    return refuse('other-proposal', 'It is an approval of another proposal.', 'Name its id.');
  }
  if (!sameHash(digest, proposal.hash)) {
    return refuse(
      'changed',
      'The proposal is not what it was when it was made.',
      'Run the healing again for a new one.',
    );
  }
  if (asked.hash !== null && !isPrefix(asked.hash, proposal.hash)) {
    return refuse(
      'other-hash',
      'It is an approval of another version of this proposal.',
      `Look at the change again, then name its hash: ${proposal.hash.slice(0, 12)}.`,
    );
  }
  const stale = asked.comment && commentFault(asked.comment, proposal);
  if (stale) return refuse('stale-comment', stale, 'Write a new comment.');
  const named = asked.head === null || isPrefix(asked.head, proposal.head);
  if (!named || proposal.head !== head) {
    return refuse(
      'moved',
      `The proposal was made for ${short(proposal.head)}, but ${short(named ? head : (asked.head ?? ''))} is meant.`,
      'Run the healing again on the new commit.',
    );
  }
  return { ok: true };
}

/** Not `<`: a time that is none has to be refused, too. */
function commentFault(comment: ApprovingComment, proposal: Proposal): string | null {
  if (comment.event !== 'created') return 'Only a new comment can approve.';
  if (!(comment.createdAt >= proposal.at)) return 'The comment is older than the proposal.';
  return comment.updatedAt === comment.createdAt
    ? null
    : 'The comment was changed after it was made.';
}

function refuse(
  code: Extract<Approval, { ok: false }>['code'],
  message: string,
  remedy: string,
): Approval {
  return { ok: false, code, message, remedy };
}

function sameHash(one: string, other: string): boolean {
  return /^[0-9a-f]{64}$/.test(one) && one === other;
}

function isPrefix(part: string, whole: string): boolean {
  return /^[0-9a-f]{8,64}$/.test(part) && whole.startsWith(part);
}

function short(commit: string): string {
  return /^[0-9a-f]{7,64}$/.test(commit) ? commit.slice(0, 7) : 'an unknown commit';
}
