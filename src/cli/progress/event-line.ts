/** One line of text per event, for terminals and for logs alike. */

import { formatDuration } from '../../text/format/format-duration.ts';
import { cutToWidth, padToWidth, textWidth } from '../../text/format/text-width.ts';
import type { Terminal } from '../terminal.ts';
import { failureWords } from './failure-words.ts';
import type { RunEvent } from './run-event.ts';

type Paint = Terminal['paint'];
type Ended = Extract<RunEvent, { event: 'ended' }>;
type State = Extract<RunEvent, { event: 'state' }>;

/**
 * The line, or null for an event that is shown otherwise. `width` is that of the longest task's name; what a
 * program said is cut where the line would not fit into `columns`, for it stands in its log.
 */
export function eventLine(
  event: RunEvent,
  paint: Paint,
  width: number,
  columns = Number.POSITIVE_INFINITY,
): string | null {
  switch (event.event) {
    case 'opened':
    case 'resumed':
      return headline(event, paint);
    case 'started':
      return `${paint('cyan', '●')} ${event.task}${again(event.attempt)} started`;
    case 'ended':
      return endedLine(event, paint, width, columns);
    case 'state':
      return stateLine(event, paint, width, columns);
    case 'notice':
      return `${paint('cyan', 'ℹ')} ${event.text}`;
    case 'warning':
      return `${paint('yellow', '⚠')} ${event.text}`;
    case 'concluded':
      return null;
  }
}

function headline(event: Extract<RunEvent, { run: { tasks: unknown } }>, paint: Paint): string {
  const { run } = event;
  const verb = event.event === 'resumed' ? 'goes on with' : 'is';
  const facts = `run #${run.issue} · ${run.tasks.length} tasks · ${run.slots} slots · commit ${run.commit.slice(0, 7)}`;
  const text = verb === 'is' ? facts : `resumed · ${facts}`;
  return `${paint('bold', run.pipeline)}  ${paint('dim', text)}`;
}

function again(attempt: number): string {
  return attempt > 1 ? ` (attempt ${attempt})` : '';
}

/** What the worker says of a program that said nothing itself: the same as `failureWords`. */
const saysHow = /^it (?:ended with exit code \d+|was ended by SIG[A-Z0-9]+)$/;

function endedLine(event: Ended, paint: Paint, width: number, columns: number): string {
  const name = padToWidth(`${event.task}${again(event.attempt)}`, width);
  const beside = (text: string) => fitBeside(name, text, columns);
  const time = event.milliseconds === null ? '' : formatDuration(event.milliseconds).padStart(8);
  switch (event.outcome) {
    case 'success':
      return `${paint('green', '✔')} ${name} ${paint('dim', time)}`;
    case 'failure':
    case 'lost': {
      const said = saysHow.test(event.message) ? '' : event.message;
      const why = [failureWords(event), said].filter(Boolean).join(': ');
      return `${paint('red', '✖')} ${paint('bold', name)} ${paint('dim', time)}  ${paint('red', beside(why))}`;
    }
    case 'stopped':
    case 'fenced':
      return `${paint('yellow', '↩')} ${name} ${paint('dim', time)}  ${paint('yellow', beside(event.message))}`;
  }
}

/** Beside the mark, the name and the time, with a blank or two between them. */
function fitBeside(name: string, text: string, columns: number): string {
  return cutToWidth(text, Math.max(20, columns - textWidth(name) - 14));
}

const marks: Readonly<Record<string, string>> = {
  RETRY_WAIT: '↻',
  SKIPPED: '↷',
  CANCELLED: '⊘',
  PAUSED: '‖',
  WAITING: '?',
  DEAD_LETTER: '✖',
};

function stateLine(event: State, paint: Paint, width: number, columns: number): string {
  const due =
    event.dueAt === null || event.state !== 'RETRY_WAIT'
      ? ''
      : `tried again in ${formatDuration(event.dueAt - event.at)}`;
  const word = event.state.toLowerCase().replace('_', ' ');
  const name = padToWidth(event.task, width);
  const what = fitBeside(name, due || [word, event.reason].filter(Boolean).join(': '), columns);
  const mark = paint('yellow', marks[event.state] ?? '·');
  return `${mark} ${name} ${' '.repeat(8)}  ${paint('yellow', what)}`;
}
