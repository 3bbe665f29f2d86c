import type { Reason } from '../../core/decision.ts';
import type { Run, TaskSpec, TaskStatus } from '../../core/model.ts';
import { formatDuration } from '../format/format-duration.ts';
import { formatTime } from '../format/format-time.ts';
import { byAttention, stateMarks, stateWord } from '../report/state-marks.ts';
import { neutralise } from '../safety/neutralise.ts';
import { neutraliseReason } from '../safety/neutralise-reason.ts';

const head = '| | Task | State | Try | Started | Took | Note |\n|:--|:--|:--|--:|:--|--:|:--|';
/** Room for the line that says how many rows are missing. */
const tailRoom = 120;

/**
 * The tasks of a run as a Markdown table of at most `room` characters: all of them in their order where
 * they have room; else those that need attention first, with a line that counts the others. Empty if
 * there is no room for anything.
 */
export function renderTaskTable(
  run: Run,
  waiting: readonly (Reason | null)[],
  url: string,
  room: number,
): string {
  const inOrder = run.tasks.map((_, task) => task);
  const all = inOrder.map((task) => knownRow(run, task, waiting[task] ?? null, url));
  const whole = [head, ...all].join('\n');
  if (whole.length <= room && all.length <= 300) return whole;
  const rows: string[] = [head];
  let left = room - head.length - tailRoom;
  for (const task of inOrder.toSorted((one, other) => rank(run, one) - rank(run, other))) {
    const line = all[task] ?? '';
    if (line.length + 1 > left || rows.length > 200) break;
    rows.push(line);
    left -= line.length + 1;
  }
  const missing = all.length - (rows.length - 1);
  const note = `... and ${missing} more; what needs attention is listed first.`;
  if (left < 0) return '';
  return rows.length === 1 ? note : `${rows.join('\n')}\n\n${note}`;
}

function rank({ statuses }: Run, task: number): number {
  return byAttention.indexOf(statuses[task]?.state ?? 'BLOCKED');
}

interface KnownRow {
  readonly spec: TaskSpec;
  readonly why: string | undefined;
  readonly url: string;
  readonly line: string;
}
/** Statuses are immutable, and most rows are as they were when the table was written before. */
const rows = new WeakMap<TaskStatus, KnownRow>();

function knownRow(run: Run, task: number, reason: Reason | null, url: string): string {
  const spec = run.tasks[task] as TaskSpec;
  const status = run.statuses[task] as TaskStatus;
  const why = reason?.text;
  const known = rows.get(status);
  if (known && known.spec === spec && known.why === why && known.url === url) return known.line;
  const line = row(run, task, reason, url);
  rows.set(status, { spec, why, url, line });
  return line;
}

function row({ tasks, statuses }: Run, task: number, reason: Reason | null, url: string): string {
  const spec = tasks[task] as TaskSpec;
  const status = statuses[task] as TaskStatus;
  const name = neutralise(spec.key, 80);
  const cells = [
    stateMarks[status.state],
    status.issue === null ? name : `[${name}](${url}/issues/${status.issue})`,
    status.stop === null
      ? stateWord(status.state)
      : `${stateWord(status.state)}, to be ${status.stop}`,
    tries(status, url),
    status.startedAt === null ? '' : formatTime(status.startedAt).slice(11),
    took(status),
    remark(spec, status, reason),
  ];
  return `| ${cells.join(' | ')} |`;
}

function tries({ attempt, place }: TaskStatus, url: string): string {
  if (attempt === 0) return '';
  return place ? `[${attempt}](${url}/actions/runs/${place})` : `${attempt}`;
}

function took({ startedAt, endedAt }: TaskStatus): string {
  return startedAt === null || endedAt === null || endedAt < startedAt
    ? ''
    : formatDuration(endedAt - startedAt).replace(' ', '\u00a0');
}

function remark(spec: TaskSpec, status: TaskStatus, reason: Reason | null): string {
  const parts = [
    status.failure && failureText(status),
    status.state === 'RETRY_WAIT' &&
      status.dueAt !== null &&
      `next try at ${formatTime(status.dueAt).slice(11)}`,
    reason && status.state !== 'RETRY_WAIT' && neutraliseReason(reason.text, 200),
    status.state === 'FAILED' &&
      !spec.continueOnError &&
      '**waits for you: retry it or let it go**',
    status.priority && status.priority !== spec.priority && `${status.priority} by order`,
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join('; ');
}

function failureText({ failure, exitCode }: TaskStatus): string {
  const word = { crash: 'crashed', lost: 'its worker vanished', timeout: 'timed out' } as const;
  const text = word[failure as keyof typeof word] ?? `failed (${failure})`;
  return exitCode === null ? text : `${text}, exit code ${exitCode}`;
}
