/** One local host at a time per folder: a lock file that names its holder, so that a dead one's is no obstacle. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, processStart } from '../../runner/process-group.ts';

export type HostLock =
  | { readonly ok: true; release(): void }
  /** Another living host holds it. */
  | { readonly ok: false; readonly pid: number };

export function takeHostLock(path: string, pid: number): HostLock {
  const mine = JSON.stringify({ pid, start: processStart(pid) });
  // Linked into place, so that the lock is never there without its holder's name.
  const draft = `${path}.${pid}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    // A stale lock is moved away before the next try, so that of several only one wins each time.
    for (let tries = 0; tries < 5; tries++) {
      if (linked(draft, path)) return { ok: true, release: () => release(path, mine) };
      const living = livingHost(path);
      if (living !== null) return { ok: false, pid: living };
      moveAway(path, pid);
    }
    return { ok: false, pid: 0 };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The process of the host that works on a checkout; null: none does, whatever a dead one left. */
export function livingHost(path: string): number | null {
  const holder = holderOf(path);
  return holder && isAlive(holder.pid, holder.start) ? holder.pid : null;
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path: string): { pid: number; start: string | null } | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const { pid, start } = holder as { pid: unknown; start: unknown };
    if (typeof pid !== 'number') return null;
    return { pid, start: typeof start === 'string' ? start : null };
  } catch {
    // Gone meanwhile, or torn by a kill.
    return null;
  }
}

function moveAway(path: string, pid: number): void {
  const away = `${path}.stale-${pid}`;
  try {
    renameSync(path, away);
    rmSync(away, { force: true });
  } catch {
    // Somebody else was faster.
  }
}

function release(path: string, mine: string): void {
  try {
    if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true });
  } catch {
    // Already gone.
  }
}
