/**
 * Puts a change into the working tree, with a way back: the old files are on disk, flushed, before the first
 * new one is, and each file is replaced as a whole. Whoever starts next undoes what was cut off.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChangeSet, FileChange } from '../../heal/fix/fix.ts';
import { isAlive, processStart } from '../process-group.ts';
import { writeFileWhole } from './write-file.ts';

interface Backup {
  readonly pid: number;
  readonly start: string | null;
  readonly root: string;
  readonly files: readonly BackupFile[];
}

interface BackupFile {
  readonly path: string;
  /** Base64; null: it was not there. */
  readonly before: string | null;
  readonly after: string | null;
  readonly mode: number;
}

export type Replaced = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** Refused where the tree is not as the change expects it; nothing is changed then. */
export function putInPlace(root: string, changes: ChangeSet, recovery: string): Replaced {
  const open = readBackup(recovery);
  if (open && isAlive(open.pid, open.start))
    return { ok: false, why: `Process ${open.pid} is putting another fix into this tree.` };
  const files: BackupFile[] = [];
  for (const change of changes) {
    const file = backedUp(root, change);
    if (typeof file === 'string') return { ok: false, why: file };
    files.push(file);
  }
  const backup = { pid: process.pid, start: processStart(process.pid), root, files };
  writeFileWhole(recovery, JSON.stringify(backup));
  try {
    for (const file of files) write(root, file, file.after);
  } catch (error) {
    restore(recovery);
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
  return { ok: true };
}

/** Why not, where the file is not as the change expects it. */
function backedUp(root: string, { path, before, after }: FileChange): BackupFile | string {
  const now = readNow(root, path);
  if (now === undefined) return `${path} is no plain file below the root.`;
  const crlf = now !== null && before !== null && now.text === withCrlf(before);
  if ((now?.text ?? null) !== before && !crlf) return `${path} was changed meanwhile.`;
  return {
    path,
    before: now ? now.bytes.toString('base64') : null,
    after: after === null ? null : Buffer.from(crlf ? withCrlf(after) : after).toString('base64'),
    mode: now?.mode ?? 0o644,
  };
}

/** Where git is told to, files have other line breaks in the working tree than in a commit. */
function withCrlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

/** What was put in place stays. */
export function settleInPlace(recovery: string): void {
  rmSync(recovery, { force: true });
}

export interface Restored {
  readonly files: number;
  /** Files that somebody changed since, which were left alone. */
  readonly foreign: readonly string[];
}

/** Brings the files back byte for byte. Null: nothing was open. */
export function restore(recovery: string): Restored | null {
  const backup = readBackup(recovery);
  if (!backup) {
    // Half a backup was never acted upon.
    rmSync(recovery, { force: true });
    return null;
  }
  const foreign: string[] = [];
  for (const file of backup.files) {
    removeDrafts(backup.root, file.path);
    const now = readNow(backup.root, file.path);
    const is = now === undefined ? undefined : (now?.bytes.toString('base64') ?? null);
    if (is === file.before) continue;
    if (is !== file.after) foreign.push(file.path);
    else write(backup.root, file, file.before);
  }
  rmSync(recovery, { force: true });
  return { files: backup.files.length, foreign };
}

/** Undoes what a killed process left half done. Null: nothing was. */
export function recover(recovery: string): Restored | null {
  if (!existsSync(recovery)) return null;
  const backup = readBackup(recovery);
  return backup && isAlive(backup.pid, backup.start) ? null : restore(recovery);
}

function write(root: string, { path, mode }: BackupFile, base64: string | null): void {
  const target = join(root, path);
  if (base64 === null) {
    rmSync(target, { force: true });
    removeEmptyFolders(root, dirname(path));
  } else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileWhole(target, Buffer.from(base64, 'base64'), mode);
  }
}

/** Git knows no empty folders, and neither does a change. */
function removeEmptyFolders(root: string, path: string): void {
  for (let at = path; at !== '.' && at !== ''; at = dirname(at)) {
    try {
      rmdirSync(join(root, at));
    } catch {
      return;
    }
  }
}

/** undefined: something else than a plain file is there, or on the way to it. */
function readNow(
  root: string,
  path: string,
): { readonly text: string; readonly bytes: Buffer; readonly mode: number } | null | undefined {
  const names = path.split('/');
  let at = root;
  for (const [index, name] of names.entries()) {
    at = join(at, name);
    const found = lstatSync(at, { throwIfNoEntry: false });
    if (!found) return null;
    const last = index === names.length - 1;
    if (last ? !found.isFile() : !found.isDirectory()) return undefined;
    if (last) {
      const bytes = readFileSync(at);
      return { text: bytes.toString('utf8'), bytes, mode: found.mode & 0o777 };
    }
  }
  return undefined;
}

function removeDrafts(root: string, path: string): void {
  const folder = join(root, dirname(path));
  const start = `${path.slice(path.lastIndexOf('/') + 1)}.`;
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (name.startsWith(start) && name.endsWith('.yardmaster-draft'))
      rmSync(join(folder, name), { force: true });
}

function readBackup(recovery: string): Backup | null {
  try {
    const read = JSON.parse(readFileSync(recovery, 'utf8')) as Backup;
    return typeof read.pid === 'number' && Array.isArray(read.files) ? read : null;
  } catch {
    return null;
  }
}
