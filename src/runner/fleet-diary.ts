/**
 * The memory of the local fleet: an append-only file of JSON lines, one at each start of a process, one at
 * each end. It is written before anybody else hears of it, so that whatever is killed, at any moment, what
 * ended stays ended. A process that was started in the instant of a kill is found by its environment.
 */
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type { AttemptRef, Instant } from '../core/model.ts';
import type { Handoff } from '../text/handoff.ts';

export type AttemptRecord =
  /** Its process was started. */
  | {
      readonly kind: 'start';
      readonly ref: AttemptRef;
      readonly at: Instant;
      readonly pid: number;
    }
  /** It lasts: the leader of its process group, and when exactly that started (see `processStart`). */
  | {
      readonly kind: 'process';
      readonly ref: AttemptRef;
      readonly pid: number;
      readonly start: string | null;
    }
  | { readonly kind: 'end'; readonly end: Handoff }
  /** A process that starts attempts. */
  | { readonly kind: 'worker'; readonly pid: number; readonly start: string | null };

export interface FleetDiary {
  append(record: AttemptRecord): void;
  close(): void;
}

/** The records of attempts compare by this: `12/3.2`. */
export function attemptId(ref: AttemptRef): string {
  return `${ref.run}/${ref.task}.${ref.attempt}`;
}

export function openFleetDiary(path: string): FleetDiary {
  const fd = openSync(path, 'a', 0o600);
  // A line that was torn by a kill ends here, so that it takes the next one not with it.
  writeSync(fd, '\n');
  return {
    append: (record) => void writeSync(fd, `${JSON.stringify(record)}\n`),
    close: () => closeSync(fd),
  };
}

/** All records. A line that was cut off when its writer was killed is left out. */
export function readFleetDiary(path: string): AttemptRecord[] {
  if (!existsSync(path)) return [];
  const records: AttemptRecord[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    try {
      records.push(JSON.parse(line) as AttemptRecord);
    } catch {
      // Torn by a kill; the attempt then counts as one without an end.
    }
  }
  return records;
}

/** Keeps what concerns these runs only. Nobody may have the file open. */
export function compactFleetDiary(path: string, runs: ReadonlySet<number>): void {
  const kept = readFleetDiary(path).filter((record) => {
    if (record.kind === 'worker') return false;
    return runs.has(record.kind === 'end' ? record.end.ref.run : record.ref.run);
  });
  const next = `${path}.next`;
  writeFileSync(next, kept.map((record) => `${JSON.stringify(record)}\n`).join(''), {
    mode: 0o600,
  });
  renameSync(next, path);
}
