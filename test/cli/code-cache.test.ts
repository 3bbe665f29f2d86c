import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { codeCache } from '../../src/cli/code-cache.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ym-code-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const cacheOf = (name: string) => codeCache({ XDG_CACHE_HOME: root }, name);
const folder = () => join(root, 'yardmaster');
const code = Buffer.from('compiled');

describe('the compiled code of a command', () => {
  test('is there again for the same command and program', () => {
    cacheOf('run-1').write(code);
    expect(cacheOf('run-1').read()).toEqual(code);
    expect(cacheOf('run-2').read()).toBeNull();
  });

  test('is below the home folder where nothing else is said', () => {
    codeCache({ HOME: root }, 'run-1').write(code);
    expect(readdirSync(join(root, '.cache/yardmaster'))).toEqual(['run-1.code']);
  });

  test('is not believed when a byte is wrong', () => {
    cacheOf('run-1').write(code);
    appendFileSync(join(folder(), 'run-1.code'), '!');
    expect(cacheOf('run-1').read()).toBeNull();
  });

  test.each([
    ['the file', 'run-1.code'],
    ['the folder', '.'],
  ])('is not believed where others may write %s', (_, path) => {
    cacheOf('run-1').write(code);
    chmodSync(join(folder(), path), 0o777);
    expect(cacheOf('run-1').read()).toBeNull();
  });

  test('is not kept under a name that leads elsewhere', () => {
    cacheOf('../run').write(code);
    expect(readdirSync(root)).toEqual([]);
  });

  test('is not kept where it cannot be, without a word', () => {
    writeFileSync(folder(), 'no folder');
    expect(() => cacheOf('run-1').write(code)).not.toThrow();
    expect(cacheOf('run-1').read()).toBeNull();
  });

  test('is not kept below where the command runs, whatever the home folder is called', () => {
    for (const HOME of ['home', '.']) {
      const cache = codeCache({ HOME }, 'run-1');
      cache.write(code);
      expect(cache.read()).toBeNull();
      expect(existsSync(join(HOME, '.cache'))).toBe(false);
    }
  });

  test.each([
    ['is not there', 'none'],
    ['nobody can write to', '/proc'],
  ])('is not kept in a home folder that %s', (_, home) => {
    const HOME = resolve(root, home);
    const cache = codeCache({ HOME }, 'run-1');
    cache.write(code);
    expect(cache.read()).toBeNull();
    expect(existsSync(join(HOME, '.cache'))).toBe(false);
  });

  test('goes when nobody has made it for a month', () => {
    cacheOf('old-1').write(code);
    const long = new Date(Date.now() - 40 * 86_400_000);
    utimesSync(join(folder(), 'old-1.code'), long, long);
    cacheOf('run-1').write(code);
    expect(readdirSync(folder())).toEqual(['run-1.code']);
  });
});
