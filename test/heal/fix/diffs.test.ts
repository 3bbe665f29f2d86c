import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyDiff } from '../../../src/heal/fix/apply-diff.ts';
import { unifiedDiff } from '../../../src/heal/fix/unified-diff.ts';

const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
const read = (path: string) => (path === 'x.txt' ? before : null);

describe('a unified diff', () => {
  it('of a change gives the change again', () => {
    const line = fc.constantFrom('a', 'b', 'c', '', ' x');
    const text = fc
      .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
      .map(([lines, ended]) => lines.join('\n').concat(ended && lines.length > 0 ? '\n' : ''));
    fc.assert(
      fc.property(text, text, (old, fresh) => {
        fc.pre(old !== fresh && old !== '' && fresh !== '');
        const change = { path: 'src/x.txt', before: old, after: fresh };
        const applied = applyDiff(unifiedDiff([change]), () => old);
        expect(applied).toEqual({ ok: true, changes: [change] });
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('makes and removes files', () => {
    const made = unifiedDiff([{ path: 'n.txt', before: null, after: 'new\n' }]);
    expect(made).toContain(
      'new file mode 100644\n--- /dev/null\n+++ b/n.txt\n@@ -0,0 +1 @@\n+new\n',
    );
    expect(applyDiff(made, () => null)).toEqual({
      ok: true,
      changes: [{ path: 'n.txt', before: null, after: 'new\n' }],
    });
    const removed = unifiedDiff([{ path: 'x.txt', before, after: null }]);
    expect(applyDiff(removed, read)).toEqual({
      ok: true,
      changes: [{ path: 'x.txt', before, after: null }],
    });
  });

  it('is found among the words of whoever wrote it', () => {
    const diff =
      'I think this helps:\n```diff\n--- a/x.txt\n+++ b/x.txt\n@@ -2,2 +2,2 @@\n b\n-c\n+C\n```\nGood luck!\n';
    const applied = applyDiff(diff, read);
    expect(applied.ok && applied.changes[0]?.after).toBe(before.replace('c', 'C'));
  });

  it('is moved to where its lines stand, if they stand there once', () => {
    const applied = applyDiff('--- a/x.txt\n+++ b/x.txt\n@@ -1,2 +1,2 @@\n f\n-g\n+G\n', read);
    expect(applied.ok && applied.changes[0]?.after).toBe(before.replace('g', 'G'));
  });

  it.each([
    ['lines that are not there', '--- a/x.txt\n+++ b/x.txt\n@@ -1 +1 @@\n-z\n+y\n'],
    ['a file that is not there', '--- a/y.txt\n+++ b/y.txt\n@@ -1 +1 @@\n-a\n+y\n'],
    ['a file that is there already', '--- /dev/null\n+++ b/x.txt\n@@ -0,0 +1 @@\n+y\n'],
    ['a renaming', '--- a/x.txt\n+++ b/y.txt\n@@ -1 +1 @@\n-a\n+y\n'],
    ['counts that do not hold', '--- a/x.txt\n+++ b/x.txt\n@@ -1,5 +1 @@\n-a\n+y\n'],
    ['a mode', 'diff --git a/x.txt b/x.txt\nold mode 100644\nnew mode 100755\n'],
    [
      'a symbolic link',
      'diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc/passwd\n',
    ],
    ['half of a file that it removes', '--- a/x.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n'],
    ['no diff at all', 'I could not find the fault.'],
  ])('is refused with %s', (_, diff) => {
    expect(applyDiff(diff, read)).toMatchObject({ ok: false });
  });
});
