import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { actionContext } from '../../src/action/action-context.ts';
import { performAttempt } from '../../src/action/perform-attempt.ts';
import type { Handoff } from '../../src/text/handoff.ts';
import type { TaskDefinition } from '../../src/text/pipeline/pipeline-definition.ts';
import { aTask } from '../text/helpers/builders.ts';

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'security-'));
  mkdirSync(join(folder, 'checkout'));
  log = '';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(text: string): void {
  log += text;
}

/** What a step of a job really sees, and what it must not pass on. */
const ofTheStep = {
  GITHUB_TOKEN: 'ghs_stepstepstepstepstepstep',
  GH_TOKEN: 'x',
  ACTIONS_RUNTIME_TOKEN: 'x',
  ACTIONS_RUNTIME_URL: 'x',
  ACTIONS_RESULTS_URL: 'x',
  ACTIONS_CACHE_URL: 'x',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'x',
  GITHUB_ENV: '/runner/env',
  GITHUB_PATH: '/runner/path',
  GITHUB_STATE: '/runner/state',
  GITHUB_STEP_SUMMARY: '/runner/summary',
  GITHUB_EVENT_PATH: '/runner/event',
  YARDMASTER_TOKEN: 'ghs_thetokenthetokenthetoken',
  YARDMASTER_RESULT: 'x',
  YARDMASTER_MODE: 'run',
  YARDMASTER_SECRET_WAREHOUSE: 'warehouse-password',
  YARDMASTER_SECRET_OTHER: 'other-password',
  AWS_SECRET_ACCESS_KEY: 'x',
  NPM_TOKEN: 'x',
  NODE_OPTIONS: '--no-warnings',
  SSH_AUTH_SOCK: '/tmp/agent',
};

interface Given {
  readonly variables?: Readonly<Record<string, string>>;
  readonly definition?: Partial<TaskDefinition>;
}

async function perform(
  run: string,
  { variables = {}, definition = {} }: Given = {},
): Promise<Handoff> {
  const context = actionContext({
    PATH: '/usr/local/bin:/usr/bin:/bin',
    ...ofTheStep,
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_RUN_ID: '1',
    GITHUB_REF_NAME: 'main',
    GITHUB_SHA: '0'.repeat(40),
    GITHUB_JOB: 'run',
    GITHUB_WORKSPACE: join(folder, 'checkout'),
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: join(folder, 'the-steps-own-output'),
  });
  const spec = aTask({ key: 'extract', timeout: 20_000 });
  const { handoff } = await performAttempt(context, (text) => write(text), {
    ref: { run: 12, task: 0, attempt: 1 },
    run: { pipeline: 'nightly', commit: '0'.repeat(40) },
    spec,
    status: { failure: null, counted: 0 },
    definition: {
      spec,
      name: 'extract',
      run,
      uses: null,
      env: {},
      workingDirectory: '.',
      setup: [],
      runsOn: ['ubuntu-latest'],
      environment: null,
      secrets: [],
      live: false,
      produces: [],
      outputs: [],
      heal: null,
      adjust: { env: {}, threads: 1 },
      restore: [],
      matrix: {},
      ...definition,
    },
    variables,
    healing: null,
    stop: new AbortController().signal,
    onOutput: () => undefined,
  });
  return handoff;
}

describe('the environment of a task', () => {
  test('has no token, no file of the runner and nothing of the step (7)', async () => {
    await perform('env');
    const seen = new Map(
      log.split('\n').flatMap((line) => {
        const at = line.indexOf('=');
        return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
      }),
    );
    expect(seen.get('YARDMASTER')).toBe('true');
    for (const name of Object.keys(ofTheStep))
      expect([name, seen.has(name)]).toEqual([name, false]);
    expect(seen.get('GITHUB_OUTPUT')).not.toBe(join(folder, 'the-steps-own-output'));
  });

  test('has the secrets that the task declares, and no others', async () => {
    const end = await perform('echo "$WAREHOUSE" | wc -c; test -z "$OTHER"', {
      definition: { secrets: ['WAREHOUSE'] },
    });
    expect(end.result.outcome).toBe('success');
    expect(log).toContain('19');
  });
});

