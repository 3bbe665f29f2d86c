/** What Ctrl-C does to a run: once ends it cleanly, twice at once, as does a fleet that never settles. */
import type { Millis } from '../core/model.ts';
import { exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** How long attempts have to end after the first interrupt, killing and writing their ends down included. */
export const endingTime: Millis = 30_000;

export interface Interruptible {
  /** Stops all attempts and lets their ends be written down. */
  interrupt(): void;
  /** Lets go of the fleet: its worker ends what runs when its host is gone, by force where that is needed. */
  abandon(): void;
  /** Calls back after the time, unless its answer is called before. */
  readonly later: (time: Millis, then: () => void) => () => void;
}

/** Listens until the answer is called. */
export function endOnInterrupt(
  work: Interruptible,
  terminal: Pick<Terminal, 'onInterrupt' | 'exitNow'>,
): () => void {
  let calm: (() => void) | null = null;
  const leave = (): void => {
    work.abandon();
    terminal.exitNow(exitCodes.interrupted);
  };
  const quiet = terminal.onInterrupt(() => {
    if (calm) return leave();
    calm = work.later(endingTime, leave);
    work.interrupt();
  });
  return () => {
    calm?.();
    quiet();
  };
}
