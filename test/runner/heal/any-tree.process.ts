import { chmodSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { aSite, check, type Site, tidy, untidy } from './a-site.ts';

let site: Site;
jest.setTimeout(60_000);

afterEach(() => site.remove());

describe('whatever the tree is like', () => {
  test('with changes of its own, it keeps these beside the fix', async () => {
    site = aSite({ 'app/shop.py': tidy, 'b.py': tidy });
    site.write('app/shop.py', 'answer = 44 \n');
    site.write('new.txt', 'new\n');
    site.git('add', 'new.txt');
    const status = site.git('status', '--porcelain');
    const { report, where } = await site.heal(check);
    expect(report.result).toBe('healed');
    expect(site.git('status', '--porcelain')).toBe(status);
    const branch = `yardmaster-heal/${report.failure?.fingerprint}`;
    expect(where).toBe(`git restore --source ${branch} -- app/shop.py`);
    expect(site.git('log', '--format=%s', `main..${branch}`).split('\n')[1]).toBe(
      'The working tree as it was',
    );
    expect(site.git('show', `${branch}:app/shop.py`)).toBe('answer = 44\n');
    expect(site.git('show', `${branch}:new.txt`)).toBe('new\n');
  });

  test('with changes elsewhere, the fix alone goes on top of the commit', async () => {
    site = aSite({ 'app/shop.py': untidy, 'notes.txt': 'one\n' });
    site.write('notes.txt', 'two\n');
    const { report } = await site.heal(check);
    const branch = `yardmaster-heal/${report.failure?.fingerprint}`;
    expect(site.git('diff', '--name-only', 'main', branch)).toBe('app/shop.py\n');
    expect(report.base).toBe(site.git('rev-parse', 'main').trim());
  });

  test('with a file that only the working tree has and the command needs', async () => {
    site = aSite({ 'app/shop.py': untidy, 'run.sh': `cat local.txt && ${check}\n` });
    site.write('local.txt', 'here\n');
    expect((await site.heal('sh run.sh')).report.result).toBe('healed');
  });

  test('with a file that git ignores and the command needs', async () => {
    site = aSite({
      'app/shop.py': untidy,
      '.gitignore': '.env\ndata/\n',
      'run.sh': `cat .env data/a && ${check}\n`,
    });
    site.write('.env', 'A=1\n');
    site.write('data/a', 'here\n');
    expect((await site.heal('sh run.sh')).report.result).toBe('healed');
  });

  test('with installed packages, of which none is lost', async () => {
    site = aSite({
      'app/shop.py': untidy,
      '.gitignore': 'node_modules/\n',
      'run.sh': `cat node_modules/left/index.js && rm -r node_modules && ${check}\n`,
    });
    site.write('node_modules/left/index.js', '1\n');
    mkdirSync(join(site.root, 'packages/own'), { recursive: true });
    symlinkSync('../packages/own', join(site.root, 'node_modules/own'));
    site.write('run.sh', `cat node_modules/left/index.js && ${check}\n`);
    expect((await site.heal('sh run.sh')).report.result).toBe('healed');
    expect(site.read('node_modules/left/index.js')).toBe('1\n');
    expect(lstatSync(join(site.root, 'node_modules/own')).isSymbolicLink()).toBe(true);
  });

  test('before the first commit', async () => {
    site = aSite({ 'app/shop.py': untidy }, false);
    site.git('init', '--quiet', '--initial-branch=main');
    const { report } = await site.heal(check);
    expect(report).toMatchObject({ result: 'healed' });
    const branch = `yardmaster-heal/${report.failure?.fingerprint}`;
    expect(site.git('show', `${branch}:app/shop.py`)).toBe(tidy);
    expect(site.has('.git/index')).toBe(false);
  });

  test('without a repository, where only the files themselves can take a fix', async () => {
    site = aSite({ 'app/shop.py': untidy }, false);
    const kept = await site.heal(check);
    expect(kept.report).toMatchObject({ result: 'proposed' });
    expect(site.read('app/shop.py')).toBe(untidy);
    expect((await site.heal(check, { keep: 'tree' })).report.result).toBe('healed');
    expect(site.read('app/shop.py')).toBe(tidy);
    expect(site.has('.git')).toBe(false);
  });

  test('in a folder below the root', async () => {
    site = aSite({ 'lib/app/shop.py': untidy, 'other.py': untidy });
    const { report } = await site.heal(check, { directory: join(site.root, 'lib') });
    expect(report.result).toBe('healed');
    expect(report.fixes.map(({ files }) => files)).toEqual([['lib/app/shop.py']]);
  });

  test('with a submodule whose files the command needs', async () => {
    site = aSite({ 'app/shop.py': untidy, 'run.sh': `cat sub/a.txt && ${check}\n` });
    const other = aSite({ 'a.txt': 'here\n' });
    try {
      site.git(
        '-c',
        'protocol.file.allow=always',
        'submodule',
        'add',
        '--quiet',
        other.root,
        'sub',
      );
      site.commit();
      expect((await site.heal('sh run.sh')).report.result).toBe('healed');
    } finally {
      other.remove();
    }
  });

  test('in a second worktree of the repository', async () => {
    site = aSite({ 'app/shop.py': untidy });
    const second = join(site.root, '..', 'second');
    site.git('worktree', 'add', '--quiet', second);
    const { report } = await site.heal(check, { directory: second, keep: 'tree' });
    expect(report.result).toBe('healed');
    expect(site.read('../second/app/shop.py')).toBe(tidy);
    expect(site.read('app/shop.py')).toBe(untidy);
  });

  test('where it cannot be written to, the fix still gets its words', async () => {
    site = aSite({ 'app/shop.py': untidy });
    chmodSync(join(site.root, 'app'), 0o555);
    chmodSync(join(site.root, 'app/shop.py'), 0o444);
    try {
      const { report } = await site.heal(check, { keep: 'tree' });
      // Whoever may write everywhere (root) may write here, too.
      if (process.getuid?.() === 0) expect(report.result).toBe('healed');
      else {
        expect(report.result).toBe('exhausted');
        expect(site.read('app/shop.py')).toBe(untidy);
      }
    } finally {
      chmodSync(join(site.root, 'app'), 0o755);
    }
  });
});
