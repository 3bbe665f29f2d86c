/** The status report (Q16) for a terminal. */
import type { Run } from '../core/model.ts';
import type { QueuedTask, RecentTask, RunningTask, StatusReport } from '../core/status-report.ts';
import { formatDuration } from '../text/format/format-duration.ts';
import { textTable } from '../text/format/text-table.ts';
import type { HostStatus } from './status-with-host.ts';
import type { Terminal } from './terminal.ts';

type Painter = Pick<Terminal, 'paint'>;

const mostRecent = 15;

export function renderStatusText(
  report: HostStatus,
  runs: readonly Run[],
  terminal: Painter,
): string {
  const { paint } = terminal;
  if (runs.length === 0) return 'No run is open. Start one with `yardmaster run`.\n';
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines];
  const { used, limit } = report.slots;
  // Tasks of several runs may have the same key.
  const nameOf: NameOf = ({ run, key }) => (runs.length > 1 ? `${key} #${run}` : key);
  return `${[
    ...runs.map((run) => runLine(run, paint, report.host !== null)),
    ...interruptedLines(report, runs, paint),
    ...section(`RUNNING (${used}/${limit} slots)`, runningLines(report, nameOf)),
    ...section(`CUT OFF (${report.cutOff.length})`, cutOffLines(report, nameOf)),
    ...section(`QUEUE (${report.queue.length})`, queueLines(report, nameOf)),
    ...section('RECENT COMPLETIONS (24 h)', recentLines(report.recent, nameOf, terminal)),
    ...section('SYSTEM METRICS', metricLines(report)),
    ...section(
      'RECOMMENDATIONS',
      report.recommendations.map((text) => `  ${paint('yellow', '→')} ${text.replaceAll('`', '')}`),
    ),
  ].join('\n')}\n`;
}

type NameOf = (task: { readonly run: number; readonly key: string }) => string;

/** A run that is not over goes on only while a host works on it. */
function interruptedLines(
  { host }: HostStatus,
  runs: readonly Run[],
  paint: Painter['paint'],
): string[] {
  if (host !== null || runs.every(({ conclusion }) => conclusion !== null)) return [];
  const resume = paint('bold', 'yardmaster run --resume');
  return ['', `${paint('yellow', 'Nothing runs now')}: its host has ended. Go on with ${resume}.`];
}

function runLine(run: Run, paint: Painter['paint'], hosted: boolean): string {
  const goesOn = run.conclusion === null && run.status === 'active';
  const word = goesOn && !hosted ? 'interrupted' : (run.conclusion ?? run.status);
  const color =
    word === 'success'
      ? 'green'
      : word === 'active'
        ? 'cyan'
        : word === 'interrupted'
          ? 'yellow'
          : 'red';
  const done = run.statuses.filter(({ state }) => state === 'COMPLETED').length;
  return `${paint('bold', run.pipeline)} #${run.issue}  ${paint(color, word)}  ${done} of ${run.tasks.length} done  ${paint('dim', `commit ${run.commit.slice(0, 7)}`)}`;
}

function runningLines({ running, at }: StatusReport, nameOf: NameOf): string[] {
  const rows = running.map(({ run, key, priority, startedAt, percent, eta, stop }: RunningTask) => [
    nameOf({ run, key }),
    priority.toUpperCase(),
    startedAt === null ? 'handed out' : formatDuration(at - startedAt),
    percent === null ? '' : `${percent} %`,
    eta === null ? '' : `about ${formatDuration(eta - at)} left`,
    stop === null ? '' : `is asked to end: ${stop}`,
  ]);
  return rows.length === 0 ? ['  nothing'] : textTable(rows);
}

function cutOffLines({ cutOff, at }: HostStatus, nameOf: NameOf): string[] {
  return textTable(
    cutOff.map(({ run, key, priority, startedAt }) => [
      nameOf({ run, key }),
      priority.toUpperCase(),
      startedAt === null
        ? 'was about to start'
        : `had begun ${formatDuration(at - startedAt)} ago; its host was killed`,
    ]),
  );
}

function queueLines({ queue, at }: StatusReport, nameOf: NameOf): string[] {
  return textTable(
    queue.map(({ run, key, priority, state, reason, eta }: QueuedTask) => [
      nameOf({ run, key }),
      priority.toUpperCase(),
      state.replace('_', '-'),
      eta === null ? '' : `done in ${formatDuration(eta - at)}`,
      reason.replaceAll('`', ''),
    ]),
  );
}

function recentLines(recent: readonly RecentTask[], nameOf: NameOf, terminal: Painter): string[] {
  const { paint } = terminal;
  const rows = recent
    .slice(0, mostRecent)
    .map(({ run, key, state, endedAt, duration, failure }) => [
      state === 'COMPLETED' ? paint('green', '✔') : paint('red', '✖'),
      nameOf({ run, key }),
      duration === null ? '' : formatDuration(duration),
      new Date(endedAt).toISOString().slice(11, 19),
      failure === null || state === 'COMPLETED' ? '' : `failed (${failure})`,
    ]);
  const lines = textTable(rows);
  if (recent.length > mostRecent) lines.push(`  … and ${recent.length - mostRecent} more`);
  return lines;
}

function metricLines({ metrics }: StatusReport): string[] {
  const { idlePercent, averageCycleTime, activeDependencies, failedPendingRetry } = metrics;
  return [
    `  idle ${idlePercent === null ? 'unknown' : `${idlePercent} %`} · average cycle ${averageCycleTime === null ? 'unknown' : formatDuration(averageCycleTime)} · active dependencies ${activeDependencies} · failed, pending retry ${failedPendingRetry}`,
  ];
}
