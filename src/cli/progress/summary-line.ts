/** How far the runs are, in one line. */
import type { Run, TaskState } from '../../core/model.ts';
import { formatDuration } from '../../text/format/format-duration.ts';
import { textWidth } from '../../text/format/text-width.ts';
import type { Terminal } from '../terminal.ts';
import { roughTime } from './rough-time.ts';

export interface Tally {
  readonly tasks: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

const failed: ReadonlySet<TaskState> = new Set(['FAILED', 'DEAD_LETTER']);
const skipped: ReadonlySet<TaskState> = new Set(['SKIPPED', 'CANCELLED']);

export function tallyOf(runs: readonly Run[]): Tally {
  const states = runs.flatMap((run) => run.statuses.map(({ state }) => state));
  return {
    tasks: states.length,
    done: states.filter((state) => state === 'COMPLETED').length,
    failed: states.filter((state) => failed.has(state)).length,
    skipped: states.filter((state) => skipped.has(state)).length,
  };
}

export function summaryLine(
  runs: readonly Run[],
  running: number,
  expectedEnd: number | null,
  now: number,
  { paint, columns }: Pick<Terminal, 'paint' | 'columns'>,
): string {
  const tally = tallyOf(runs);
  const waiting = tally.tasks - tally.done - tally.failed - tally.skipped - running;
  const began = Math.min(now, ...runs.map((run) => run.createdAt));
  const parts = [
    paint('bold', `${tally.done} of ${tally.tasks} done`),
    tally.failed > 0 ? paint('red', `${tally.failed} failed`) : '',
    tally.skipped > 0 ? `${tally.skipped} skipped` : '',
    `${running} running`,
    waiting > 0 ? `${waiting} waiting` : '',
    formatDuration(now - began),
    expectedEnd !== null && expectedEnd > now ? `about ${roughTime(expectedEnd - now)} left` : '',
  ].filter((part) => part !== '');
  while (parts.length > 1 && textWidth(parts.join(' · ')) > columns() - 1) parts.pop();
  return parts.join(paint('dim', ' · '));
}
