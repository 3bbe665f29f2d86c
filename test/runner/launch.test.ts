import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Launch, LaunchOrder, Withdraw } from '../../src/runner/launch.ts';
import { type Lane, launchByStarters, type OpenPerl } from '../../src/runner/launch-by-starters.ts';
import { launchDirectly } from '../../src/runner/launch-directly.ts';
import { isAlive } from '../../src/runner/process-group.ts';

const perl: OpenPerl = (args) =>
  spawn('perl', [...args], {
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' },
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
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

function outcome(
  launch: Launch,
  order: LaunchOrder,
  onStart = (_pid: number) => {},
  onGiven = (_withdraw: Withdraw) => {},
) {
  return new Promise<Told>((resolve) => {
    let told: Told = { pid: null, exitCode: null, signal: null, error: null };
    const withdraw = launch(order, {
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
    onGiven(withdraw);
  });
}

function starters(open = perl): Launch {
  const made = launchByStarters(open, launchDirectly(spawn));
  close = made.close;
  return made.launch;
}

function aLane(hands: number, open = perl): Lane {
  const made = launchByStarters(open, launchDirectly(spawn));
  const lane = made.lane(hands);
  close = () => {
    lane.close();
    made.close();
  };
  return lane;
}

const havePerl = spawnSync('perl', ['-e', '1']).status === 0;
const ways: [string, () => Launch][] = [['directly', () => launchDirectly(spawn)]];
if (havePerl) ways.push(['by a starter', starters], ['in a lane', () => aLane(2).launch]);

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

  test('where Perl is not there, what was withdrawn is not started directly either', async () => {
    const launch = starters(() =>
      spawn('/no/such/perl', [], { stdio: ['pipe', 'pipe', 'ignore'] }),
    );
    const ended = await outcome(launch, anOrder('touch never'), undefined, (withdraw) =>
      withdraw(),
    );
    expect(ended).toMatchObject({ pid: null, error: 'it could not be started: it was withdrawn' });
    expect(readdirSync(root)).toEqual(['out']);
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

(havePerl ? describe : describe.skip)('a lane', () => {
  /** Ends once a file of this name is there. */
  const until = (name: string) => `touch ${name}.began; until [ -e ${name} ]; do sleep 0.01; done`;
  const has = (name: string) => existsSync(join(root, name));
  const touch = (name: string) => writeFileSync(join(root, name), '');
  async function became(condition: () => boolean) {
    for (let n = 0; n < 500 && !condition(); n++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(condition()).toBe(true);
  }

  test('runs as many as it has hands; the next begins when one has ended', async () => {
    const lane = aLane(2);
    const [one, two, three] = ['one', 'two', 'three'].map((each) =>
      outcome(lane.launch, anOrder(until(each))),
    );
    await became(() => has('one.began') && has('two.began') && lane.canQueue());
    expect(has('three.began')).toBe(false);
    touch('two');
    await became(() => has('three.began'));
    touch('one');
    touch('three');
    expect(await Promise.all([one, two, three])).toMatchObject([
      { exitCode: 0 },
      { exitCode: 0 },
      { exitCode: 0 },
    ]);
  });

  test('never starts what was withdrawn while it waited', async () => {
    const lane = aLane(1);
    let withdraw: Withdraw = () => {};
    const first = outcome(lane.launch, anOrder(until('one')));
    await became(() => has('one.began'));
    const next = outcome(lane.launch, anOrder('touch never'), undefined, (take) => {
      withdraw = take;
    });
    withdraw();
    touch('one');
    await first;
    expect(await next).toMatchObject({
      pid: null,
      error: 'it could not be started: it was withdrawn',
    });
    expect(await outcome(lane.launch, anOrder('exit 3'))).toMatchObject({ exitCode: 3 });
    expect(readdirSync(root).sort()).toEqual(['one', 'one.began', 'out']);
  });

  test('leaves nothing of a withdrawal behind when it ends as a whole', async () => {
    const children: ChildProcess[] = [];
    const lane = aLane(1, (args) => {
      const child = perl(args);
      children.push(child);
      return child;
    });
    const first = outcome(lane.launch, anOrder(until('one')));
    await became(() => has('one.began'));
    let withdraw: Withdraw = () => {};
    const next = outcome(lane.launch, anOrder('touch never'), undefined, (take) => {
      withdraw = take;
    });
    withdraw();
    children[0]?.kill('SIGKILL');
    expect(await first).toMatchObject({ signal: 'SIGKILL' });
    expect(await next).toMatchObject({ pid: null });
    expect(readdirSync(root).sort()).toEqual(['one.began', 'out']);
  });

  test('goes on where a withdrawal cannot be written', async () => {
    const lane = aLane(1);
    const first = outcome(lane.launch, anOrder(until('one')));
    await became(() => has('one.began'));
    let withdraw: Withdraw = () => {};
    const output = { fd, path: join(root, 'gone', 'out') };
    const next = outcome(lane.launch, anOrder('', { output }), undefined, (take) => {
      withdraw = take;
    });
    expect(withdraw).not.toThrow();
    touch('one');
    await first;
    expect((await next).error).toMatch(/could not be started: ENOENT/);
  });

  test('starts nothing more once the process that gave the orders is gone', async () => {
    const children: ChildProcess[] = [];
    const lane = aLane(1, (args) => {
      const child = perl(args);
      children.push(child);
      return child;
    });
    const first = outcome(lane.launch, anOrder(until('one')));
    await became(() => has('one.began'));
    const next = outcome(lane.launch, anOrder('touch never'));
    children[0]?.stdio[3]?.destroy();
    touch('one');
    expect(await first).toMatchObject({ exitCode: 0 });
    expect(await next).toMatchObject({ pid: null });
    expect(has('never')).toBe(false);
  });

  test('ends as a whole when one of its hands dies', async () => {
    const children: ChildProcess[] = [];
    const lane = aLane(2, (args) => {
      const child = perl(args);
      children.push(child);
      return child;
    });
    const works = ['one', 'two'].map((each) => outcome(lane.launch, anOrder(until(each))));
    await became(() => has('one.began') && has('two.began'));
    const pid = children[0]?.pid ?? 0;
    const hands = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    process.kill(Number(hands[0]), 'SIGKILL');
    expect(await Promise.all(works)).toMatchObject([{ signal: 'SIGKILL' }, { signal: 'SIGKILL' }]);
  });

  test('that died lets go what waited, which is started directly', async () => {
    const lane = aLane(1);
    const killer = outcome(lane.launch, anOrder(`${until('one')}; kill -KILL $PPID; sleep 60`));
    await became(() => has('one.began') && lane.canQueue());
    const next = outcome(lane.launch, anOrder('exit 3'));
    touch('one');
    expect(await killer).toMatchObject({ signal: 'SIGKILL' });
    expect(await next).toMatchObject({ exitCode: 3, error: null });
    expect(lane.canQueue()).toBe(false);
  });

  test('keeps its own descriptors from what it runs', async () => {
    await outcome(aLane(2).launch, anOrder('ls /proc/$$/fd'));
    expect(output().trim().split('\n').slice(0, 3)).toEqual(['0', '1', '2']);
    // Bash holds the folder that it lists, or keeps its own at 255.
    expect(output()).not.toMatch(/^[4-9]$/m);
  });
});
