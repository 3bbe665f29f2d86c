/** Does what a fix does, in a scratch checkout. */
import { spawn } from 'node:child_process';
import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { globsConflict } from '../../core/globs-conflict.ts';
import { applyDiff } from '../../heal/fix/apply-diff.ts';
import { applyEdits, type EditsApplied } from '../../heal/fix/apply-edits.ts';
import type { ChangeSet, Fix, Project } from '../../heal/fix/fix.ts';
import { literalGlob } from '../../heal/gates/protected-paths.ts';
import type { Tool } from '../../heal/loop/heal-ports.ts';
import { launchDirectly } from '../launch-directly.ts';
import { runProcess } from '../run-process.ts';
import type { Replaced } from './in-place.ts';
import { writeFileWhole } from './write-file.ts';

export interface ActionPlace {
  /** Absolute: the scratch checkout. */
  readonly checkout: string;
  readonly project: Project;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly stop: AbortSignal;
}

const mostCommandTime = 10 * 60_000;

export async function applyAction({ action }: Fix, place: ActionPlace): Promise<Replaced> {
  const { checkout, project } = place;
  switch (action.kind) {
    case 'edit':
      return written(checkout, applyEdits(action.edits, project.read));
    case 'restore': {
      const text =
        action.from === 'history'
          ? (project.earlier(action.path)[0] ?? null)
          : project.lastGood(action.path);
      if (text === null) return { ok: false, why: 'No earlier version of it is known.' };
      return writeChanges(checkout, [{ path: action.path, before: null, after: text }]);
    }
    case 'diff':
      return written(checkout, applyDiff(action.diff, project.read));
    case 'command':
      return runTool(action.argv, join(checkout, action.directory), place);
    case 'adjust':
    case 'retry':
      return { ok: true };
  }
}

function written(checkout: string, applied: EditsApplied): Replaced {
  return applied.ok
    ? writeChanges(checkout, applied.changes)
    : { ok: false, why: `It does not apply: ${applied.why}.` };
}

/** Puts whole files into a checkout; nothing is written where one of them would lead out of it. */
export function writeChanges(checkout: string, changes: ChangeSet): Replaced {
  const outside = changes.find(({ path }) => !isBelow(checkout, path));
  if (outside) return { ok: false, why: `${outside.path} leads out of the repository.` };
  for (const { path, after } of changes) {
    const target = join(checkout, path);
    const mode = lstatSync(target, { throwIfNoEntry: false })?.mode ?? 0o644;
    if (after === null) rmSync(target, { force: true });
    else writeFileWhole(target, after, mode & 0o777);
  }
  return { ok: true };
}

/** Below the checkout, through plain folders only. */
function isBelow(checkout: string, path: string): boolean {
  const names = path.split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..' || name === '.git'))
    return false;
  return names.slice(0, -1).every((_, at) => {
    const found = lstatSync(join(checkout, ...names.slice(0, at + 1)), { throwIfNoEntry: false });
    return !found || found.isDirectory();
  });
}

/** What a tool changed besides what it may; null: nothing. */
export function strayed({ changes }: Tool, made: ChangeSet): string | null {
  const stray = made.find(
    ({ path }) => !changes.some((glob) => globsConflict(glob, literalGlob(path))),
  );
  return stray?.path ?? null;
}

/** Starts a program of the allow-list, without a shell. */
export async function runTool(
  argv: readonly string[],
  directory: string,
  { environment, timeout, stop }: Pick<ActionPlace, 'environment' | 'timeout' | 'stop'>,
): Promise<Replaced> {
  const [file = '', ...args] = argv;
  let output = '';
  const end = await runProcess(
    {
      command: { file, args, shell: false },
      directory,
      environment,
      timeout: Math.min(timeout, mostCommandTime),
      grace: 5_000,
      output: (piece) => {
        output = (output + piece).slice(-4_000);
      },
      onPid: () => {
        // Its group is known by the mark in its environment.
      },
    },
    launchDirectly((name, words, options) => spawn(name, [...words], options)),
    stop,
  );
  // Linters answer with 1 when something is left that they could not mend; what they changed counts.
  if (end.cause === 'itself' && (end.exitCode === 0 || end.exitCode === 1)) return { ok: true };
  const last = output.trim().split('\n').at(-1) ?? '';
  const why = end.error?.message ?? (last || `exit code ${end.exitCode}`);
  return { ok: false, why: `${argv.join(' ')} did not work: ${why}` };
}
