import type { AttemptRef, Millis } from '../core/model.ts';
import type { GitHubClient } from '../github/github-client.ts';
import { watchIssue } from '../github/watch-issue.ts';
import type { Clock } from '../reconcile/ports.ts';
import { checkFence, type Fence } from './check-fence.ts';

/** A worker's look at its own entry in the ledger, kept up while it works. */
export interface LegWatch {
  /** What the first look says. */
  readonly first: Promise<Fence>;
  /** Aborts once the attempt is not to go on; its reason is a sentence. */
  readonly stop: AbortSignal;
  /** Aborts with `end`. */
  readonly ended: AbortSignal;
  end(): void;
}

/**
 * Watches the run's issue with conditional requests. An issue that is gone, or is no run any more,
 * stops the attempt too.
 */
export function watchLeg(
  client: GitHubClient,
  ref: AttemptRef,
  clock: Pick<Clock, 'now' | 'sleep'>,
  every: Millis,
): LegWatch {
  const ended = new AbortController();
  const stopping = new AbortController();
  const looks = watchIssue(client, { issue: ref.run, every, clock, signal: ended.signal });
  const look = async (): Promise<Fence | null> => {
    const next = await looks.next();
    return next.done ? null : checkFence(next.value, ref);
  };
  const goOn = async (): Promise<void> => {
    for (let fence = await look(); fence !== null; fence = await look()) {
      if (!fence.ok) {
        stopping.abort(fence.why);
        return;
      }
    }
  };
  const first = look().then(
    (fence): Fence => fence ?? { ok: false, kind: 'fenced', why: 'it was not looked at' },
  );
  first
    .then((fence) => (fence.ok ? goOn() : undefined))
    .catch((error: unknown) =>
      stopping.abort(error instanceof Error ? error.message : String(error)),
    );
  return { first, stop: stopping.signal, ended: ended.signal, end: () => ended.abort() };
}
