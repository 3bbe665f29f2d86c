/** Brings files of configuration back as a commit has them, in the files of a person. */
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isPromised } from './produced-files.ts';

export interface RestoredFiles {
  /** Paths of what was written. */
  readonly restored: readonly string[];
  /** Paths of what differs and stays: a person changed it since the last commit, or it is no plain file. */
  readonly kept: readonly string[];
}

const mostBytes = 16 << 20;

/** Files that were not there at the commit stay. Throws what git complains of. */
export function restoreCommitted(
  root: string,
  commit: string,
  globs: readonly string[],
): RestoredFiles {
  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-c', 'core.fsmonitor=false', ...args], {
      cwd: root,
      maxBuffer: mostBytes,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const list = git('ls-tree', '-r', '-z', '--full-tree', commit).toString('utf8');
  const edited = new Set(namesIn(git('diff', '--name-only', '--no-ext-diff', '-z', 'HEAD')));
  const restored: string[] = [];
  const kept: string[] = [];
  for (const entry of list.split('\0')) {
    const [, path] = /^100(?:644|755) blob \w+\t([\s\S]+)$/.exec(entry) ?? [];
    if (path === undefined || !isPromised(path, globs)) continue;
    const bytes = git('cat-file', 'blob', `${commit}:${path}`);
    const there = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (there?.isFile() && readFileSync(join(root, path)).equals(bytes)) continue;
    if (edited.has(path) || !isPlain(root, path)) {
      kept.push(path);
      continue;
    }
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
    restored.push(path);
  }
  return { restored, kept };
}

function namesIn(list: Buffer): readonly string[] {
  return list.toString('utf8').split('\0').filter(Boolean);
}

/** A link in a repository must not lead what is written somewhere else. */
function isPlain(root: string, path: string): boolean {
  return path.split('/').every((_, at, names) => {
    const found = lstatSync(join(root, ...names.slice(0, at + 1)), { throwIfNoEntry: false });
    return !found || (at === names.length - 1 ? found.isFile() : found.isDirectory());
  });
}
