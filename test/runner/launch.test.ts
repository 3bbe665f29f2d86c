import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Launch, LaunchOrder } from '../../src/runner/launch.ts';
import { launchByStarters, type OpenPerl } from '../../src/runner/launch-by-starters.ts';
import { launchDirectly } from '../../src/runner/launch-directly.ts';
import { isAlive } from '../../src/runner/process-group.ts';

const perl: OpenPerl = (args) =>
  spawn('perl', [...args], {
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });

let root: string;
let fd: number;
let close: () => void;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ym-launch-'));
  fd = openSync(join(root, 'out'), 'a+');
  close = () => {};
});
afterEach(() => {
  close();
  closeSync(fd);
  rmSync(root, { recursive: true });
});

const output = () => readFileSync(join(root, 'out'), 'utf8');

function anOrder(script: string, facts: Partial<LaunchOrder> = {}): LaunchOrder {
  return {
    command: { file: 'bash', args: ['--norc', '-c', script], shell: true },
    directory: root,
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    output: { fd, path: join(root, 'out') },
    ...facts,
  };
}

interface Told {
  readonly pid: number | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly error: string | null;
}

function outcome(launch: Launch, order: LaunchOrder, onStart = (_pid: number) => {}) {
  return new Promise<Told>((resolve) => {
    let told: Told = { pid: null, exitCode: null, signal: null, error: null };
    launch(order, {
      onStart(pid) {
        told = { ...told, pid };
        onStart(pid);
      },
      onExit(exitCode, signal) {
        told = { ...told, exitCode, signal };
      },
      onOver: () => resolve(told),
      onNoStart: ({ code, message }) => resolve({ ...told, error: code ?? message }),
    });
  });
}

function starters(open = perl): Launch {
  const made = launchByStarters(open, launchDirectly(spawn));
  close = made.close;
  return made.launch;
}

const havePerl = spawnSync('perl', ['-e', '1']).status === 0;
const ways: [string, () => Launch][] = [['directly', () => launchDirectly(spawn)]];
if (havePerl) ways.push(['by a starter', starters]);

describe.each(ways)('a program launched %s', (_, make) => {
  test.each([
    ['exit 0', 0, null],
    ['exit 137', 137, null],
    ['kill -KILL $$', null, 'SIGKILL'],
    ['kill -TERM $$', null, 'SIGTERM'],
  ])('ends as it ended: %s', async (script, exitCode, signal) => {
    expect(await outcome(make(), anOrder(script))).toMatchObject({ exitCode, signal, error: null });
  });

  test('writes both of its streams to the end of the file', async () => {
    const launch = make();
    await outcome(launch, anOrder('echo one; echo two >&2'));
    await outcome(launch, anOrder('echo three'));
    expect(output()).toBe('one\ntwo\nthree\n');
  });

  test('gets its words, its variables and its folder as they are, and nothing else', async () => {
    const words = ['', 'a b', 'é"\'$HOME\n*', '-n'];
    const script = 'for each; do printf "[%s]" "$each"; done; pwd; env -u PWD -u SHLVL -u _ | sort';
    const order = anOrder('', {
      command: { file: 'bash', args: ['--norc', '-c', script, 'bash', ...words], shell: true },
      environment: { PATH: '/usr/bin:/bin', EMPTY: '', 'A.b': 'x=y', LINES: 'one\ntwo' },
    });
    await outcome(make(), order);
    expect(output()).toBe(
      `[][a b][é"'$HOME\n*][-n]${root}\nA.b=x=y\nEMPTY=\nLINES=one\nPATH=/usr/bin:/bin\ntwo\n`,
    );
  });

  test.each([
    ['no-such-program', 'ENOENT'],
    ['/etc/passwd', 'EACCES'],
  ])('says why it cannot start: %s', async (file, error) => {
    const order = anOrder('', { command: { file, args: [], shell: false } });
    const launch = make();
    expect(await outcome(launch, order)).toMatchObject({ error });
    expect(await outcome(launch, anOrder('exit 3'))).toMatchObject({ exitCode: 3 });
  });

  test('leads a group, of which nothing is left when it has ended', async () => {
    await outcome(
      make(),
      anOrder('(sleep 60; true) & echo $!; ps -o pgid= -p $$ | tr -d " "; echo $$'),
    );
    const [left, group, own] = output().trim().split('\n');
    expect(group).toBe(own);
    for (let n = 0; n < 200 && isAlive(Number(left), null); n++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isAlive(Number(left), null)).toBe(false);
  });

  test('meets the signals that its group gets once it is there', async () => {
    const ended = await outcome(make(), anOrder('sleep 60'), (pid) =>
      process.kill(-pid, 'SIGTERM'),
    );
    expect(ended).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
  });

  test('is heard where somebody listens', async () => {
    let heard = '';
    const order = anOrder('echo one; echo two >&2', {
      output: (piece) => {
        heard += piece;
      },
    });
    expect(await outcome(make(), order)).toMatchObject({ exitCode: 0 });
    expect(heard).toBe('one\ntwo\n');
  });

  test('with a NUL in its words does not start', async () => {
    const order = anOrder('', { command: { file: 'echo', args: ['a\0b'], shell: false } });
    expect((await outcome(make(), order)).error).toMatch(/ERR_INVALID_ARG_VALUE/);
  });
});

(havePerl ? describe : describe.skip)('starters', () => {
  test('run as many at the same time as are asked for', async () => {
    const launch = starters();
    const script = (own: string, other: string) =>
      `touch ${own}; until [ -e ${other} ]; do sleep 0.01; done`;
    const both = [script('a', 'b'), script('b', 'a')].map((each) => outcome(launch, anOrder(each)));
    expect(await Promise.all(both)).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
  });

  test.each([
    ['is not there', ['/no/such/perl']],
    ['ends at once', ['sh', '-c', 'exit 2']],
  ])('where Perl %s, programs are started directly', async (_, [file = '', ...args]) => {
    const launch = starters(() => spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'] }));
    expect(await outcome(launch, anOrder('exit 3'))).toMatchObject({ exitCode: 3 });
    expect(await outcome(launch, anOrder('exit 4'))).toMatchObject({ exitCode: 4 });
  });

  test('what a starter ran dies with it, and the next is started directly', async () => {
    const opened: number[] = [];
    const launch = starters((args) => {
      const child = perl(args);
      opened.push(child.pid ?? 0);
      return child;
    });
    let leader = 0;
    const ended = await outcome(launch, anOrder('sleep 60'), (pid) => {
      leader = pid;
      process.kill(opened[0] ?? 0, 'SIGKILL');
    });
    expect(ended).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
    for (let n = 0; n < 200 && isAlive(leader, null); n++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isAlive(leader, null)).toBe(false);
    expect(await outcome(launch, anOrder('exit 5'))).toMatchObject({ exitCode: 5 });
  });
});
