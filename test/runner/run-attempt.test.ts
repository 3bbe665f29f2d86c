import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AttemptJob } from '../../src/runner/attempt-job.ts';
import { launchDirectly } from '../../src/runner/launch-directly.ts';
import { isAlive } from '../../src/runner/process-group.ts';
import { type AttemptHost, runAttempt } from '../../src/runner/run-attempt.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ym-attempt-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function aJob(facts: Partial<AttemptJob>): AttemptJob {
  return {
    ref: { run: 12, task: 3, attempt: 1 },
    key: 'build',
    run: 'true',
    directory: root,
    root,
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    refusal: null,
    secrets: [],
    timeout: 20_000,
    produces: [],
    outputs: [],
    log: join(root, 'build.1.log'),
    spareOutput: join(root, 'spare'),
    ...facts,
  };
}

const hide = (text: string, secrets: readonly string[]) =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);

function aHost(facts: Partial<AttemptHost> = {}): AttemptHost {
  return {
    now: () => 1000,
    launch: launchDirectly(spawn),
    bash: true,
    grace: 2000,
    trimEvery: 1000,
    redact: hide,
    onPid: () => {},
    onOutput: null,
    ...facts,
  };
}

const never = new AbortController().signal;
const logText = () => readFileSync(join(root, 'build.1.log'), 'utf8');

describe('an attempt that ends by itself', () => {
  test('a success keeps its output and its times', async () => {
    let time = 5000;
    const end = await runAttempt(
      aJob({ run: 'echo one; echo two >&2' }),
      aHost({ now: () => time++ }),
      never,
    );
    expect(end.result).toMatchObject({
      outcome: 'success',
      failure: null,
      exitCode: 0,
      signal: null,
      startedAt: 5000,
      endedAt: 5001,
      message: '',
    });
    expect(end.tail).toBe('one\ntwo\n');
    expect(logText()).toBe('one\ntwo\n');
  });

  test('a script ends at its first error, also within a pipe', async () => {
    const end = await runAttempt(aJob({ run: 'echo a\nfalse | cat\necho b' }), aHost(), never);
    expect(end.result).toMatchObject({ outcome: 'failure', failure: 'crash', exitCode: 1 });
    expect(end.tail).toBe('a\n');
  });

  test('a failure says what it said last', async () => {
    const run = 'echo "error: payments.csv: 3 rows are doubled" >&2; exit 4';
    const { result } = await runAttempt(aJob({ run }), aHost(), never);
    expect(result).toMatchObject({
      failure: 'crash',
      exitCode: 4,
      message: 'error: payments.csv: 3 rows are doubled',
    });
  });

  test.each([
    ['no-such-program --x', 127, 'no-such-program: command not found'],
    ['/etc/passwd', 126, '/etc/passwd: permission denied'],
  ])('a program that cannot start fails as in a shell: %s', async (run, exitCode, message) => {
    const { result } = await runAttempt(aJob({ run }), aHost(), never);
    expect(result).toMatchObject({ outcome: 'failure', failure: 'crash', exitCode, message });
  });

  test('a missing working directory is named', async () => {
    const directory = join(root, 'nowhere');
    const { result } = await runAttempt(aJob({ directory }), aHost(), never);
    expect(result.outcome).toBe('failure');
    expect(result.message).toContain('nowhere is not there');
  });

  test.each([
    ['echo "FATAL ERROR: JavaScript heap out of memory"; exit 134'],
    ['echo "write: No space left on device" >&2; exit 1'],
    ['kill -KILL $$'],
    ['exit 137'],
  ])('what ran out of something failed for resources: %s', async (run) => {
    const { result } = await runAttempt(aJob({ run }), aHost(), never);
    expect(result.failure).toBe('resources');
  });

  test('what it leaves in the background is ended with it', async () => {
    const end = await runAttempt(aJob({ run: 'sleep 60 & echo $!' }), aHost(), never);
    expect(end.result.outcome).toBe('success');
    const pid = Number(end.tail);
    for (let n = 0; n < 200 && isAlive(pid, null); n++)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isAlive(pid, null)).toBe(false);
  });
});

