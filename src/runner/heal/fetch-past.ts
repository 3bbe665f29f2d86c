/** Fetches commits that a shallow checkout lacks into the private repository of its snapshot. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Git, GitOptions } from './git.ts';

/** Sent to addresses that begin so, and nowhere else. */
export interface FetchCredentials {
  /** `https://github.com/`. */
  readonly url: string;
  /** The header as a whole: `AUTHORIZATION: basic ...`. */
  readonly header: string;
}

export interface PastPlace {
  readonly git: Git;
  /** Absolute: the checkout. */
  readonly root: string;
  /** Absolute: the private repository. */
  readonly gitDir: string;
  /** The commit that is checked out. */
  readonly head: string;
  /** null: those that the checkout itself keeps, if any. */
  readonly credentials: FetchCredentials | null;
}

/** As many commits as anybody looks back. */
const mostCommits = 25;
const mostTime = 60_000;

/** The history of the commit that is checked out, as far as anybody looks back. Answers whether there is more now. */
export async function fetchHistory(place: PastPlace): Promise<boolean> {
  if (place.head === '' || !existsSync(join(place.gitDir, 'shallow'))) return false;
  return fetch(place, [`--deepen=${mostCommits}`], place.head);
}

/** One commit, without those before it. Answers whether it was not there, and is now. */
export async function fetchCommit(place: PastPlace, commit: string): Promise<boolean> {
  const known = await place.git(['cat-file', '-e', `${commit}^{commit}`], inside(place));
  return !known.ok && fetch(place, ['--depth=1'], commit);
}

async function fetch(place: PastPlace, depth: readonly string[], commit: string): Promise<boolean> {
  const { git, root } = place;
  const remote = await git(['remote', 'get-url', 'origin'], { directory: root });
  const url = remote.out.trim();
  // No other program is started for it, and nobody is asked for a password.
  if (!remote.ok || !/^(?:https?:\/\/|file:\/\/|\/)[^\s]*$/.test(url)) return false;
  const options = { ...inside(place), timeout: mostTime };
  const quiet = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
  const { ok } = await git(['fetch', ...quiet, ...depth, url, commit], {
    ...options,
    environment: { ...options.environment, ...(await access(place, url)) },
  });
  return ok;
}

/** What git sends along, as variables: its words would be seen in the list of processes. */
async function access(
  { git, root, credentials }: PastPlace,
  url: string,
): Promise<Readonly<Record<string, string>>> {
  const own = credentials ?? (await kept(git, root, url));
  if (own === null) return {};
  return {
    // A command that ran before may have written a configuration that leads elsewhere.
    ...(credentials ? { GIT_CONFIG_GLOBAL: '/dev/null' } : {}),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${own.url}.extraHeader`,
    GIT_CONFIG_VALUE_0: own.header,
  };
}

/** As `actions/checkout` keeps them where it is told to. */
async function kept(git: Git, root: string, url: string): Promise<FetchCredentials | null> {
  if (!/^https?:/.test(url)) return null;
  const args = ['config', '--get-urlmatch', 'http.extraHeader', url];
  const { ok, out } = await git(args, { directory: root });
  return ok && out.trim() !== '' ? { url, header: out.trim() } : null;
}

function inside({ gitDir }: PastPlace): GitOptions {
  return { directory: gitDir, environment: { GIT_DIR: gitDir } };
}
