/** Runs only what failed, where dbt can (X7). */
import { basename } from 'node:path';
import type { CommandRun } from '../../heal/loop/heal-ports.ts';
import type { AttemptCommand } from '../attempt-command.ts';
import type { RunLeft } from './run-left.ts';

const retried = new Set(['build', 'run', 'test', 'seed', 'snapshot', 'compile']);
/** Where dbt finds its project; the rest it remembers itself. */
const places = new Set(['--project-dir', '--profiles-dir', '--profile', '--target-path']);

/**
 * `dbt retry` in place of a dbt command of which nodes failed; null: the command has to run in full, as after
 * exit code 2, when no node ran.
 */
export function dbtRetry(
  command: AttemptCommand,
  last: CommandRun<RunLeft> | null,
): AttemptCommand | null {
  const { file, args, shell } = command;
  const verb = args.find((word) => retried.has(word));
  const failed = last?.exitCode === 1 && last.left.runResults !== null;
  if (shell || basename(file) !== 'dbt' || verb === undefined || !failed) return null;
  const kept = args.flatMap((word, at) => {
    const [name = ''] = word.split('=', 1);
    if (!places.has(name)) return [];
    return word.includes('=') ? [word] : [word, args[at + 1] ?? ''];
  });
  return { file, args: ['retry', ...kept], shell };
}
