/** What a killed host left: processes that still run, and attempts without an end. */
import { readdirSync, readFileSync } from 'node:fs';
import { type AttemptRecord, attemptId } from './fleet-diary.ts';
import { isAlive, signalGroup } from './process-group.ts';

export interface Remains {
  /** Process group leaders of attempts that have no end. */
  readonly leaders: readonly { readonly pid: number; readonly start: string | null }[];
  readonly workers: readonly { readonly pid: number; readonly start: string | null }[];
}

/** Reads what is left out of the records of the fleet’s diary. */
export function remains(records: readonly AttemptRecord[]): Remains {
  const leaders = new Map<string, { pid: number; start: string | null }>();
  const workers: { pid: number; start: string | null }[] = [];
  for (const record of records) {
    if (record.kind === 'worker') workers.push(record);
    else if (record.kind === 'process') leaders.set(attemptId(record.ref), record);
    else if (record.kind === 'end') leaders.delete(attemptId(record.end.ref));
  }
  return { leaders: [...leaders.values()], workers };
}

/**
 * Kills what a host before this one left: first its workers, so that they start nothing more, then the
 * groups of its attempts, then whatever else carries the mark (`NAME=value`) in its environment: a process
 * that was started in the instant of the kill, or left its group.
 */
export function killRemains(left: Remains, mark: string): void {
  for (const { pid, start } of left.workers) if (isAlive(pid, start)) kill(pid);
  for (const { pid, start } of left.leaders) if (isAlive(pid, start)) signalGroup(pid, 'SIGKILL');
  // One of them may have started another after it was looked for; the dead start nothing more.
  for (let looks = 0; looks < mostLooks; looks++) {
    const marked = markedProcesses(mark);
    if (marked.length === 0) return;
    for (const pid of marked) kill(pid);
  }
}

const mostLooks = 20;

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function markedProcesses(mark: string): number[] {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && environmentOf(pid).includes(mark));
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
