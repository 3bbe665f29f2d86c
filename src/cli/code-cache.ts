/** Compiled code in the user's cache folder (XDG Base Directory Specification: `$XDG_CACHE_HOME`, else `~/.cache`). */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

export interface CodeCache {
  /** Null: there is nothing, or nothing that can be trusted. */
  read(): Buffer | null;
  /** Does nothing where it cannot. */
  write(code: Buffer): void;
}

/** Bytes of the digest before the code: V8 itself would run what a power cut has left of it. */
const digestLength = 32;
/** Of other versions and commands: removed when they were not written for so many days. */
const mostDays = 30;

/** `name` names the command, and beyond doubt the program that it belongs to. */
export function codeCache(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): CodeCache {
  const root = rootOf(environment);
  if (root === null || !/^[\w-]+$/.test(name)) return { read: () => null, write: () => {} };
  const folder = join(root, 'yardmaster');
  const path = join(folder, `${name}.code`);
  return {
    read() {
      try {
        if (!isOurs(folder) || !isOurs(path)) return null;
        const bytes = readFileSync(path);
        const code = bytes.subarray(digestLength);
        return digestOf(code).equals(bytes.subarray(0, digestLength)) ? code : null;
      } catch {
        return null;
      }
    },
    write(code) {
      const next = `${path}.${process.pid}`;
      try {
        makeFolder(root);
        makeFolder(folder);
        if (!isOurs(folder)) return;
        tidy(folder);
        writeFileSync(next, Buffer.concat([digestOf(code), code]), { mode: 0o600, flag: 'wx' });
        renameSync(next, path);
      } catch {
        discard(next);
      }
    },
  };
}

/** Null: the user has no folder of that kind. One relative to where the command runs could be anybody's. */
function rootOf({ XDG_CACHE_HOME: base, HOME }: Readonly<Record<string, string | undefined>>) {
  if (base && isAbsolute(base)) return base;
  const home = HOME || homeOfUser();
  return home && isAbsolute(home) ? join(home, '.cache') : null;
}

/** Of the system's list of users, in which whoever a container runs as need not be. */
function homeOfUser(): string | null {
  try {
    return userInfo().homedir;
  } catch {
    return null;
  }
}

/** Not `recursive`: Node never comes back where nothing can be made and nobody says so, as in `/proc`. */
function makeFolder(path: string): void {
  if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
}

function digestOf(code: Buffer): Buffer {
  return createHash('sha256').update(code).digest();
}

/** Whoever can write there can have anything run by this user. */
function isOurs(path: string): boolean {
  const { uid, mode } = statSync(path);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** What is left of a file that could not be written, for example on a full disk. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is not even a folder.
  }
}

function tidy(folder: string): void {
  const oldest = Date.now() - mostDays * 86_400_000;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (/\.code(\.\d+)?$/.test(name) && statSync(path).mtimeMs < oldest) rmSync(path);
  }
}
