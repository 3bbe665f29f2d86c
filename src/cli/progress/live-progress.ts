/** A terminal's view of a run: what ended scrolls up, what runs stands below with its time and what is left. */
import type { Run } from '../../core/model.ts';
import { formatDuration } from '../../text/format/format-duration.ts';
import { cutToWidth, padToWidth, textWidth } from '../../text/format/text-width.ts';
import type { Terminal } from '../terminal.ts';
import { eventLine } from './event-line.ts';
import { type LiveRegion, liveRegion } from './live-region.ts';
import type { Progress } from './progress.ts';
import { roughTime } from './rough-time.ts';
import type { RunEvent } from './run-event.ts';
import { summaryLine } from './summary-line.ts';

interface Running {
  readonly task: string;
  readonly attempt: number;
  readonly at: number;
  readonly estimate: number | null;
}

/** `tick` calls back regularly until its answer is called; the clock's hands are drawn then. */
export function liveProgress(terminal: Terminal, tick: (draw: () => void) => () => void): Progress {
  const region: LiveRegion = liveRegion(terminal.write, terminal.columns);
  const running = new Map<string, Running>();
  let runs: readonly Run[] = [];
  let expectedEnd: number | null = null;
  let unprinted: string[] = [];
  let width = 12;
  const stopTicking = tick(draw);
  terminal.write('\u001b[?25l');

  function draw(): void {
    if (unprinted.length > 0) {
      region.print(unprinted.map((line) => line.trimEnd()));
      unprinted = [];
    }
    const now = terminal.now();
    // Half of the screen stays for what ended.
    const most = Math.max(3, Math.floor(terminal.rows() / 2) - 2);
    const lines = [...running.values()].map((each) => runningLine(each, now, width, terminal));
    const cut = lines.slice(0, most);
    if (lines.length > most) cut.push(`  … and ${lines.length - most} more`);
    cut.push(summaryLine(runs, running.size, expectedEnd, now, terminal));
    region.show(cut);
  }

  function take(event: RunEvent): void {
    if (event.event === 'opened' || event.event === 'resumed') measure([event.run]);
    if (event.event === 'started') {
      const run = runs.find(({ issue }) => issue === event.run);
      const spec = run?.tasks.find(({ key }) => key === event.task);
      const { task, attempt, at } = event;
      running.set(`${event.run} ${task}`, { task, attempt, at, estimate: spec?.estimate ?? null });
      return;
    }
    if (event.event === 'ended') running.delete(`${event.run} ${event.task}`);
    const line = eventLine(event, terminal.paint, width, terminal.columns());
    if (line !== null) unprinted.push(line);
  }

  function measure(some: readonly Run[]): void {
    for (const run of some)
      for (const task of run.tasks) width = Math.max(width, Math.min(48, textWidth(task.key)));
  }

  return {
    on: take,
    update(next, end) {
      measure(next);
      runs = next;
      expectedEnd = end;
    },
    end() {
      stopTicking();
      if (unprinted.length > 0) region.print(unprinted);
      region.show([]);
      terminal.write('\u001b[?25h');
    },
  };
}

function runningLine(each: Running, now: number, width: number, terminal: Terminal): string {
  // In steps, so that the last digits do not race.
  const elapsed = Math.max(0, Math.floor((now - each.at) / 100) * 100);
  const again = each.attempt > 1 ? ` (attempt ${each.attempt})` : '';
  const room = Math.max(8, terminal.columns() - 40);
  const name = padToWidth(cutToWidth(`${each.task}${again}`, room), Math.min(width, room));
  const rest = each.estimate === null ? '' : restOf(elapsed, each.estimate);
  const bar = each.estimate === null ? '' : barOf(elapsed / each.estimate, terminal);
  const short = `${terminal.paint('cyan', '●')} ${name} ${formatDuration(elapsed).padStart(8)}`;
  const long = `${short}  ${bar} ${terminal.paint('dim', rest)}`;
  return each.estimate !== null && textWidth(long) < terminal.columns() ? long : short;
}

function restOf(elapsed: number, estimate: number): string {
  if (elapsed <= estimate) return `about ${roughTime(estimate - elapsed)} left`;
  return `${roughTime(elapsed - estimate)} over its estimate`;
}

const barWidth = 12;

function barOf(share: number, { paint }: Pick<Terminal, 'paint'>): string {
  const full = Math.min(barWidth, Math.floor(share * barWidth));
  return `${paint('cyan', '━'.repeat(full))}${paint('dim', '─'.repeat(barWidth - full))}`;
}
