import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** The variable by which a runner knows the processes of its job, however they left their groups. */
const variable = 'RUNNER_TRACKING_ID';
/** Processes may have been started while others were ended. */
const mostRounds = 5;

/** The mark of one workflow run of the server that has its data in `dir`; a later server there knows it too. */
export function trackingMark(dir: string, runId: number): Readonly<Record<string, string>> {
  const server = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  return { [variable]: `embedded_${server}_${runId}` };
}

/** Kills what still runs with that mark in its environment, as a runner does when a job is over. */
export function endLeftovers(mark: Readonly<Record<string, string>>): void {
  const entry = `\0${variable}=${mark[variable]}\0`;
  for (let round = 0; round < mostRounds; round++) {
    const found = processes().filter((pid) => environmentOf(pid).includes(entry));
    if (found.length === 0) return;
    for (const pid of found) kill(pid);
  }
}

function processes(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    // No such system; then nothing can be found.
    return [];
  }
}

function environmentOf(pid: number): string {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`;
  } catch {
    // It ended, or belongs to somebody else.
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
