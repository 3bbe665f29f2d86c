import { priorities } from '../../core/model.ts';
import type {
  QueuedTask,
  RecentTask,
  RunningTask,
  StatusReport,
} from '../../core/status-report.ts';
import { formatDuration } from '../format/format-duration.ts';
import { formatTime } from '../format/format-time.ts';
import { neutralise } from '../safety/neutralise.ts';
import { neutraliseReason } from '../safety/neutralise-reason.ts';
import { renderMarkdownTable } from './markdown-table.ts';
import { stateMarks, stateWord } from './state-marks.ts';
import { when } from './when.ts';

const name = (text: string) => neutralise(text, 80);
const sentence = (text: string) => neutraliseReason(text, 200);

const mostRows = 50;
const runningHead = ['Task', 'Run', 'Priority', 'Progress', 'Started', 'ETA'];
const queueHead = ['Task', 'Run', 'Waits', 'ETA', 'Why'];
const recentHead = ['', 'Task', 'Run', 'Took', 'Ended'];

/** The state of everything at a glance (Q16) as Markdown, for issues and job summaries. */
export function renderStatusMarkdown(report: StatusReport): string {
  const { running, queue, recent } = report;
  const table = (head: readonly string[], rows: readonly string[][], right: readonly number[]) =>
    withRest(renderMarkdownTable(head, rows.slice(0, mostRows), right), rows.length);
  const queued = priorities.flatMap((priority) => {
    const rows = queue
      .filter((task) => task.priority === priority)
      .map((task) => queueRow(task, report.at));
    return rows.length > 0
      ? [`#### ${priority.toUpperCase()}\n\n${table(queueHead, rows, [])}`]
      : [];
  });
  return [
    `## Status at ${formatTime(report.at)}`,
    `### Running: ${slots(report)}`,
    running.length > 0
      ? table(
          runningHead,
          running.map((task) => runningRow(task, report.at)),
          [3],
        )
      : 'Nothing runs.',
    `### Queue: ${queue.length}`,
    queued.join('\n\n') || 'Nothing waits.',
    `### Recent completions: ${recent.length} in 24 h`,
    recent.length > 0
      ? table(
          recentHead,
          recent.map((task) => recentRow(task)),
          [3],
        )
      : 'None.',
    '### System metrics',
    renderMarkdownTable(['', ''], metricRows(report)),
    '### Recommendations',
    recommended(report),
  ].join('\n\n');
}

function slots({ slots: { used, limit } }: StatusReport): string {
  return `${used} of ${limit} ${limit === 1 ? 'slot' : 'slots'}`;
}

function runningRow(task: RunningTask, now: number): string[] {
  return [
    name(task.key) + (task.stop ? ` (to be ${task.stop})` : ''),
    `run ${task.run}`,
    task.priority,
    task.percent === null ? '' : `${task.percent} %`,
    task.startedAt === null ? 'not seen yet' : formatTime(task.startedAt).slice(11),
    when(task.eta, now),
  ];
}

function queueRow(task: QueuedTask, now: number): string[] {
  const reason = task.reason === '' ? stateWord(task.state) : sentence(task.reason);
  return [
    name(task.key),
    `run ${task.run}`,
    formatDuration(task.waited),
    task.eta === null ? 'needs a person' : when(task.eta, now),
    reason,
  ];
}

function recentRow(task: RecentTask): string[] {
  return [
    stateMarks[task.state],
    name(task.key) + (task.failure ? ` (${stateWord(task.state)}: ${task.failure})` : ''),
    `run ${task.run}`,
    task.duration === null ? '' : formatDuration(task.duration),
    formatTime(task.endedAt),
  ];
}

function metricRows({ metrics }: StatusReport): string[][] {
  const { idlePercent, averageCycleTime } = metrics;
  return [
    ['Idle slot time', idlePercent === null ? 'not known yet' : `${idlePercent} %`],
    [
      'Average cycle time',
      averageCycleTime === null ? 'not known yet' : formatDuration(averageCycleTime),
    ],
    ['Active dependencies', `${metrics.activeDependencies}`],
    ['Failed, pending retry', `${metrics.failedPendingRetry}`],
  ];
}

function recommended({ recommendations }: StatusReport): string {
  if (recommendations.length === 0) return 'None.';
  return recommendations.map((text) => `- ${sentence(text)}`).join('\n');
}

function withRest(table: string, rows: number): string {
  return rows > mostRows ? `${table}\n\n... and ${rows - mostRows} more` : table;
}
