import type { Millis } from '../core/model.ts';

/** How often the runner is looked for; a killed one cannot say goodbye. */
const every: Millis = 1_000;

/** What tells whether whoever started this process is still there. */
interface RunnerSigns {
  /** The process that started this one, as the system says at this moment. */
  parent(): number;
  /** Hears that nobody reads the output any more. */
  onBrokenOutput(hear: () => void, over: AbortSignal): void;
}

const realSigns: RunnerSigns = {
  parent: () => process.ppid,
  onBrokenOutput(hear, over) {
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('error', hear);
      over.addEventListener('abort', () => stream.removeListener('error', hear));
    }
  },
};

/**
 * Aborts once the runner is gone: killed, or crashed. Its signals never come then, while the task, in a
 * process group of its own, would go on unseen, beside its next attempt.
 *
 * @param over ends the watch
 */
export function runnerGone(over: AbortSignal, signs: RunnerSigns = realSigns): AbortSignal {
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
  over.addEventListener('abort', () => clearInterval(timer));
  signs.onBrokenOutput(tell, over);
  return gone.signal;
}