describe('an attempt that is ended', () => {
  test('at its timeout, with everything it started', async () => {
    const job = aJob({ run: 'sleep 30 & sleep 30; echo never', timeout: 40 });
    const { result, tail } = await runAttempt(job, aHost(), never);
    expect(result).toMatchObject({
      outcome: 'failure',
      failure: 'timeout',
      signal: 'SIGTERM',
      message: 'it ran longer than 0.04 s and was ended',
    });
    expect(tail).toBe('');
  });

  test('harder, when it does not listen', async () => {
    const stop = new AbortController();
    const run = 'trap "" TERM; echo ready; while true; do sleep 0.05; done';
    const onOutput = () => stop.abort();
    const { result } = await runAttempt(aJob({ run }), aHost({ grace: 50, onOutput }), stop.signal);
    expect(result).toMatchObject({ outcome: 'stopped', failure: null, signal: 'SIGKILL' });
  });

  test('before it began', async () => {
    const { result } = await runAttempt(aJob({ run: 'sleep 30' }), aHost(), AbortSignal.abort());
    expect(result.outcome).toBe('stopped');
  });
});

describe('what an attempt leaves', () => {
  test('outputs that were declared', async () => {
    const run = 'echo rows=42 >> "$YARDMASTER_OUTPUT"; echo other=1 >> "$GITHUB_OUTPUT"';
    const end = await runAttempt(aJob({ run, outputs: ['rows'] }), aHost(), never);
    expect(end.outputs).toEqual({ rows: '42' });
    expect(existsSync(`${root}/build.1.log.outputs`)).toBe(false);
  });

  test('outputs that cannot be read are a failure', async () => {
    const run = 'echo nonsense > "$YARDMASTER_OUTPUT"';
    const { result } = await runAttempt(aJob({ run, outputs: ['rows'] }), aHost(), never);
    expect(result).toMatchObject({ outcome: 'failure', failure: 'validation' });
    expect(result.message).toContain('line 1 of its outputs');
  });

  test('files that it produced; a missing one makes a green task fail', async () => {
    const job = aJob({ run: 'echo x > a.csv', produces: ['a.csv', 'b.csv'] });
    const { result } = await runAttempt(job, aHost(), never);
    expect(result).toMatchObject({
      outcome: 'failure',
      failure: 'validation',
      exitCode: 0,
      message: 'it did not produce b.csv',
    });
    const again = await runAttempt({ ...job, produces: ['a.csv'] }, aHost(), never);
    expect(again.produced).toEqual(['a.csv']);
  });
});

describe('what an attempt sees and shows', () => {
  test('the environment it was given, and nothing else', async () => {
    const job = aJob({
      run: 'env | sort',
      environment: { PATH: '/usr/bin:/bin', GREETING: 'hello' },
    });
    const { tail } = await runAttempt(job, aHost(), never);
    const names = tail.split('\n').map((line) => line.split('=')[0]);
    const bashOwn = new Set(['PWD', 'SHLVL', '_', 'OLDPWD', '']);
    expect(names.filter((name) => !bashOwn.has(name ?? ''))).toEqual([
      'GITHUB_OUTPUT',
      'GREETING',
      'PATH',
      'YARDMASTER_OUTPUT',
    ]);
  });

  test('no secret in the log, the message or the tail', async () => {
    const secret = 'hunter2-hunter2';
    const run = `printf 'hunter2-'; sleep 0.02; echo 'hunter2 denied'; exit 1`;
    const end = await runAttempt(aJob({ run, secrets: [secret] }), aHost(), never);
    expect(end.result.message).toBe('*** denied');
    expect(JSON.stringify(end)).not.toContain(secret);
    expect(logText()).toBe('*** denied\n');
  });

  test('a message is one line without control characters', async () => {
    const run = `printf 'error: \\033[31mred\\033[0m\\007\\n' >&2; exit 1`;
    const { result } = await runAttempt(aJob({ run }), aHost(), never);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(result.message).not.toMatch(/[\u0000-\u001f]/);
    expect(result.message).toContain('red');
  });
});
