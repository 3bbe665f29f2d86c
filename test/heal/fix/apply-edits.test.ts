import { describe, expect, it } from '@jest/globals';
import { applyEdits } from '../../../src/heal/fix/apply-edits.ts';

const files: Readonly<Record<string, string>> = { 'a.sql': 'one\ntwo\nthree\n', 'b.sql': 'last' };
const read = (path: string) => files[path] ?? null;

describe('edits', () => {
  it('replace whole lines where exactly these stand', () => {
    const edits = [{ path: 'a.sql', line: 2, before: 'two\n', after: '2\n' }];
    expect(applyEdits(edits, read)).toEqual({
      ok: true,
      changes: [{ path: 'a.sql', before: files['a.sql'], after: 'one\n2\nthree\n' }],
    });
  });

  it('put lines in where nothing is to go', () => {
    const edits = [{ path: 'a.sql', line: 1, before: '', after: '-- first\n' }];
    const applied = applyEdits(edits, read);
    expect(applied.ok && applied.changes[0]?.after).toBe('-- first\none\ntwo\nthree\n');
  });

  it('take a last line without a line break', () => {
    const applied = applyEdits([{ path: 'b.sql', line: 1, before: 'last', after: 'end' }], read);
    expect(applied.ok && applied.changes[0]?.after).toBe('end');
  });

  it.each([
    ['other text', { path: 'a.sql', line: 2, before: 'zwei\n', after: '' }],
    ['another line', { path: 'a.sql', line: 3, before: 'two\n', after: '' }],
    ['a line behind the end', { path: 'a.sql', line: 9, before: '', after: 'x\n' }],
    ['a missing file', { path: 'c.sql', line: 1, before: 'x\n', after: '' }],
  ])('are refused at %s', (_, edit) => {
    expect(applyEdits([edit], read)).toMatchObject({ ok: false });
  });

  it('are refused where two touch the same lines', () => {
    const edit = { path: 'a.sql', line: 2, before: 'two\n', after: 'x\n' };
    expect(applyEdits([edit, edit], read)).toMatchObject({ ok: false });
  });

  it('rename a file by removing all of it and making another', () => {
    const edits = [
      { path: 'a.sql', line: 1, before: 'one\ntwo\nthree\n', after: '' },
      { path: 'c.sql', line: 1, before: '', after: 'one\ntwo\nthree\n' },
    ];
    const applied = applyEdits(edits, read);
    expect(applied.ok && applied.changes.map(({ path, after }) => [path, after === null])).toEqual([
      ['a.sql', true],
      ['c.sql', false],
    ]);
  });
});
