import type { AttemptRef, Millis } from '../core/model.ts';

/** Everything that an attempt needs to know; plain data, so that it may cross to another process. */
export interface AttemptJob {
  readonly ref: AttemptRef;
  /** The task's key, for people. */
  readonly key: string;
  /** As in the pipeline: one command or a script. */
  readonly run: string;
  /** Why it cannot be run here; null: it can. */
  readonly refusal: string | null;
  /** Absolute: where it runs. */
  readonly directory: string;
  /** Absolute: what `produces` is relative to. */
  readonly root: string;
  /** All of it; only the place for outputs is added. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values that must appear nowhere. */
  readonly secrets: readonly string[];
  readonly timeout: Millis;
  readonly produces: readonly string[];
  /** Names of outputs that dependents may use. */
  readonly outputs: readonly string[];
  /** Absolute: the log file, in a folder that is there. */
  readonly log: string;
  /** Absolute: receives outputs of tasks that declare none; never read. */
  readonly spareOutput: string;
}
