import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GitPast, gitPast } from '../../../src/runner/heal/git-past.ts';

const folder = mkdtempSync(join(tmpdir(), 'past-'));
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=Robin', '-c', 'user.email=r@example.org', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
const write = (path: string, text: string | Buffer) => writeFileSync(join(folder, path), text);

function commit(): string {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Change things');
  return git('rev-parse', 'HEAD');
}

describe('what files said before', () => {
  let past: GitPast;

  beforeAll(() => {
    git('init', '--quiet', '--initial-branch', 'main');
    write('a.sql', 'one\n');
    write('gone.sql', 'was here\n');
    write('same.sql', 'same\n');
    write('ümlaut.sql', 'first\n');
    write('bin.dat', Buffer.from([1, 0, 2]));
    commit();
    write('a.sql', 'two\n');
    rmSync(join(folder, 'gone.sql'));
    commit();
    write('a.sql', 'three\n');
    write('new.sql', 'new\n');
    const head = commit();
    // The working tree, which nobody committed yet.
    write('a.sql', 'one\n');
    write('ümlaut.sql', 'second\n');
    rmSync(join(folder, 'new.sql'));
    rmSync(join(folder, 'bin.dat'));
    const now = commit();
    const paths = new Set(git('ls-files', '-z').split('\0'));
    past = gitPast({ gitDir: join(folder, '.git'), head, commit: now, paths });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is known newest first, without what they say now', () => {
    expect(past.earlier('a.sql')).toEqual(['three\n', 'two\n']);
    expect(past.earlier('ümlaut.sql')).toEqual(['first\n']);
    expect(past.earlier('same.sql')).toEqual([]);
    expect(past.earlier('never.sql')).toEqual([]);
    expect(past.earlier('bin.dat')).toEqual([]);
  });

  it('is known of files that are gone', () => {
    expect(past.gone()).toEqual(['bin.dat', 'gone.sql', 'new.sql']);
    expect(past.earlier('gone.sql')).toEqual(['was here\n']);
    expect(past.earlier('new.sql')).toEqual(['new\n']);
  });

  it('is nothing before the first commit', () => {
    const none = gitPast({ gitDir: folder, head: '', commit: 'x', paths: new Set() });
    expect([none.gone(), none.earlier('a.sql')]).toEqual([[], []]);
  });
});
