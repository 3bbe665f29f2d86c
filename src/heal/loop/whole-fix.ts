import type { Fix } from '../fix/fix.ts';

/** Fixes of which each uncovered the next failure, as the one change that they are together. */
export function wholeFix(
  fixes: readonly Fix[],
  patch: string,
  digest: (text: string) => string,
): Fix {
  const [first] = fixes;
  if (!first) throw new Error('there is no fix');
  const hash = digest(patch);
  return {
    ...first,
    id: `${first.remedy}-${hash.slice(0, 8)}`,
    hash,
    title: `${first.title}, and ${fixes.length - 1} more`,
    why: fixes.map(({ title, why }) => `${title}: ${why}`).join(' '),
    action: { kind: 'diff', diff: patch },
    safe: fixes.every(({ safe }) => safe),
    candidates: Math.max(...fixes.map(({ candidates }) => candidates)),
    confidence: Math.min(...fixes.map(({ confidence }) => confidence)),
    cases: Math.min(...fixes.map(({ cases }) => cases)),
  };
}