describe('what a task prints', () => {
  test('cannot end the frame that keeps its lines from being commands (8, 9)', async () => {
    await perform(
      `echo '::error::x'; echo '::add-mask::a'; echo '::stop-commands::mine'; echo '::mine::'`,
    );
    const token = /^::stop-commands::([0-9a-f]{48})\n/.exec(log)?.[1] ?? '';
    expect(token).not.toBe('');
    expect(log.endsWith(`\n::${token}::\n`)).toBe(true);
    expect(log.split(token)).toHaveLength(3);
    await perform('env; cat /proc/self/environ');
    const second = /::stop-commands::([0-9a-f]{48})\n/.exec(
      log.slice(log.lastIndexOf('::stop')),
    )?.[1];
    expect(second).not.toBe(token);
  });

  test('after it ended, by a process that outlives it, is not heard any more', async () => {
    const end = await perform(
      `setsid sh -c 'for i in 1 2 3 4 5 6; do sleep 0.5; echo ::error::late; done' & sleep 0.2`,
    );
    expect(end.result.outcome).toBe('success');
    const length = log.length;
    await new Promise((resolve) => {
      // The survivor prints twice a second.
      const watch = spawn('sleep', ['0.7']);
      watch.once('exit', resolve);
    });
    expect(log.slice(length)).toBe('');
  });

  test('shows no secret, however it is written (45, 46, 49)', async () => {
    await perform(
      `echo "dsn postgres://me:$WAREHOUSE@db/x"; printf %s "$WAREHOUSE" | base64; echo "{\\"p\\":\\"$WAREHOUSE\\"}"`,
      { definition: { secrets: ['WAREHOUSE'] } },
    );
    expect(log).not.toContain('warehouse-password');
    expect(log).not.toContain(Buffer.from('warehouse-password').toString('base64').slice(0, 20));
  });
});

describe('the outputs of a task', () => {
  const outputs = { outputs: ['a', 'b'] };

  test('of several lines stay one value (5)', async () => {
    const end = await perform(`printf 'a<<E\\nx\\nb=forged\\nE\\n' >> "$GITHUB_OUTPUT"`, {
      definition: outputs,
    });
    expect(end.outputs).toEqual({ a: 'x\nb=forged' });
  });

  test('that hold a secret are a failure: whoever may read the repository may read them', async () => {
    const end = await perform(`echo "a=x$WAREHOUSE" >> "$YARDMASTER_OUTPUT"`, {
      definition: { ...outputs, secrets: ['WAREHOUSE'] },
    });
    expect(end).toMatchObject({
      outputs: {},
      result: { outcome: 'failure', failure: 'validation' },
    });
    const encoded = await perform(
      `echo "a=$(printf %s "$WAREHOUSE" | base64)" >> "$YARDMASTER_OUTPUT"`,
      {
        definition: { ...outputs, secrets: ['WAREHOUSE'] },
      },
    );
    expect(encoded.result.outcome).toBe('failure');
    expect(JSON.stringify([end, encoded])).not.toContain('warehouse-password');
  });

  test('are not read from what the task put in the place of their file', async () => {
    const link = await perform(`ln -sf /proc/self/environ "$YARDMASTER_OUTPUT"`, {
      definition: outputs,
    });
    expect(link.outputs).toEqual({});
    const fifo = await perform(`rm "$YARDMASTER_OUTPUT"; mkfifo "$YARDMASTER_OUTPUT"`, {
      definition: outputs,
    });
    expect(fifo.outputs).toEqual({});
  }, 8_000);
});

test('the command and its variables are no template: quotes and dollars stay what they are (1, 2, 3)', async () => {
  const hostile = `zzz";echo\${IFS}pwned;#$(echo pwned)\`echo pwned\`'`;
  const end = await perform(`printf '%s' "$TITLE" > out`, { variables: { TITLE: hostile } });
  expect(end.result.outcome).toBe('success');
  expect(readFileSync(join(folder, 'checkout/out'), 'utf8')).toBe(hostile);
});

test('a variable that no process can have fails the attempt, and nothing else', async () => {
  const end = await perform('true', { variables: { ROWS: 'a\0b' } });
  expect(end.result).toMatchObject({ outcome: 'failure' });
});
