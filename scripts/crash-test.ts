/**
 * Kills the local host (kill -9) at random moments of a run, goes on with `--resume` each time, and checks
 * that nothing was lost and that no task that had ended was run again.
 *
 *   npm run test:crash -- [--kills 20] [--seed 1] [--keep]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readFleetDiary } from '../src/runner/fleet-diary.ts';

const cli = fileURLToPath(new URL('../dist/cli.mjs', import.meta.url));
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
});

let state = Number(values.seed) >>> 0;
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

const layers = 12;
const perLayer = 5;
const tasks = Array.from({ length: layers * perLayer }, (_, n) => `t${String(n).padStart(2, '0')}`);

/** Each task notes its start and its end in a file; a second one at the same time is noted, too. */
function pipeline(): string {
  const lines = tasks.map((task, n) => {
    const layer = Math.floor(n / perLayer);
    const above = tasks
      .slice((layer - 1) * perLayer, layer * perLayer)
      .filter((_, k) => (k + n) % 3 !== 0);
    const needs = layer === 0 ? '' : `\n    needs: [${above.join(', ')}]`;
    const script = [
      `mkdir -p lock-${task}`,
      // Its number may belong to another process by now; its environment says what it is.
      `if grep -qs YARDMASTER_TASK=${task} "/proc/$(cat lock-${task}/pid 2> lock-error)/environ"; then echo "overlap ${task}" >> executions; fi`,
      `echo $$ > lock-${task}/pid`,
      `echo "begin ${task}" >> executions`,
      `sleep 0.${1 + ((n * 7) % 4)}`,
      `echo "done ${task}" >> executions`,
      `rm -rf lock-${task}`,
    ];
    return `  ${task}:${needs}\n    run: |\n${script.map((line) => `      ${line}`).join('\n')}`;
  });
  return `slots: 4\nissues: attention\ntasks:\n${lines.join('\n')}\n`;
}

function aRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yardmaster-crash-'));
  mkdirSync(join(folder, '.github/pipelines'), { recursive: true });
  writeFileSync(join(folder, '.github/pipelines/crash.yml'), pipeline());
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '--quiet');
  git('config', 'user.name', 'crash');
  git('config', 'user.email', 'crash@example.org');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Add a pipeline');
  return folder;
}

const folder = aRepository();
const problems: string[] = [];
const executions = () => {
  const path = join(folder, 'executions');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
};
const begins = (task: string) => executions().filter((line) => line === `begin ${task}`).length;

/** Attempts that had ended well by the records at this moment. */
function ended(): string[] {
  return readFleetDiary(join(folder, '.yardmaster/attempts.jsonl')).flatMap((record) =>
    record.kind === 'end' && record.end.result.outcome === 'success'
      ? [tasks[record.end.ref.task] ?? '']
      : [],
  );
}

interface Started {
  readonly child: ChildProcess;
  readonly text: () => string;
  /** Resolves when the host told of an attempt's start. */
  readonly saw: Promise<void>;
}

function start(resume: boolean): Started {
  const args = [cli, 'run', '--json', ...(resume ? ['--resume'] : [])];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let tell: () => void = () => {};
  const saw = new Promise<void>((resolve) => {
    tell = resolve;
  });
  child.stdout?.on('data', (chunk) => {
    text += chunk;
    if (text.includes('"event":"started"')) tell();
  });
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  return { child, text: () => text, saw };
}

const sleep = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time));

/** Resolves at a random moment: while the host starts, or while it runs tasks. */
async function strikeAt(saw: Promise<void>): Promise<string> {
  const early = random() < 0.25;
  const time = Math.round(random() * (early ? 600 : 900));
  if (!early) await Promise.race([saw, sleep(8000)]);
  await sleep(time);
  return `${time} ms after ${early ? 'its start' : 'a task started'}`;
}

/** The worker's process of a host, and what that started. */
function workersOf(host: number): number[] {
  try {
    return readFileSync(`/proc/${host}/task/${host}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended just before.
  }
}

/** Kills the host alone, the host with its worker, or the worker first. */
function strike(host: number): string {
  const workers = workersOf(host);
  const way = ['host', 'host and worker', 'worker and host'][Math.floor(random() * 3)] ?? 'host';
  if (way === 'worker and host') for (const pid of workers) kill(pid);
  kill(host);
  if (way === 'host and worker') for (const pid of workers) kill(pid);
  return way;
}

const wanted = Number(values.kills);
const frozen = new Map<string, number>();
let opened = false;
let kills = 0;
let spare = 200;
while (kills < wanted && spare-- > 0) {
  const { child, text, saw } = start(opened);
  const over = once(child, 'exit');
  const moment = strikeAt(saw);
  const timer = moment.then((name) => ({ name }));
  const first = await Promise.race([over, timer]);
  if (Array.isArray(first)) {
    const [code] = first as [number | null];
    // Killed before its issue was opened: there is nothing to go on with, so it is started again.
    if (opened && code === 2 && /nothing-to-resume/.test(text())) opened = false;
    else if (!opened && code === 2 && /unfinished-run/.test(text())) opened = true;
    else if (code === 0) break;
    else problems.push(`the host ended with ${code}: ${text().slice(-500)}`);
    if (problems.length > 3) break;
    continue;
  }
  const way = strike(child.pid ?? 0);
  await over;
  kills++;
  opened = true;
  const now = ended();
  for (const task of now) frozen.set(task, begins(task));
  process.stdout.write(
    `kill ${kills} ${(first as { name: string }).name} (${way}): ${now.length} of ${tasks.length} had ended\n`,
  );
}

let last = start(opened);
let [code] = (await once(last.child, 'exit')) as [number | null];
if (code === 2 && /nothing-to-resume/.test(last.text()) && ended().length < tasks.length) {
  last = start(false);
  [code] = (await once(last.child, 'exit')) as [number | null];
}

const lines = executions();
const isWhole = ended().length >= tasks.length;
if (code !== 0 && !(code === 2 && isWhole))
  problems.push(`the last host ended with ${code}: ${last.text().slice(-800)}`);
for (const task of tasks) {
  if (!lines.includes(`done ${task}`)) problems.push(`${task} was lost`);
  const before = frozen.get(task);
  if (before !== undefined && begins(task) !== before)
    problems.push(`${task} had ended and was run again (${before} -> ${begins(task)} times)`);
}
for (const line of lines) if (line.startsWith('overlap')) problems.push(line);
const left = readdirSync('/proc').filter((pid) => {
  try {
    return (
      /^\d+$/.test(pid) &&
      readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`YARDMASTER_STATE=${folder}/`)
    );
  } catch {
    return false;
  }
});
if (left.length > 0) problems.push(`processes are left: ${left.join(', ')}`);

const total = lines.filter((line) => line.startsWith('begin')).length;
process.stdout.write(
  `${kills} kills, ${tasks.length} tasks, ${total} starts (${total - tasks.length} repeated because they were cut off)\n`,
);
for (const problem of problems) process.stdout.write(`PROBLEM ${problem}\n`);
if (!values.keep) rmSync(folder, { recursive: true, force: true });
else process.stdout.write(`${folder}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
