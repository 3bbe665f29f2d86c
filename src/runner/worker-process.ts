/** Starts the worker's process and keeps the line to it. */
import { fork } from 'node:child_process';
import type { WorkerEvent, WorkerMessage, WorkerSettings } from './worker-messages.ts';

export interface Worker {
  send(message: WorkerMessage): void;
  /** Lets it end by itself; resolves once it is gone. */
  close(): Promise<void>;
}

/** Starts a worker. `onGone` is called when it ended without being asked to. */
export type StartWorker = (
  onEvents: (events: readonly WorkerEvent[]) => void,
  onGone: (why: string) => void,
) => Worker;

/**
 * A worker does little in JavaScript, over and over: threads that compile and collect beside it would take
 * the processors from the tasks.
 */
const lean = ['--v8-pool-size=0', '--single-threaded-gc', `--interrupt-budget=${1_000_000}`];

/** `script` is the built or the TypeScript entry `worker-main`. */
export function workerProcess(
  script: string,
  settings: WorkerSettings,
  execArgv: readonly string[],
): StartWorker {
  return (onEvents, onGone) => {
    const child = fork(script, {
      execArgv: [...lean, ...execArgv],
      // The attempts' environment travels in the settings; the worker itself needs no more than this.
      env: settings.environment,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A group of its own would hide it from a terminal's signals, but also from its job control.
      detached: false,
    });
    child.send({ kind: 'settings', settings } satisfies WorkerMessage);
    let closing = false;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.on('message', (events) => onEvents(events as WorkerEvent[]));
    child.on('error', () => {
      // `exit` follows, or never came to life: told below.
    });
    child.once('exit', (code, signal) => {
      if (!closing) onGone(`the worker's process ended (${signal ?? `exit code ${code}`})`);
    });
    return {
      send(message) {
        if (child.connected) child.send(message);
      },
      close() {
        closing = true;
        if (child.connected) child.disconnect();
        return gone;
      },
    };
  };
}
