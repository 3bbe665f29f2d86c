/** A pipeline as its file says it: checked, its matrices expanded. */
import type { TaskSpec } from '../../core/model.ts';
import type { HealOfTask } from '../healing/heal-schema.ts';

export type MatrixValue = string | number | boolean;

/** Factors by which each retry multiplies; 1 changes nothing. */
export interface Adjust {
  readonly env: Readonly<Record<string, number>>;
  /** The number behind `--threads`. */
  readonly threads: number;
}

/** One task, or one leg of a task with a matrix. */
export interface TaskDefinition {
  /** What scheduling needs; `spec.needs` are indices into `PipelineDefinition.tasks`. */
  readonly spec: TaskSpec;
  /** What people read; the key where the file gives no name. */
  readonly name: string;
  /** A shell command, perhaps of many lines; null for a task that `uses` a workflow. */
  readonly run: string | null;
  /** `./.github/workflows/x.yml`, or `owner/repo/.github/workflows/x.yml@ref`. */
  readonly uses: string | null;
  /**
   * The pipeline's and the task's own variables. Values may still hold `${{ needs.x.outputs.y }}`:
   * `resolveEnv` puts the outputs in, once they are known.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Relative to the repository's root; `.` is the root itself. */
  readonly workingDirectory: string;
  /** Commands that prepare the runner, run in order before the task's own. */
  readonly setup: readonly string[];
  /** Labels that a runner must have, all of them. */
  readonly runsOn: readonly string[];
  readonly environment: string | null;
  /** Names of secrets, which the task finds as environment variables of the same names. */
  readonly secrets: readonly string[];
  readonly live: boolean;
  /** Globs of the files that dependents receive. */
  readonly produces: readonly string[];
  /** Names of the outputs that dependents may use. */
  readonly outputs: readonly string[];
  /** Whether and how its failures are mended inside an attempt. */
  readonly heal: HealOfTask | null;
  /** What each retry changes after a timeout or a lack of resources. */
  readonly adjust: Adjust;
  /** Globs of configuration that a retry finds as it was in the last run that succeeded. */
  readonly restore: readonly string[];
  /** The leg's values; empty for a task without a matrix. */
  readonly matrix: Readonly<Record<string, MatrixValue>>;
}

export interface PipelineDefinition {
  /** The file's name without its ending: how the pipeline is called on the command line. */
  readonly id: string;
  /** What people read; the id where the file gives no name. */
  readonly name: string;
  readonly slots: number;
  /** Which tasks get an issue of their own; null: nobody said, so it follows from how the run began. */
  readonly issues: 'all' | 'attention' | null;
  readonly tasks: readonly TaskDefinition[];
}
