/** Programs as children of this very process. */
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import type { Launch, LaunchEvents, LaunchOrder } from './launch.ts';
import { signalGroup } from './process-group.ts';

export type Spawn = (file: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

/** How long output is waited for once the program itself is gone. */
const pipeLinger = 2000;

export function launchDirectly(spawn: Spawn): Launch {
  return (order, events) => {
    let child: ChildProcess;
    try {
      child = spawnOf(spawn, order);
    } catch (error) {
      events.onNoStart(error as NodeJS.ErrnoException);
      return atOnce;
    }
    const { pid } = child;
    if (pid === undefined) {
      child.once('error', events.onNoStart);
      return atOnce;
    }
    child.on('error', () => {
      // It began, so its exit tells the rest.
    });
    if (typeof order.output === 'function') listen(child, order.output);
    follow(child, pid, events);
    events.onStart(pid);
    return atOnce;
  };
}

/** It never waits, so there is nothing to withdraw. */
function atOnce(): void {}

function spawnOf(spawn: Spawn, { command, directory, environment, output }: LaunchOrder) {
  const sink = typeof output === 'function' ? 'pipe' : output.fd;
  return spawn(command.file, command.args, {
    cwd: directory,
    env: environment,
    detached: true,
    stdio: ['ignore', sink, sink],
  });
}

function follow(child: ChildProcess, pid: number, { onExit, onOver }: LaunchEvents): void {
  let over = false;
  let exited = false;
  const end = () => {
    if (over || !exited) return;
    over = true;
    onOver();
  };
  child.once('exit', (exitCode, signal) => {
    signalGroup(pid, 'SIGKILL');
    exited = true;
    onExit(exitCode, signal);
    if (!child.stdout && !child.stderr) return end();
    // A process that left the group may keep the pipe open; nobody waits for it, nor hears it any more.
    setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      end();
    }, pipeLinger).unref();
  });
  child.once('close', end);
}

function listen(child: ChildProcess, onPiece: (piece: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', onPiece);
    stream?.on('error', () => {
      // A reset pipe ends the output, not the attempt.
    });
  }
}
