/** A task's `setup`: commands that run once in a run, before the first attempt that names them. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Handoff } from '../text/handoff.ts';
import type { RunOne } from './run-attempt.ts';
import type { WorkerLeg } from './worker-messages.ts';

interface Setup {
  readonly done: Promise<Handoff>;
  readonly stopper: AbortController;
  waiting: number;
}

export interface Setups {
  /**
   * Null once the leg's setup has run well (or there is none); otherwise how the attempt ended because of
   * it. The same commands in the same folder and run are shared; after a failure the next attempt tries again.
   */
  before(leg: WorkerLeg, stop: AbortSignal, onPid: (pid: number) => void): Promise<Handoff | null>;
}

export function onceBefore(runOne: RunOne<WorkerLeg>): Setups {
  const setups = new Map<string, Setup>();

  function begin(leg: WorkerLeg, key: string, onPid: (pid: number) => void): Setup {
    const stopper = new AbortController();
    const job = {
      ...leg,
      run: leg.setup.join('\n'),
      produces: [],
      outputs: [],
      heal: null,
      log: join(dirname(leg.log), `setup-${key.slice(0, 8)}.log`),
    };
    const done = runOne(job, stopper.signal, onPid);
    const setup = { done, stopper, waiting: 0 };
    setups.set(key, setup);
    return setup;
  }

  return {
    async before(leg, stop, onPid) {
      if (leg.setup.length === 0) return null;
      const facts = JSON.stringify([leg.ref.run, leg.directory, leg.setup]);
      const key = createHash('sha256').update(facts).digest('hex');
      const setup = setups.get(key) ?? begin(leg, key, onPid);
      setup.waiting++;
      const left = () => {
        setup.waiting--;
        // Nobody is waiting for it any more.
        if (setup.waiting === 0) setup.stopper.abort();
      };
      stop.addEventListener('abort', left, { once: true });
      const end = await setup.done;
      stop.removeEventListener('abort', left);
      if (end.result.outcome === 'success' && !stop.aborted) return null;
      if (end.result.outcome !== 'success') setups.delete(key);
      const { result } = end;
      return stop.aborted
        ? { ...end, ref: leg.ref, result: { ...result, outcome: 'stopped', failure: null } }
        : { ...end, ref: leg.ref, result: { ...result, message: `setup: ${result.message}` } };
    },
  };
}
