import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ran, runCommand } from '../../../scripts/bench-heal/run-command.ts';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
/** The command line as its sources are, not as they were when it was last built. */
const cli = [process.execPath, at('node_modules/tsx/dist/cli.mjs'), at('src/cli/main.ts')];
const options = ['--mode', 'autonomous', '--verify', 'same', '--json'];

/** What healing reports as its last line. */
interface HealReport {
  readonly result: string;
  readonly failure: { readonly kind: string; readonly summary: string } | null;
  readonly fixes: readonly { readonly remedy: string; readonly outcome: string }[];
}

export interface Healed extends Ran {
  readonly report: HealReport;
}

/** Heals a command in a folder, with nothing that earlier healing learnt. */
export async function healProject(
  folder: string,
  variables: Readonly<Record<string, string>>,
  command: readonly string[],
): Promise<Healed> {
  const home = mkdtempSync(join(tmpdir(), 'yardmaster-home-'));
  const ran = await runCommand([...cli, 'heal', ...options, '--', ...command], {
    folder,
    variables: { ...variables, XDG_STATE_HOME: home, XDG_CACHE_HOME: home },
    limit: 240,
  });
  rmSync(home, { recursive: true, force: true });
  const last = ran.stdout.trimEnd().split('\n').at(-1) ?? '';
  return { ...ran, report: JSON.parse(last) as HealReport };
}

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Makes a folder a repository whose one commit holds all that is in it. */
export function commitAll(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'config', 'user.name', 'Robin Example');
  git(folder, 'config', 'user.email', 'robin@example.org');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Build the tables of the shop');
}

/** A file as the branch of the one fix that was kept holds it, and takes that branch away; null: none was kept. */
export function takeFix(folder: string, path: string): string | null {
  const format = '--format=%(refname:short)';
  const branches = git(folder, 'for-each-ref', format, 'refs/heads/yardmaster-heal').split('\n');
  const [branch = ''] = branches;
  if (branch === '') return null;
  const text = git(folder, 'show', `${branch}:${path}`);
  git(folder, 'branch', '--quiet', '-D', branch);
  return text;
}
