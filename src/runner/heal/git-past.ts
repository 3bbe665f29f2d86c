/** What the files of a scratch checkout said in the commits before. */
import { spawnSync } from 'node:child_process';

export interface GitPast {
  /** Texts that a path had, newest first, without the one that it has; empty: nobody knows. */
  earlier(path: string): readonly string[];
  /** Paths that were there and are not any more. */
  gone(): readonly string[];
}

export interface PastPlace {
  readonly gitDir: string;
  /** The commit that was checked out; empty where there is none. */
  readonly head: string;
  /** The commit of the files as they are. */
  readonly commit: string;
  readonly paths: ReadonlySet<string>;
}

const mostCommits = 20;
const mostPaths = 2_000;
const mostTexts = 5;
const mostText = 1 << 20;

/** Looked up when the first question is asked: most failures need no history. */
export function gitPast(place: PastPlace): GitPast {
  let known: ReadonlyMap<string, readonly string[]> | null = null;
  const read = new Map<string, readonly string[]>();
  const past = () => {
    known ??= place.head === '' ? new Map() : changedIn(place);
    return known;
  };
  return {
    earlier(path) {
      const seen = read.get(path);
      if (seen) return seen;
      const commits = past().get(path) ?? [];
      if (commits.length === 0) return [];
      const now = blob(place, place.commit, path);
      const texts = commits.flatMap((commit) => blob(place, commit, path) ?? []);
      const all = [...new Set(texts)].filter((text) => text !== now).slice(0, mostTexts);
      read.set(path, all);
      return all;
    },
    gone: () => [...past().keys()].filter((path) => !place.paths.has(path)).sort(),
  };
}

/** For each path that was changed or removed lately, the commits before that, newest first. */
function changedIn(place: PastPlace): ReadonlyMap<string, readonly string[]> {
  const { head, commit } = place;
  const found = new Map<string, string[]>();
  const note = (path: string, before: string) => {
    if (path === '' || (found.size >= mostPaths && !found.has(path))) return;
    found.set(path, [...(found.get(path) ?? []), before]);
  };
  const own = git(place, ['diff-tree', '-r', '-z', ...plain, head, commit]);
  for (const path of (own ?? '').split('\0')) note(path, head);
  const log = git(place, [
    'log',
    `--max-count=${mostCommits}`,
    '--first-parent',
    '-m',
    '-z',
    '--format=%x00%H',
    ...plain,
    head,
  ]);
  let at = '';
  for (const word of (log ?? '').split('\0')) {
    const text = word.replace(/^\n/, '');
    if (/^[0-9a-f]{40,64}$/.test(text)) at = text;
    else if (at !== '') note(text, `${at}^`);
  }
  return found;
}

const plain = ['--no-renames', '--no-ext-diff', '--diff-filter=MD', '--name-only'];

function blob(place: PastPlace, commit: string, path: string): string | null {
  return git(place, ['cat-file', 'blob', `${commit}:${path}`]);
}

function git({ gitDir }: PastPlace, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('git', args, {
    cwd: gitDir,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', GIT_DIR: gitDir, GIT_NO_LAZY_FETCH: '1' },
    maxBuffer: mostText,
    timeout: 10_000,
  });
  return status === 0 ? textOf(stdout, args[0] === 'cat-file') : null;
}

/** A path's list has zeros between its entries; a file that has some is no text. */
function textOf(bytes: Buffer, file: boolean): string | null {
  return file && bytes.includes(0) ? null : bytes.toString('utf8');
}
