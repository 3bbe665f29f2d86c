import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { readProposals } from '../../../src/runner/heal/proposals.ts';
import { aSite, check, type Site, tidy, untidy } from './a-site.ts';

let site: Site;
jest.setTimeout(60_000);

afterEach(() => site.remove());

describe('a command that fails', () => {
  test('is healed on a branch, and the working tree stays as it is', async () => {
    site = aSite({ 'app/shop.py': untidy });
    const { report, where } = await site.heal(check);
    expect(report).toMatchObject({
      result: 'healed',
      retries: 0,
      failure: { kind: 'ruff-format' },
      fixes: [{ outcome: 'kept', files: ['app/shop.py'] }],
      base: site.git('rev-parse', 'HEAD').trim(),
    });
    const branch = `yardmaster-heal/${report.failure?.fingerprint}`;
    expect(where).toBe(`git merge ${branch}`);
    expect(site.git('show', `${branch}:app/shop.py`)).toBe(tidy);
    expect(site.git('log', '-1', '--format=%an %B', branch)).toMatch(
      /^Mona Lisa .*Yardmaster-Fix: /s,
    );
    expect(site.read('app/shop.py')).toBe(untidy);
    expect(site.git('status', '--porcelain')).toBe('');
    expect(readdirSync(site.temporary)).toEqual([]);
  });

  test('is healed in place, and passes there', async () => {
    site = aSite({ 'app/shop.py': untidy });
    const { report, last } = await site.heal(check, { keep: 'tree' });
    expect(report.result).toBe('healed');
    expect(last?.exitCode).toBe(0);
    expect(site.read('app/shop.py')).toBe(tidy);
    expect(site.git('branch', '--list')).toBe('* main\n');
  });

  test('is healed step by step where one failure hides the next', async () => {
    const script = `${check} && black --check\n`;
    site = aSite({ 'a.py': untidy, 'b.py': 'if a:\n\tb()\n', 'run.sh': script });
    const { report } = await site.heal('sh run.sh');
    expect(report.result).toBe('healed');
    expect(report.fixes.map(({ files }) => files)).toEqual([['a.py'], ['b.py']]);
    expect(report.patch).toContain('a/a.py');
    expect(report.patch).toContain('a/b.py');
  });

  test('is proposed to a person, and applied when they let exactly that through', async () => {
    site = aSite({ 'app/shop.py': untidy });
    const { report } = await site.heal(check, {}, { mode: 'human-in-loop' });
    expect(report).toMatchObject({ result: 'proposed', fixes: [{ outcome: 'waiting' }] });
    expect(site.git('branch', '--list')).toBe('* main\n');
    const [proposal] = readProposals(join(site.root, '.git/yardmaster/proposals'));
    expect(proposal).toMatchObject({ state: 'waiting', head: report.base });
    expect(proposal?.hash).toBe(report.patchHash);
    const end = await site.heal(check, { approved: proposal ?? null, keep: 'tree' });
    expect(end.report.result).toBe('healed');
    expect(site.read('app/shop.py')).toBe(tidy);
  });

  test('is proposed once more, whole, where what was approved uncovers the next failure', async () => {
    const script = `${check} && black --check\n`;
    site = aSite({ 'a.py': untidy, 'b.py': 'if a:\n\tb()\n', 'run.sh': script });
    const human = { mode: 'human-in-loop' } as const;
    await site.heal('sh run.sh', {}, human);
    const [first] = readProposals(join(site.root, '.git/yardmaster/proposals'));
    const { report } = await site.heal(
      'sh run.sh',
      { approved: first ?? null, keep: 'tree' },
      human,
    );
    expect(report.result).toBe('proposed');
    expect(report.fixes.map(({ outcome }) => outcome)).toEqual(['waiting', 'waiting']);
    expect(site.read('a.py')).toBe(untidy);
    const [whole] = readProposals(join(site.root, '.git/yardmaster/proposals'));
    expect(whole?.changes.map(({ path }) => path)).toEqual(['a.py', 'b.py']);
    const end = await site.heal('sh run.sh', { approved: whole ?? null, keep: 'tree' }, human);
    expect(end.report).toMatchObject({ result: 'healed' });
    expect(site.read('a.py')).toBe(tidy);
  });

  test('is not healed by what was approved for other files', async () => {
    site = aSite({ 'app/shop.py': untidy });
    await site.heal(check, {}, { mode: 'human-in-loop' });
    const [proposal] = readProposals(join(site.root, '.git/yardmaster/proposals'));
    site.write('app/shop.py', 'answer = 43  \n');
    const { report } = await site.heal(check, { approved: proposal ?? null, keep: 'tree' });
    expect(report).toMatchObject({
      result: 'exhausted',
      fixes: [{ outcome: 'refused', why: 'app/shop.py was changed since this was proposed.' }],
    });
    expect(site.read('app/shop.py')).toBe('answer = 43  \n');
  });

  test('is not tried again with what failed on the same files', async () => {
    site = aSite({
      'app/shop.py': untidy,
      'gate.sh': `${check} || exit 1\necho 'a b  ' && exit 1\n`,
    });
    const first = await site.heal('sh gate.sh');
    expect(first.report.fixes.map(({ outcome }) => outcome)).toEqual(['undone']);
    const second = await site.heal('sh gate.sh');
    expect(second.report.fixes).toEqual([]);
    expect(second.report.result).toBe('exhausted');
  });

  test('is started again where it may pass by itself', async () => {
    site = aSite({
      'flaky.sh':
        'echo x >> count\n[ "$(wc -l < count)" -ge 3 ] || { echo "read ECONNRESET"; exit 1; }\n',
    });
    const { report } = await site.heal('sh flaky.sh');
    expect(report).toMatchObject({ result: 'recovered', retries: 2, patch: null });
  });

  test('is started three times more and then handed over', async () => {
    site = aSite({ 'never.sh': 'echo x >> count\necho "read ECONNRESET"\nexit 1\n' });
    const { report } = await site.heal('sh never.sh');
    expect(report).toMatchObject({ result: 'exhausted', retries: 3 });
    expect(site.read('count')).toBe('x\n'.repeat(4));
  });
});

