/** Runs one program in a process group of its own, to its end or until it is told to end. */
import type { Millis } from '../core/model.ts';
import type { Launch, LaunchOrder } from './launch.ts';
import { signalGroup } from './process-group.ts';

export interface ProcessOrder extends LaunchOrder {
  readonly timeout: Millis;
  /** From the polite signal (TERM) to KILL. */
  readonly grace: Millis;
  readonly onPid: (pid: number) => void;
}

/** How a process ended. `cause` says who ended it; `error` is set when it never began. */
export interface ProcessEnd {
  readonly cause: 'itself' | 'timeout' | 'stop' | 'no-start';
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error: NodeJS.ErrnoException | null;
}

/** Never rejects. What the program leaves behind in its group is killed once it ended. */
export function runProcess(
  order: ProcessOrder,
  launch: Launch,
  stop: AbortSignal,
): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    const ending = endInSteps(order.grace);
    let timer: NodeJS.Timeout | undefined;
    let over = false;
    const onStop = () => {
      ending.begin('stop');
      withdraw();
    };
    const quiet = () => {
      over = true;
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
      ending.over();
    };
    let end: ProcessEnd | null = null;
    const withdraw = launch(order, {
      onStart(pid) {
        timer = setTimeout(() => ending.begin('timeout'), order.timeout);
        ending.leads(pid);
        order.onPid(pid);
      },
      onNoStart(error) {
        quiet();
        const cause = ending.cause() === 'stop' ? 'stop' : 'no-start';
        resolve({ cause, exitCode: null, signal: null, error });
      },
      onExit(exitCode, signal) {
        quiet();
        end = { cause: ending.cause(), exitCode, signal, error: null };
      },
      onOver() {
        if (end) resolve(end);
      },
    });
    if (over) return;
    if (stop.aborted) onStop();
    else stop.addEventListener('abort', onStop, { once: true });
  });
}

/** TERM to the group, then KILL, as soon as there is one. The first cause stays. */
function endInSteps(grace: Millis) {
  let cause: ProcessEnd['cause'] = 'itself';
  let leader: number | null = null;
  let timer: NodeJS.Timeout | undefined;

  function signalAll(group: number): void {
    signalGroup(group, 'SIGTERM');
    // A stopped (SIGSTOP) process would not meet TERM.
    signalGroup(group, 'SIGCONT');
    timer = setTimeout(() => signalGroup(group, 'SIGKILL'), grace);
  }

  return {
    cause: () => cause,
    leads(pid: number) {
      leader = pid;
      if (cause !== 'itself') signalAll(pid);
    },
    begin(why: 'timeout' | 'stop') {
      if (cause !== 'itself') return;
      cause = why;
      if (leader !== null) signalAll(leader);
    },
    over: () => clearTimeout(timer),
  };
}
