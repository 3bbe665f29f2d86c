/** On which commit a command passed last: what a file of configuration may be restored from. */
import { readFileSync } from 'node:fs';
import type { Git } from './git.ts';
import type { Repository } from './repository.ts';
import { writeFileWhole } from './write-file.ts';

const mostKeys = 200;

/** null: none is known. */
export function knownPass(path: string, key: string): string | null {
  return read(path)[key] ?? null;
}

/** Only where the files are those of a commit. */
export async function rememberPass(
  git: Git,
  { root, git: repository }: Repository,
  path: string,
  key: string,
): Promise<void> {
  if (repository === null) return;
  const head = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], {
    directory: root,
  });
  const plain = await withoutFilters(git, root);
  const status = await git([...plain, 'status', '--porcelain', '--untracked-files=no'], {
    directory: root,
  });
  if (!head.ok || !status.ok || status.out !== '') return;
  const known = Object.entries(read(path)).filter(([name]) => name !== key);
  const entries = [...known, [key, head.out.trim()]].slice(-mostKeys);
  try {
    writeFileWhole(path, JSON.stringify(Object.fromEntries(entries)));
  } catch {
    // It is only a help for later.
  }
}

/** What the repository's own configuration would have git execute to compare a file. */
async function withoutFilters(git: Git, root: string): Promise<readonly string[]> {
  const names = await git(
    [
      'config',
      '--local',
      '--name-only',
      '--get-regexp',
      '^filter\\..*\\.(clean|smudge|process|required)$',
    ],
    { directory: root },
  );
  return names.out.split('\n').flatMap((name) => (name === '' ? [] : ['-c', `${name}=`]));
}

function read(path: string): Readonly<Record<string, string>> {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const entries = Object.entries(read ?? {}).filter((entry): entry is [string, string] =>
      /^[0-9a-f]{40,64}$/.test(String(entry[1])),
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