describe('nothing that a repository brings is obeyed', () => {
  test('no hook runs and no monitor is asked', async () => {
    site = aSite({ 'app/shop.py': untidy });
    const hook = `#!/bin/sh\ntouch '${site.root}/../hooked'\n`;
    for (const name of ['post-checkout', 'post-commit', 'reference-transaction', 'fsmonitor']) {
      writeFileSync(join(site.root, '.git/hooks', name), hook);
      chmodSync(join(site.root, '.git/hooks', name), 0o755);
    }
    site.git('config', 'core.fsmonitor', join(site.root, '.git/hooks/fsmonitor'));
    site.git('config', 'filter.evil.clean', hook.slice(10));
    site.write('.gitattributes', '*.py filter=evil\n');
    expect((await site.heal(check)).report.result).toBe('healed');
    expect(site.has('../hooked')).toBe(false);
  });

  test('a fix that leads behind a link is refused', async () => {
    site = aSite({ 'real/shop.py': untidy });
    mkdirSync(join(site.root, '..', 'outside'));
    writeFileSync(join(site.root, '..', 'outside', 'x.py'), untidy);
    symlinkSync('../../outside/x.py', join(site.root, 'real', 'x.py'));
    site.commit();
    const { report } = await site.heal(check);
    expect(report.result).toBe('exhausted');
    expect(site.read('../outside/x.py')).toBe(untidy);
  });

  test('the log of actions follows no link out of the repository', async () => {
    site = aSite({ 'app/shop.py': tidy, '.gitignore': '/logs\n' });
    mkdirSync(join(site.root, '..', 'outside'));
    symlinkSync('../outside', join(site.root, 'logs'));
    const { actionLog } = await site.heal(check);
    expect(actionLog).toBe(join(site.root, '.git/yardmaster/logs/pipeline_runs.log'));
    expect(readdirSync(join(site.root, '..', 'outside'))).toEqual([]);
  });
});

describe('secrets', () => {
  test('appear neither in the output nor in the report nor in the log', async () => {
    site = aSite({
      'leak.sh':
        'echo "token hunter2hunter2 is wrong"\necho "read ECONNRESET hunter2hunter2"\nexit 1\n',
      '.gitignore': 'logs/\n',
    });
    const { output, report } = await site.heal(
      'sh leak.sh',
      { secrets: ['hunter2hunter2'] },
      { retries: 0 },
    );
    expect(output + JSON.stringify(report)).not.toContain('hunter2');
    expect(site.read('logs/pipeline_runs.log')).not.toContain('hunter2');
  });
});
