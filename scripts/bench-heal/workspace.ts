import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutation, ProjectName } from './mutation.ts';
import { type ProjectFiles, writeFiles } from './project-files.ts';
import type { Setting } from './setting.ts';

/** A folder with a project as somebody has it who has just installed its packages. */
export function makeFolder(setting: Setting, project: ProjectName, files: ProjectFiles): string {
  const folder = mkdtempSync(join(tmpdir(), `yardmaster-heal-${project}-`));
  writeFiles(folder, files);
  if (project === 'dbt-shop') {
    // What `dbt deps` makes of a local package.
    mkdirSync(join(folder, 'dbt_packages'));
    symlinkSync(join(folder, 'packages/shop_utils'), join(folder, 'dbt_packages/shop_utils'));
  } else
    cpSync(setting.nodeModules, join(folder, 'node_modules'), {
      recursive: true,
      verbatimSymlinks: true,
    });
  return folder;
}

/** Brings a mutation's files and missing folders about; a lock is held by who runs the command. */
export function applyMutation(folder: string, mutation: Mutation): void {
  writeFiles(folder, mutation.files);
  if (mutation.circumstance?.kind === 'no-folder')
    rmSync(join(folder, mutation.circumstance.path), { recursive: true });
}

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/**
 * A git repository with the good project as one commit and the mutation as the next, or, where the mutation
 * says so, in the working tree only. `pass` is called in between where healing is to see the good one pass.
 */
export async function makeRepository(
  setting: Setting,
  mutation: Mutation,
  pass: (folder: string) => Promise<void>,
): Promise<string> {
  const { project } = mutation.operator;
  const folder = makeFolder(setting, project, setting.projects[project]);
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'config', 'user.name', 'Robin Example');
  git(folder, 'config', 'user.email', 'robin@example.org');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Build the tables of the shop');
  if (mutation.operator.passedBefore) {
    await pass(folder);
    // What the run left is no help for the next one.
    for (const name of ['target', 'logs', 'shop.duckdb', 'build', 'reports'])
      rmSync(join(folder, name), { recursive: true, force: true });
  }
  applyMutation(folder, mutation);
  if (mutation.committed && mutation.files.size > 0) {
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'Change a few things');
  }
  return folder;
}

/** Branch and commit that are checked out. */
export function headOf(folder: string): string {
  return `${git(folder, 'rev-parse', '--abbrev-ref', 'HEAD').trim()} ${git(folder, 'rev-parse', 'HEAD').trim()}`;
}
