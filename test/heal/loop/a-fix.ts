import type { Fix } from '../../../src/heal/fix/fix.ts';

/** A fix that edits one file, sure enough to be applied. */
export function aFix(name: string, facts: Partial<Fix> = {}): Fix {
  return {
    id: `${name}-id`,
    hash: name.padEnd(64, '0'),
    remedy: name,
    title: `Mend by ${name}`,
    why: 'It is known.',
    action: { kind: 'edit', edits: [{ path: 'a.txt', line: 1, before: 'x\n', after: 'y\n' }] },
    safe: true,
    prior: [9, 1],
    candidates: 1,
    confidence: 90,
    cases: 0,
    ...facts,
  };
}

export function aRetry(name = 'retry'): Fix {
  return aFix(name, { action: { kind: 'retry' } });
}
