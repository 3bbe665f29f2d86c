/** The log of what healing does, written before it is done (H7): JSON lines with a column for people. */
import { appendFileSync, existsSync, lstatSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HealAction } from '../../heal/loop/heal-ports.ts';
import type { Git } from './git.ts';
import type { Repository } from './repository.ts';

const mostBytes = 5 << 20;
const mostFiles = 3;

/**
 * `logs/pipeline_runs.log` where the repository ignores or has it, so that the log is no change of its own;
 * otherwise in `.yardmaster/logs` where that is ignored, and last in the state's folder.
 */
export async function actionLogPath(
  git: Git,
  { root, git: repository, state }: Repository,
): Promise<string> {
  const name = 'logs/pipeline_runs.log';
  if (repository === null) return join(root, '.yardmaster', name);
  const ignored = async (path: string) =>
    (await git(['check-ignore', '--quiet', '--', path], { directory: root })).ok;
  const isThere = lstatSync(join(root, name), { throwIfNoEntry: false })?.isFile() ?? false;
  if (isOwn(root, name) && (isThere || (await ignored(name)))) return join(root, name);
  const own = `.yardmaster/${name}`;
  return isOwn(root, own) && (await ignored(own)) ? join(root, own) : join(state, name);
}

/** A link in a repository must not lead what is written somewhere else. */
function isOwn(root: string, path: string): boolean {
  return path.split('/').every((_, at, names) => {
    const part = join(root, ...names.slice(0, at + 1));
    return !lstatSync(part, { throwIfNoEntry: false })?.isSymbolicLink();
  });
}

export function appendAction(
  path: string,
  action: HealAction,
  command: string,
  redact: (text: string) => string,
): void {
  const { at, action: kind, words, fix } = action;
  const time = new Date(at).toISOString();
  const said = redact(words);
  const line = {
    time,
    text: `${time.slice(0, 19).replace('T', ' ')}  ${kind.padEnd(8)}  ${said}`,
    action: kind,
    words: said,
    command,
    ...(fix === undefined ? {} : { fix }),
  };
  try {
    mkdirSync(dirname(path), { recursive: true });
    rotate(path);
    appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  } catch {
    // A log that cannot be written is no reason not to heal.
  }
}

function rotate(path: string): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < mostBytes) return;
  for (let number = mostFiles - 1; number >= 1; number--) {
    const older = number === 1 ? path : `${path}.${number - 1}`;
    if (existsSync(older)) renameSync(older, `${path}.${number}`);
  }
}
