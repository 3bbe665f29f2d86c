import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeGit } from '../../../src/runner/heal/git.ts';
import { findRepository } from '../../../src/runner/heal/repository.ts';
import { takeSnapshot } from '../../../src/runner/heal/snapshot.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ym-snapshot-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const git = makeGit({ PATH: '/usr/local/bin:/usr/bin:/bin' });
const long = new Date('2020-01-01T00:00:00Z');

/** A file that changed in the second in which git looked at it, to a text of the same length. */
function changedAtOnce(repository: string): string {
  const file = join(repository, 'a.sql');
  const run = (...args: string[]) => execFileSync('git', args, { cwd: repository });
  run('init', '--quiet');
  for (;;) {
    writeFileSync(file, 'sessions\n');
    utimesSync(file, long, long);
    const { ctimeMs } = statSync(file);
    run('add', 'a.sql');
    utimesSync(join(repository, '.git/index'), long, long);
    writeFileSync(file, 'seesions\n');
    utimesSync(file, long, long);
    if (Math.floor(statSync(file).ctimeMs / 1000) === Math.floor(ctimeMs / 1000)) return file;
  }
}

test('a change that git can only see by the text is in the snapshot', async () => {
  const repository = join(root, 'repository');
  mkdirSync(repository);
  changedAtOnce(repository);
  const found = await findRepository(git, repository);
  const folder = join(root, 'private');
  mkdirSync(folder);
  const { gitDir, commit } = await takeSnapshot(git, found, folder);
  const text = execFileSync('git', ['--git-dir', gitDir, 'show', `${commit}:a.sql`]);
  expect(text.toString()).toBe('seesions\n');
});
