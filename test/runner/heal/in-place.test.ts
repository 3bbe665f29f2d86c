import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ChangeSet } from '../../../src/heal/fix/fix.ts';
import { putInPlace, recover, restore, settleInPlace } from '../../../src/runner/heal/in-place.ts';

let root: string;
let recovery: string;
const path = (name: string) => join(root, name);
const text = (name: string) => readFileSync(path(name), 'utf8');
const changes: ChangeSet = [
  { path: 'a.txt', before: 'old a\n', after: 'new a\n' },
  { path: 'lib/b.txt', before: 'old b\n', after: null },
  { path: 'new/c.txt', before: null, after: 'new c\n' },
];
/** Nobody has this number, for Linux stops at 4194304. */
const dead = 99_999_999;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'yardmaster-place-'));
  recovery = join(root, '.state', 'recovery.json');
  mkdirSync(path('lib'));
  writeFileSync(path('a.txt'), 'old a\n');
  writeFileSync(path('lib/b.txt'), 'old b\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const isOld = () => {
  expect(text('a.txt')).toBe('old a\n');
  expect(text('lib/b.txt')).toBe('old b\n');
  expect(readdirSync(root).sort()).toEqual(['.state', 'a.txt', 'lib']);
};

describe('a change that is put in place', () => {
  test('is there as a whole, and stays when it is settled', () => {
    expect(putInPlace(root, changes, recovery)).toEqual({ ok: true });
    settleInPlace(recovery);
    expect(restore(recovery)).toBeNull();
    expect(text('a.txt')).toBe('new a\n');
    expect(text('new/c.txt')).toBe('new c\n');
    expect(readdirSync(root).sort()).toEqual(['.state', 'a.txt', 'new']);
  });

  test('goes back byte for byte', () => {
    chmodSync(path('a.txt'), 0o755);
    putInPlace(root, changes, recovery);
    expect(statSync(path('a.txt')).mode & 0o777).toBe(0o755);
    expect(restore(recovery)).toEqual({ files: 3, foreign: [] });
    isOld();
    expect(statSync(path('a.txt')).mode & 0o777).toBe(0o755);
  });

  test('is not begun where a file is not as it was', () => {
    writeFileSync(path('lib/b.txt'), 'mine\n');
    expect(putInPlace(root, changes, recovery)).toMatchObject({ ok: false });
    expect(text('a.txt')).toBe('old a\n');
    expect(text('lib/b.txt')).toBe('mine\n');
  });

  test('is not begun behind a link', () => {
    rmSync(path('lib'), { recursive: true });
    mkdirSync(path('elsewhere'));
    writeFileSync(path('elsewhere/b.txt'), 'old b\n');
    symlinkSync('elsewhere', path('lib'));
    expect(putInPlace(root, changes, recovery)).toMatchObject({ ok: false });
    expect(text('a.txt')).toBe('old a\n');
  });

  test('is not begun while another process is at it', () => {
    putInPlace(root, changes, recovery);
    expect(putInPlace(root, changes, recovery)).toMatchObject({ ok: false });
  });
});

describe('after a kill', () => {
  /** As if the process had been killed after so many of the files were replaced. */
  function killedAfter(replaced: number, draft: boolean) {
    putInPlace(root, changes, recovery);
    const backup = JSON.parse(readFileSync(recovery, 'utf8'));
    restore(recovery);
    mkdirSync(join(root, '.state'), { recursive: true });
    writeFileSync(recovery, JSON.stringify({ ...backup, pid: dead, start: '1' }));
    for (const { path: name, after } of changes.slice(0, replaced)) {
      if (after === null) rmSync(path(name));
      else {
        mkdirSync(join(path(name), '..'), { recursive: true });
        writeFileSync(path(name), after);
      }
    }
    if (draft) writeFileSync(`${path('a.txt')}.${dead}.yardmaster-draft`, 'new');
  }

  test.each([
    [0, false],
    [0, true],
    [1, false],
    [2, false],
    [3, false],
  ])('in front of file %i the whole backup comes back', (replaced, draft) => {
    killedAfter(replaced, draft);
    expect(recover(recovery)).toEqual({ files: 3, foreign: [] });
    isOld();
  });

  test('what a person changed since then is left alone', () => {
    killedAfter(2, false);
    writeFileSync(path('a.txt'), 'mine\n');
    expect(recover(recovery)).toEqual({ files: 3, foreign: ['a.txt'] });
    expect(text('a.txt')).toBe('mine\n');
    expect(text('lib/b.txt')).toBe('old b\n');
  });

  test('half a backup is none: no file had been replaced yet', () => {
    mkdirSync(join(root, '.state'), { recursive: true });
    writeFileSync(recovery, '{"pid":');
    expect(recover(recovery)).toBeNull();
    isOld();
  });

  test('nothing is undone under a process that lives', () => {
    putInPlace(root, changes, recovery);
    expect(recover(recovery)).toBeNull();
    expect(text('a.txt')).toBe('new a\n');
  });
});
