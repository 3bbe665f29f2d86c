/** Where the local host keeps what it knows: `.yardmaster/` beside `.git`, never committed. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface StateFolder {
  readonly root: string;
  /** The embedded GitHub's database and repositories. */
  readonly github: string;
  readonly logs: string;
  readonly diary: string;
  readonly spareOutput: string;
  /** Pipeline files by digest, as they were when a run started. */
  readonly pipelines: string;
  readonly lock: string;
}

export function stateFolder(checkout: string): StateFolder {
  const root = join(checkout, '.yardmaster');
  return {
    root,
    github: join(root, 'github'),
    logs: join(root, 'logs'),
    diary: join(root, 'attempts.jsonl'),
    spareOutput: join(root, 'spare-output'),
    pipelines: join(root, 'pipelines'),
    lock: join(root, 'lock'),
  };
}

/** Makes the folder, and keeps it out of commits through `exclude`, git's `info/exclude`. */
export function makeStateFolder(state: StateFolder, exclude: string): void {
  for (const folder of [state.root, state.logs, state.pipelines])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  const before = existsSync(exclude) ? readFileSync(exclude, 'utf8') : '';
  if (before.split('\n').some((line) => line.trim() === '.yardmaster/')) return;
  mkdirSync(dirname(exclude), { recursive: true });
  appendFileSync(exclude, `${before === '' || before.endsWith('\n') ? '' : '\n'}.yardmaster/\n`);
}
