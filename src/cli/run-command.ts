/** What `yardmaster run` does, once its words are understood. */
import { renderProblems } from '../text/pipeline/render-problems.ts';
import { exitCodes } from './exit-codes.ts';
import { findPipeline } from './find-pipeline.ts';
import { loadBoth, loadSettings } from './load-pipeline.ts';
import { makeProgress } from './progress/make-progress.ts';
import { renderRunEnd } from './run-end.ts';
import { type RunReport, runLocally } from './run-locally.ts';
import { type Checkout, changedPaths, readCheckout } from './state/git-checkout.ts';
import { stateFolder } from './state/state-folder.ts';
import type { Terminal } from './terminal.ts';

export interface RunWords {
  readonly pipeline: string | undefined;
  readonly slots: number | null;
  readonly json: boolean;
  readonly resume: boolean;
  readonly anew: boolean;
  /** Tries again what failed in the last run of each pipeline; with `resume` only. */
  readonly retry: boolean;
}

/** Answers the exit code. Throws `CliProblem`. */
export async function runCommand(
  terminal: Terminal,
  words: RunWords,
  onReport: (report: RunReport) => void = () => {},
): Promise<number> {
  const checkout = readCheckout(terminal.directory);
  // Git looks through the files while the pipeline is read.
  const changed = words.resume ? null : changedPaths(checkout.root);
  const wanted = words.resume
    ? null
    : loadBoth(checkout.root, findPipeline(checkout.root, terminal.directory, words.pipeline));
  const read = wanted ?? loadSettings(checkout.root);
  if (!read.ok) return refuse(terminal, read.problems);
  const { settings } = read;
  let start = null;
  if (wanted?.ok) {
    const { file, pipeline } = wanted;
    start = { file, pipeline, slots: words.slots ?? pipeline.slots };
    noteChanges(terminal, checkout, (await changed)?.length ?? 0);
    warnOfSecrets(
      terminal,
      pipeline.tasks.flatMap(({ secrets }) => secrets),
    );
  }
  const state = stateFolder(checkout.root);
  const progress = makeProgress(terminal, words.json);
  const { anew, retry } = words;
  const wish = { checkout, state, settings, start, anew, retry, progress, terminal };
  const report = await runLocally(wish).finally(() => progress.end());
  onReport(report);
  terminal.write(renderRunEnd(report, { terminal, json: words.json, state, root: checkout.root }));
  return exitCodeOf(report);
}

function exitCodeOf({ kind, runs }: RunReport): number {
  if (kind !== 'over') return exitCodes.interrupted;
  const whole = runs.every(({ conclusion }) => conclusion === 'success');
  return whole ? exitCodes.completed : exitCodes.taskFailed;
}

function refuse(terminal: Terminal, problems: Parameters<typeof renderProblems>[0]): number {
  terminal.complain(`${renderProblems(problems, { color: terminal.color }).trimEnd()}\n`);
  return exitCodes.badInput;
}

function warnOfSecrets(terminal: Terminal, names: readonly string[]): void {
  const missing = [...new Set(names)].filter((name) => terminal.environment[name] === undefined);
  if (missing.length === 0) return;
  const text = `These secrets are not set in this environment: ${missing.join(', ')}.`;
  terminal.complain(`${terminal.paint('yellow', 'warning')} ${text}\n`);
}

/** The run's issue names a commit; here, tasks see the files as they are. */
function noteChanges(terminal: Terminal, { head }: Checkout, changed: number): void {
  if (changed === 0) return;
  const what = changed === 1 ? '1 path differs' : `${changed} paths differ`;
  terminal.complain(
    `${terminal.paint('dim', `note ${what} from commit ${head.slice(0, 7)}; tasks see them as they are here`)}\n`,
  );
}
