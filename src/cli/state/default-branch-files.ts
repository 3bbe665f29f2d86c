/** Files as the default branch of a checkout has them, whatever its working tree holds. */
import { spawnSync } from 'node:child_process';

interface BranchFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Without a remote the repository is one person's own, and its branch is what they work on. */
const remoteBranches = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
];
const maxFiles = 100;

/** The plain files of a folder on the default branch, by path; none where there is none, or no git. */
export function defaultBranchFiles(root: string, folder: string): readonly BranchFile[] {
  const commit = defaultCommit(root);
  if (commit === null) return [];
  const listed = git(root, ['ls-tree', '-z', '--full-tree', commit, `${folder}/`]);
  const entries = listed?.toString('utf8').split('\0').filter(Boolean) ?? [];
  return entries.slice(0, maxFiles).flatMap((entry) => {
    // A link or a submodule is no plain file.
    const [, id, path] = /^100(?:644|755) blob ([0-9a-f]{40,64})\t(.+)$/s.exec(entry) ?? [];
    const bytes = id === undefined ? null : git(root, ['cat-file', 'blob', id]);
    return path === undefined || bytes === null ? [] : [{ path, bytes }];
  });
}

function defaultCommit(root: string): string | null {
  const candidates = hasRemote(root) ? remoteBranches : ['HEAD'];
  for (const name of candidates) {
    const commit = git(root, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    if (commit !== null) return commit.toString('utf8').trim();
  }
  return null;
}

function hasRemote(root: string): boolean {
  return (git(root, ['remote'])?.toString('utf8').trim() ?? '') !== '';
}

function git(root: string, args: readonly string[]): Buffer | null {
  const { status, stdout } = spawnSync('git', args, { cwd: root, maxBuffer: 1 << 22 });
  return status === 0 ? stdout : null;
}
