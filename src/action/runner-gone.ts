import type { Millis } from '../core/model.ts';

/** How often the runner is looked for; a killed one cannot say goodbye. */
const every: Millis = 1_000;

/** What tells whether whoever started this process is still there. */
export interface RunnerSigns {
  /** The process that started this one, as the system says at this moment. */
  parent(): number;
  /** Hears that nobody reads the output any more. */
  onBrokenOutput(hear: () => void): void;
}

const realSigns: RunnerSigns = {
  parent: () => process.ppid,
  onBrokenOutput(hear) {
    for (const stream of [process.stdout, process.stderr]) stream.on('error', hear);
  },
};

/**
 * Aborts once the runner is gone: killed, or crashed. Its signals never come then, while the task, in a
 * process group of its own, would go on unseen, beside its next attempt.
 */
export function runnerGone(signs: RunnerSigns = realSigns): AbortSignal {
  const gone = new AbortController();
  const tell = () => {
    clearInterval(timer);
    gone.abort('the runner is gone');
  };
  const parent = signs.parent();
  const timer = setInterval(() => {
    if (signs.parent() !== parent) tell();
  }, every);
  timer.unref();
  signs.onBrokenOutput(tell);
  return gone.signal;
}
