import type { ChangeSet, Fix, FixAction } from '../../../src/heal/fix/fix.ts';
import type { GateFacts, GateVerdict } from '../../../src/heal/fix/gate.ts';
import { judgeChange } from '../../../src/heal/gates/judge-change.ts';

export function aFix(facts: Partial<Fix> = {}): Fix {
  return {
    id: 'agent-01234567',
    remedy: 'agent',
    title: 'Mend it',
    why: 'The message says so.',
    action: { kind: 'diff', diff: '' },
    safe: true,
    prior: [9, 1],
    candidates: 1,
    hash: '0'.repeat(64),
    confidence: 90,
    cases: 0,
    ...facts,
  };
}

/** A sure fix in a repository that lets it through. */
export function factsWith(facts: Partial<GateFacts> = {}): GateFacts {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  return {
    mode: 'autonomous',
    approved: false,
    verification: true,
    failedOn: commit,
    head: commit,
    links: new Set(),
    spent: { fixes: 0, files: 0, lines: 0 },
    budget: { fixes: 5, files: 5, lines: 200 },
    threshold: 80,
    protect: [],
    files: { paths: [], read: () => null },
    ...facts,
  };
}

/** What the gates say about one file that an agent's diff changes. */
export function judged(
  path: string,
  before: string | null,
  after: string | null,
  facts: Partial<GateFacts> = {},
  action: FixAction = { kind: 'diff', diff: '' },
): GateVerdict {
  const changes: ChangeSet = [{ path, before, after }];
  return judgeChange(aFix({ action }), changes, factsWith(facts));
}

/** `pass`, or `<gate>: <why>`, with `waits` before it where a person may let it through. */
export function words(verdict: GateVerdict): string {
  if (verdict.kind === 'pass') return 'pass';
  return `${verdict.kind === 'wait' ? 'waits, ' : ''}${verdict.gate}: ${verdict.why}`;
}
