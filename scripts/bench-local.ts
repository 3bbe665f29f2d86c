/**
 * The local host against bare `spawn` of the same commands: 1,000 tasks that do nothing on 2 slots, and a
 * chain of 100, each through the built command line with its state on disk, interleaved with the bare runs.
 *
 *   npm run bench:local -- [--rounds 5] [--tasks 1000] [--chain 100] [--cli dist/cli.mjs] [--json]
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    tasks: { type: 'string', default: '1000' },
    chain: { type: 'string', default: '100' },
    cli: { type: 'string', default: fileURLToPath(new URL('../dist/cli.mjs', import.meta.url)) },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const tasks = Number(values.tasks);
const chain = Number(values.chain);
const cli = resolve(values.cli);
/** Removed at the end only: ext4 is slow to make files for a minute after many were removed. */
const folders: string[] = [];

interface Measured {
  readonly milliseconds: number;
  /** Of the command and all that it started, in MB. */
  readonly peak: number;
  readonly requests: number;
}

/** A repository with one pipeline. */
function aRepository(name: string, yaml: string): string {
  const folder = mkdtempSync(join(tmpdir(), `yardmaster-bench-${name}-`));
  mkdirSync(join(folder, '.github/pipelines'), { recursive: true });
  writeFileSync(join(folder, '.github/pipelines/bench.yml'), yaml);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '--quiet');
  git('config', 'user.name', 'bench');
  git('config', 'user.email', 'bench@example.org');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Add a pipeline');
  return folder;
}

const id = (n: number) => `t${String(n).padStart(4, '0')}`;

function wide(count: number): string {
  const lines = Array.from({ length: count }, (_, n) => `  ${id(n)}: { run: 'true' }`);
  return `slots: 2\ntasks:\n${lines.join('\n')}\n`;
}

function long(count: number): string {
  const lines = Array.from({ length: count }, (_, n) =>
    n === 0 ? `  ${id(0)}: { run: 'true' }` : `  ${id(n)}: { run: 'true', needs: ${id(n - 1)} }`,
  );
  return `slots: 2\ntasks:\n${lines.join('\n')}\n`;
}

/** Runs a command to its end and watches how much memory it and its children hold. */
function measure(command: string, args: readonly string[], cwd: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const began = process.hrtime.bigint();
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, treeMemory(child.pid ?? 0));
    }, 100);
    child.stdout.on('data', (chunk) => {
      text = (text + chunk).slice(-200_000);
    });
    child.once('close', (code) => {
      clearInterval(watch);
      const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
      if (code !== 0) reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
      const requests = Number(/"requests":(\d+)/.exec(text)?.[1] ?? 0);
      resolve({ milliseconds, peak, requests });
    });
  });
}

/** Resident memory of a process and all that it started, in MB, from /proc. */
function treeMemory(pid: number, parent = ''): number {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    // Between fork and exec a child shows its parent's memory, which it shares.
    if (command === parent) return 0;
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const own = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return children
      .filter(Boolean)
      .reduce((sum, child) => sum + treeMemory(Number(child), command), own);
  } catch {
    return 0; // It ended meanwhile.
  }
}

const bareScript = `
import { spawn } from 'node:child_process';
const [count, slots] = process.argv.slice(1).map(Number);
let left = count;
function next() {
  if (left === 0) return;
  left--;
  spawn('true', [], { stdio: 'ignore' }).once('exit', next);
}
for (let n = 0; n < slots; n++) next();
`;

const bare = (count: number, slots: number) =>
  measure(
    process.execPath,
    ['--input-type=module', '-e', bareScript, String(count), String(slots)],
    tmpdir(),
  );

async function hosted(name: string, yaml: string): Promise<Measured> {
  const folder = aRepository(name, yaml);
  folders.push(folder);
  return measure(process.execPath, [cli, 'run', '--json'], folder);
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

async function compare(name: string, yaml: string, count: number, slots: number) {
  const own: Measured[] = [];
  const others: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    others.push(await bare(count, slots));
    own.push(await hosted(name, yaml));
  }
  const host = median(own.map(({ milliseconds }) => milliseconds));
  const spawned = median(others.map(({ milliseconds }) => milliseconds));
  return {
    name,
    tasks: count,
    hostMilliseconds: Math.round(host),
    bareMilliseconds: Math.round(spawned),
    ratio: Number(
      median(own.map((each, n) => each.milliseconds / (others[n]?.milliseconds ?? 1))).toFixed(2),
    ),
    aboveBarePerTask: Number(((host - spawned) / count).toFixed(2)),
    peakMegabytes: Math.round(Math.max(...own.map(({ peak }) => peak))),
    requestsPerTask: Number((median(own.map(({ requests }) => requests)) / count).toFixed(3)),
  };
}

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const rows = [
  await compare('wide', wide(tasks), tasks, 2),
  await compare('chain', long(chain), chain, 1),
];
if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
else {
  process.stdout.write(
    '| what | tasks | host ms | bare ms | ratio | above bare, ms a task | peak MB | API calls a task |\n',
  );
  process.stdout.write('|---|---|---|---|---|---|---|---|\n');
  for (const row of rows)
    process.stdout.write(
      `| ${row.name} | ${row.tasks} | ${row.hostMilliseconds} | ${row.bareMilliseconds} | ${row.ratio} | ${row.aboveBarePerTask} | ${row.peakMegabytes} | ${row.requestsPerTask} |\n`,
    );
}
