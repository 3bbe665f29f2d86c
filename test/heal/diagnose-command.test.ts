import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../../src/cli/program.ts';
import { aTerminal } from '../cli/a-terminal.ts';

const directory = mkdtempSync(join(tmpdir(), 'diagnose-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function run(log: string, args: readonly string[] = [], environment = {}) {
  writeFileSync(join(directory, 'a.log'), log);
  const terminal = aTerminal({ directory, environment });
  const code = await runCommandLine(['diagnose', 'a.log', ...args], terminal, '0');
  return { code, text: terminal.text(), complaints: terminal.complaints() };
}

describe('yardmaster diagnose', () => {
  it('says what went wrong, where, and what may be done', async () => {
    const { code, text } = await run('Would reformat: app/shop.py\n1 file would be reformatted\n');
    expect(code).toBe(0);
    expect(text).toContain('lint_error  A Python file is not formatted: app/shop.py');
    expect(text).toContain('1  Would reformat: app/shop.py');
    expect(text).toContain('$ ruff format app/shop.py');
  });

  it('answers with one JSON object', async () => {
    const { text } = await run("a.ts(1,1): error TS2304: Cannot find name 'x'.\n", ['--json']);
    expect(JSON.parse(text)).toMatchObject({ category: 'type_error', files: ['a.ts'] });
  });

  it('knows what an exit code means', async () => {
    const { text } = await run('working\n', ['--json', '--command', './shop', '--exit', '137']);
    expect(JSON.parse(text)).toMatchObject({ kind: 'exit-killed' });
  });

  it('shows neither secrets nor what a terminal would obey', async () => {
    const log =
      'Error: connect ECONNREFUSED postgres://ci:hunter2hunter2@db:5432 with s3cr3t-value \u001b]0;owned\u0007\u202eabc\n';
    for (const args of [[], ['--json']]) {
      const { text } = await run(log, args, { DB_PASSWORD: 's3cr3t-value' });
      expect(text).toContain('ECONNREFUSED');
      for (const hidden of ['hunter2', 's3cr3t-value', 'owned', '\u001b', '\u202e'])
        expect(text).not.toContain(hidden);
    }
  });

  it('hides a secret that lies across the place where text is cut', async () => {
    const { text } = await run(
      `Error: connect ECONNREFUSED ${'x'.repeat(120)} s3cr3t-value\n`,
      ['--json'],
      {
        API_TOKEN: 's3cr3t-value',
      },
    );
    expect(text).not.toContain('s3cr');
  });

  it('refuses a log that cannot be read, and an exit code that is no number', async () => {
    const missing = aTerminal({ directory });
    expect(await runCommandLine(['diagnose', 'nothing.log'], missing, '0')).toBe(2);
    expect(missing.complaints()).toContain('log-unreadable');
    expect((await run('x', ['--exit', 'one'])).code).toBe(2);
  });

  it('names what failed from the files that the run left, where the log was cut', async () => {
    const path = (name: string) => new URL(`./artifacts/${name}`, import.meta.url).pathname;
    const artifacts = ['run-results-error.json', 'manifest.json'].flatMap((name) => [
      '--artifact',
      path(name),
    ]);
    const { text, complaints } = await run('something went wrong\n', [...artifacts, '--json']);
    expect(JSON.parse(text)).toMatchObject({
      kind: 'sql-column-missing',
      files: ['models/revenue.sql'],
    });
    expect(complaints).toBe('');
  });

  it('says that the results are of another run than the log', async () => {
    const path = new URL('./artifacts/run-results-error.json', import.meta.url).pathname;
    const record = { data: {}, info: { level: 'error', invocation_id: 'another', msg: 'x' } };
    const { text, complaints } = await run(`${JSON.stringify(record)}\n`, [
      '--artifact',
      path,
      '--json',
    ]);
    expect(JSON.parse(text)).toMatchObject({ kind: 'unknown' });
    expect(complaints).toContain('another invocation');
  });

  it('refuses an artifact that is none, or is not there', async () => {
    const none = await run('x\n', ['--artifact', 'a.log']);
    expect(none).toMatchObject({
      code: 2,
      complaints: expect.stringContaining('artifact-unknown'),
    });
    const missing = await run('x\n', ['--artifact', 'nothing.json']);
    expect(missing).toMatchObject({
      code: 2,
      complaints: expect.stringContaining('artifact-unreadable'),
    });
  });
});
