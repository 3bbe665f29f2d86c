import { describe, expect, test } from '@jest/globals';
import {
  type ApprovingComment,
  type AskedApproval,
  mayApply,
  type Proposal,
} from '../../../src/heal/approval/may-apply.ts';

const hash = 'ab'.repeat(32);
const head = '0123456789abcdef0123456789abcdef01234567';
const proposal: Proposal = {
  id: 'agent-01234567',
  hash,
  head,
  fingerprint: '00112233aabbccdd',
  title: 'Mend it',
  why: 'Two answers',
  remedy: 'agent',
  fix: 'cd'.repeat(32),
  patch: 'diff',
  command: 'dbt build',
  at: 1_000,
};
const asked = (facts: Partial<AskedApproval> = {}): AskedApproval => ({
  id: proposal.id,
  hash: hash.slice(0, 12),
  head: null,
  comment: { createdAt: 2_000, updatedAt: 2_000, event: 'created' },
  ...facts,
});
const judged = (facts: Partial<AskedApproval>, now = head, digest = hash) => {
  const answer = mayApply(proposal, asked(facts), now, digest);
  return answer.ok ? 'ok' : answer.code;
};

describe('an approval', () => {
  test.each([
    {},
    { hash: null },
    { hash },
    { head },
    { head: head.slice(0, 8) },
    { comment: null },
  ])('of exactly this change on this commit holds: %j', (facts) =>
    expect(judged(facts)).toBe('ok'),
  );

  test('of proposal N is none of N+1 (23)', () => {
    expect(judged({ id: 'agent-fffffff0' })).toBe('other-proposal');
    expect(judged({ hash: 'ef'.repeat(6) })).toBe('other-hash');
  });

  test('before a push is none after it (21, 28)', () => {
    expect(judged({}, 'f'.repeat(40))).toBe('moved');
    expect(judged({ head: 'f'.repeat(40) })).toBe('moved');
  });

  test('is none of a change that was edited since it was proposed (26)', () => {
    expect(judged({}, head, 'ef'.repeat(32))).toBe('changed');
    expect(judged({ hash: null }, head, '')).toBe('changed');
  });

  const said = (facts: Partial<ApprovingComment>) =>
    judged({ comment: { createdAt: 2_000, updatedAt: 2_000, event: 'created', ...facts } });

  test('that is older than the proposal is none of it, whatever date it claims (22)', () => {
    expect(said({ createdAt: 999, updatedAt: 999 })).toBe('stale-comment');
    expect(said({ createdAt: Number.NaN, updatedAt: Number.NaN })).toBe('stale-comment');
  });

  test('in a comment that was changed since is none (24)', () => {
    expect(said({ updatedAt: 2_001 })).toBe('stale-comment');
  });

  test('is not made by editing an old comment (25)', () => {
    expect(said({ event: 'edited' })).toBe('stale-comment');
    expect(said({ event: 'deleted' })).toBe('stale-comment');
  });

  test.each(['', 'ab', 'AB'.repeat(6), 'zz'.repeat(6), 'ab'.repeat(40)])(
    'by the hash %j, which is none, is refused',
    (wrong) => expect(judged({ hash: wrong })).toBe('other-hash'),
  );

  test('says what to do instead', () => {
    const answer = mayApply(proposal, asked({ hash: 'ef'.repeat(6) }), head, hash);
    expect(answer).toMatchObject({ remedy: expect.stringContaining(hash.slice(0, 12)) });
  });
});
