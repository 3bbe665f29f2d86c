import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { restoreFiles } from '../../src/action/restore-files.ts';
import type { Run } from '../../src/core/model.ts';
import { renderLedger } from '../../src/text/ledger/ledger.ts';
import { aRun, aTask } from '../core/helpers/builders.ts';
import { aBench, type Bench } from '../github/helpers/bench.ts';

const shop = { owner: 'octo', repo: 'shop' };
let bench: Bench;
let workspace: string;
let said: string;

beforeEach(async () => {
  bench = await aBench();
  workspace = mkdtempSync(join(tmpdir(), 'restore-files-'));
  mkdirSync(join(workspace, 'config'));
  said = '';
});
afterEach(async () => {
  rmSync(workspace, { recursive: true });
  await bench.close();
});

/** Pushes a file; answers the commit. */
async function push(path: string, text: string): Promise<string> {
  const { data } = await bench.octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    ...shop,
    path,
    message: `Write ${path}`,
    content: Buffer.from(text).toString('base64'),
  });
  return data.commit.sha ?? '';
}

/** A run that is over: its issue is closed, its ledger as it was left. */
async function aPastRun(facts: Partial<Run>): Promise<number> {
  const issue = await bench.issues.create({
    title: 'A run',
    body: '',
    labels: ['yardmaster:run'],
  });
  const run = { ...aRun([aTask({ key: 'load' })], { pipeline: 'nightly', ...facts }), issue };
  await bench.issues.update(issue, {
    body: renderLedger({ ...run, conclusion: facts.conclusion ?? 'success' }),
    state: 'closed',
  });
  return issue;
}

const write = (path: string, text: string) => writeFileSync(join(workspace, path), text);
const read = (path: string) => readFileSync(join(workspace, path), 'utf8');
const restore = (counted = 1, globs: readonly string[] = ['config/*.yml']) =>
  restoreFiles(
    bench.client,
    workspace,
    { pipeline: 'nightly' },
    { restore: globs },
    { counted },
    (text) => {
      said += text;
    },
  );

describe('before a retry, files of configuration', () => {
  test('come back as they were in the last run that succeeded', async () => {
    const commit = await push('config/weights.yml', 'pace: 1\n');
    await aPastRun({ commit });
    await aPastRun({ commit: await push('later.txt', ''), conclusion: 'failure' });
    write('config/weights.yml', 'pace: 9\n');
    write('config/other.json', '{}');
    await restore();
    expect(read('config/weights.yml')).toBe('pace: 1\n');
    expect(read('config/other.json')).toBe('{}');
    expect(said).toMatch(
      /^::notice::Files as they were in run #\d+, on \w{40}: config\/weights.yml\.\n$/,
    );
  });

  test('stay where the attempt is the first', async () => {
    await aPastRun({ commit: await push('config/weights.yml', 'pace: 1\n') });
    write('config/weights.yml', 'pace: 9\n');
    await restore(0);
    expect(read('config/weights.yml')).toBe('pace: 9\n');
    expect(said).toBe('');
  });

  test('stay where no run of the pipeline has succeeded', async () => {
    await aPastRun({ commit: await push('config/weights.yml', 'pace: 1\n'), pipeline: 'hourly' });
    write('config/weights.yml', 'pace: 9\n');
    await restore();
    expect(read('config/weights.yml')).toBe('pace: 9\n');
    expect(said).toContain('No run of nightly has succeeded yet');
  });

  test('are not written through a link (52)', async () => {
    await aPastRun({ commit: await push('config/weights.yml', 'pace: 1\n') });
    symlinkSync('/etc/hostname', join(workspace, 'config/weights.yml'));
    await expect(restore()).rejects.toThrow('through a link');
  });

  test('may be several, below folders', async () => {
    const commits: string[] = [];
    for (let n = 0; n < 3; n++) commits.push(await push(`config/${n}.yml`, `n: ${n}\n`));
    await aPastRun({ commit: commits.at(-1) ?? '' });
    await restore(1, ['**/*.yml']);
    expect(read('config/2.yml')).toBe('n: 2\n');
    expect(said).toContain('config/0.yml, config/1.yml, config/2.yml');
  });
});
