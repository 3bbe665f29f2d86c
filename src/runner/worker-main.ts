/**
 * The worker's own process. It is kept apart from the host because a small process starts children several
 * times faster than a large one, and because it survives the host for as long as it takes to end them.
 */
import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { redact } from '../text/safety/redact.ts';
import { openFleetDiary } from './fleet-diary.ts';
import { launchByStarters, type Starters } from './launch-by-starters.ts';
import { launchDirectly } from './launch-directly.ts';
import { logFiles } from './log-files.ts';
import { processStart } from './process-group.ts';
import { type RunOne, runAttempt } from './run-attempt.ts';
import type { WorkerEvent, WorkerLeg, WorkerMessage, WorkerSettings } from './worker-messages.ts';
import { type WorkerPool, workerPool } from './worker-pool.ts';

/** How long news may wait to be told together while all slots have work. */
const gather = 50;
const grace = 5000;
const trimEvery = 500;
const usualPath = '/usr/local/bin:/usr/bin:/bin';
/** Hands of the starter that is there before the first attempt. */
const warm = 2;

/** A pool with everything it needs, once the settings are known. */
function openPool(settings: WorkerSettings): WorkerPool {
  const log = openFleetDiary(settings.diary);
  log.append({ kind: 'worker', pid: process.pid, start: processStart(process.pid) });
  const files = logFiles(settings.state, `spare-log-${process.pid}`);
  process.on('exit', files.close);
  const starters = openStarters(settings);
  const path = settings.environment.PATH ?? usualPath;
  const bash = path.split(delimiter).some((folder) => existsSync(join(folder, 'bash')));
  const host = {
    now: Date.now,
    launch: starters.launch,
    bash,
    grace,
    trimEvery,
    redact,
    logFiles: files,
    onOutput: null,
  };
  const runOne: RunOne<WorkerLeg> = async (leg, stop, onPid, launch = starters.launch) => {
    const job = { ...leg, environment: { ...settings.environment, ...leg.environment } };
    if (leg.heal === null) return runAttempt(job, { ...host, onPid, launch }, stop);
    // Few tasks heal, and what healing knows is large.
    const { healLeg } = await import('./heal/heal-leg.ts');
    return healLeg(job, leg.heal, host, stop);
  };
  return workerPool(runOne, starters.lane, log, Date.now, tell);
}

/** In a session of their own, out of reach of a terminal's signals; they end when this process does. */
function openStarters({ environment, state }: WorkerSettings): Starters {
  const options: SpawnOptions = {
    cwd: '/',
    env: { PATH: environment.PATH ?? usualPath, LC_ALL: 'C', YARDMASTER_STATE: state },
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    detached: true,
  };
  const openPerl = (args: readonly string[]) => spawn('perl', [...args], options);
  const starters = launchByStarters(openPerl, launchDirectly(spawn));
  starters.warmUp(warm);
  return starters;
}

let untold: WorkerEvent[] = [];
let timer: NodeJS.Timeout | null = null;
let soon: NodeJS.Immediate | null = null;
let pool: WorkerPool | null = null;

/** With what ended in the same moment; at once when a slot stands idle. */
function tell(event: WorkerEvent): void {
  untold.push(event);
  if (event.kind === 'ended' && event.idle) soon ??= setImmediate(tellNow);
  timer ??= setTimeout(tellNow, gather);
}

function tellNow(): void {
  if (timer) clearTimeout(timer);
  if (soon) clearImmediate(soon);
  timer = null;
  soon = null;
  const events = untold;
  untold = [];
  if (events.length > 0 && process.connected) process.send?.(events);
}

process.on('message', (message: WorkerMessage) => {
  switch (message.kind) {
    case 'settings':
      pool = openPool(message.settings);
      break;
    case 'batch':
      pool?.take(message.batch);
      break;
    case 'stop':
      pool?.stop(message.refs);
      break;
    case 'stop-all':
      pool?.stopAll();
      break;
  }
});

// The host is gone or done: nothing may outlive it.
process.on('disconnect', () => {
  if (!pool) process.exit(0);
  pool.stopAll();
  void pool.quiet().then(() => process.exit(0));
});

// Signals of a terminal reach the whole group; the host decides what they mean.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGQUIT'] as const)
  process.on(signal, () => {});
