import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { filesFolder, resultFile } from '../github/artifact-files.ts';
import { filesDigest } from '../github/files-digest.ts';
import { type Handoff, parseHandoff, renderHandoff } from '../text/handoff.ts';
import type { ActionContext } from './action-context.ts';
import { runnerFiles } from './runner-files.ts';

/**
 * Copies what was produced. Links are left out, and what only a link leads to: they could lead anywhere.
 * So is everything of git's own.
 */
function copyProduced(root: string, produced: readonly string[], target: string): void {
  const base = realpathSync(root);
  for (const path of produced) {
    const to = join(target, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(root, path), to, {
      recursive: true,
      filter: (source) =>
        !lstatSync(source).isSymbolicLink() && isOwn(relative(base, realpathSync(source))),
    });
  }
}

function isOwn(path: string): boolean {
  const segments = path.split(sep);
  return segments[0] !== '..' && !segments.some((segment) => segment.toLowerCase() === '.git');
}

/** Each file below a folder, one at a time: all of them together may be large. */
function* filesBelow(folder: string): Generator<readonly [string, Uint8Array]> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield [relative(folder, path).split(sep).join('/'), readFileSync(path)];
  }
}

/** Copies what a success produced, and answers what binds the handoff to it. */
function keepProduced(root: string, { result, produced }: Handoff, target: string) {
  if (result.outcome !== 'success' || produced.length === 0) return undefined;
  mkdirSync(target, { recursive: true });
  copyProduced(root, produced, target);
  return filesDigest(filesBelow(target));
}

/** As people find the log of a healing in the artifact. */
const actionsFile = 'pipeline_runs.log';

/**
 * Hands over how an attempt ended: as outputs of the step, and as a folder for the artifact.
 *
 * @param actions the log of what healing did, which people find there as well
 */
export function leave(
  context: ActionContext,
  handoff: Handoff,
  actions: string | null = null,
): void {
  const { run, task, attempt } = handoff.ref;
  // A name that nobody knew before: the task could have put files there.
  const folder = mkdtempSync(join(context.temp, `yardmaster-${run}.${task}.${attempt}-`));
  const kept = join(folder, filesFolder);
  const digest = keepProduced(context.workspace, handoff, kept);
  const { text } = renderHandoff({ ...handoff, filesDigest: digest });
  // What is too much to hand over is a failure from here on.
  const read = parseHandoff(text, handoff.ref);
  const { result } = read.ok ? read.handoff : handoff;
  writeFileSync(join(folder, resultFile), text);
  if (actions !== null && existsSync(actions)) copyFileSync(actions, join(folder, actionsFile));
  if (result.outcome !== 'success') rmSync(kept, { recursive: true, force: true });
  const files = runnerFiles(context);
  files.setOutput('outcome', result.outcome);
  files.setOutput('result', text);
  files.setOutput('left', folder);
}

/** The end of an attempt that did nothing. */
export function nothingDone(
  handoff: Pick<Handoff, 'ref'> & {
    readonly outcome: 'stopped' | 'fenced';
    readonly why: string;
    readonly now: number;
    readonly place: number;
  },
): Handoff {
  return {
    ref: handoff.ref,
    result: {
      outcome: handoff.outcome,
      failure: null,
      exitCode: null,
      signal: null,
      startedAt: null,
      endedAt: handoff.now,
      digest: null,
      place: handoff.place,
      message: handoff.why,
    },
    outputs: {},
    produced: [],
    tail: '',
  };
}
