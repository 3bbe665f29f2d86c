/**
 * Brings what git ignores but a command needs (installed dependencies, local settings, databases) from the
 * working tree into a scratch checkout. What tools make anew is left behind: it would hide what is broken.
 */
import {
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Git, gitText } from './git.ts';

/** Made by a command itself; a stale one must not help it. */
const made = new Set(
  (
    'target dist build out logs .yardmaster __pycache__ .pytest_cache .mypy_cache .ruff_cache .tox .nox .next ' +
    '.nuxt .svelte-kit .turbo .cache .parcel-cache coverage htmlcov .nyc_output .gradle .eggs test-results ' +
    'playwright-report .coverage .DS_Store .terraform.tfstate.lock.info'
  ).split(' '),
);
/** Up to this much is copied; more is linked to. */
const mostCopied = { bytes: 64 << 20, entries: 4_000 };
/** Databases and their like are written to, so they are always copied. */
const mostFile = 2 ** 31;

/** From the working tree to the scratch checkout; absolute. */
interface Move {
  readonly from: string;
  readonly to: string;
}

export interface BringOrder extends Move {
  /** The private repository that knows what is ignored. */
  readonly gitDir: string;
  readonly index: string;
  /** Names of folders that the command makes itself. */
  readonly without: ReadonlySet<string>;
  /** Paths that come along in any case: submodules, and what a host names. */
  readonly named: readonly string[];
}

export async function bringAlong(git: Git, order: BringOrder): Promise<void> {
  const { from } = order;
  const environment = { GIT_DIR: order.gitDir, GIT_WORK_TREE: from, GIT_INDEX_FILE: order.index };
  const list = await gitText(
    git,
    ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'],
    { directory: from, environment },
  );
  for (const path of order.named)
    if (lstatSync(join(from, path), { throwIfNoEntry: false })?.isDirectory())
      bringFolder(order, path);
    else bringFile(order, path);
  for (const entry of list.split('\0')) {
    const path = entry.replace(/\/$/, '');
    if (path === '' || isLeftBehind(path, order.without)) continue;
    if (entry.endsWith('/')) bringFolder(order, path);
    else bringFile(order, path);
  }
}

function isLeftBehind(path: string, without: ReadonlySet<string>): boolean {
  const name = basename(path);
  return made.has(name) || without.has(name) || /\.(pyc|log|tmp|yardmaster-draft)$/.test(name);
}

function bringFile(place: Move, path: string): void {
  const [source, target] = [join(place.from, path), join(place.to, path)];
  const found = lstatSync(source, { throwIfNoEntry: false });
  if (!found || existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  if (found.isSymbolicLink()) copyLink(source, target, place);
  else if (found.isFile() && found.size <= mostFile)
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
}

function bringFolder(place: Move, path: string): void {
  const [source, target] = [join(place.from, path), join(place.to, path)];
  if (!existsSync(source)) return;
  if (basename(path) === 'node_modules') mirrorModules(source, target, place);
  else if (existsSync(join(source, 'pyvenv.cfg')) || !isSmall(source)) link(source, target);
  else copyFolder(source, target, place);
}

/**
 * A folder of Node's packages as a real folder of links: `npm ci` and its like take away links and not what is
 * behind them, and packages of a workspace, which are links themselves, lead to the checkout's own files.
 */
function mirrorModules(from: string, to: string, place: Move): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) copyLink(source, target, place);
    else if (entry.isFile()) copyFileSync(source, target);
    else if (entry.name.startsWith('@') || entry.name === '.bin')
      mirrorModules(source, target, place);
    else if (entry.name !== '.cache') symlinkSync(source, target);
  }
}

function link(from: string, to: string): void {
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to);
}

function isSmall(folder: string): boolean {
  let bytes = 0;
  let entries = 0;
  const open = [folder];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      entries++;
      const path = join(at, entry.name);
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile()) bytes += lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (bytes > mostCopied.bytes || entries > mostCopied.entries) return false;
    }
  }
  return true;
}

/** Shares blocks where the file system can. */
function copyFolder(from: string, to: string, place: Move): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    // A submodule's repository, of which the checkout knows nothing.
    if (entry.name === '.git') continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target, place);
    else if (entry.isSymbolicLink()) copyLink(source, target, place);
    else if (entry.isFile()) copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}

/** A link into the working tree leads into the checkout then: what is there may differ. */
function copyLink(source: string, target: string, { from, to }: Move): void {
  const leads = readlinkSync(source);
  const inside = leads === from || leads.startsWith(`${from}/`);
  symlinkSync(inside ? to + leads.slice(from.length) : leads, target);
}
