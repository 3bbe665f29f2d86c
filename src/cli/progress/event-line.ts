/** One line of text per event, for terminals and for logs alike. */

import { formatDuration } from '../../text/format/format-duration.ts';
import { padToWidth } from '../../text/format/text-width.ts';
import type { Terminal } from '../terminal.ts';
import { failureWords } from './failure-words.ts';
import type { RunEvent } from './run-event.ts';

type Paint = Terminal['paint'];
type Ended = Extract<RunEvent, { event: 'ended' }>;
type State = Extract<RunEvent, { event: 'state' }>;

/** The line, or null for an event that is shown otherwise. `width` is that of the longest task's name. */
export function eventLine(event: RunEvent, paint: Paint, width: number): string | null {
  switch (event.event) {
    case 'opened':
    case 'resumed':
      return headline(event, paint);
    case 'started':
      return `${paint('cyan', '●')} ${event.task}${again(event.attempt)} started`;
    case 'ended':
      return endedLine(event, paint, width);
    case 'state':
      return stateLine(event, paint, width);
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

function endedLine(event: Ended, paint: Paint, width: number): string {
  const name = padToWidth(`${event.task}${again(event.attempt)}`, width);
  const time = event.milliseconds === null ? '' : formatDuration(event.milliseconds).padStart(8);
  switch (event.outcome) {
    case 'success':
      return `${paint('green', '✔')} ${name} ${paint('dim', time)}`;
    case 'failure':
    case 'lost': {
      const said = saysHow.test(event.message) ? '' : event.message;
      const why = [failureWords(event), said].filter(Boolean).join(': ');
      return `${paint('red', '✖')} ${paint('bold', name)} ${paint('dim', time)}  ${paint('red', why)}`;
    }
    case 'stopped':
    case 'fenced':
      return `${paint('yellow', '↩')} ${name} ${paint('dim', time)}  ${paint('yellow', event.message)}`;
  }
}

const marks: Readonly<Record<string, string>> = {
  RETRY_WAIT: '↻',
  SKIPPED: '↷',
  CANCELLED: '⊘',
  PAUSED: '‖',
  WAITING: '?',
  DEAD_LETTER: '✖',
};

function stateLine(event: State, paint: Paint, width: number): string {
  const due =
    event.dueAt === null || event.state !== 'RETRY_WAIT'
      ? ''
      : `tried again in ${formatDuration(event.dueAt - event.at)}`;
  const word = event.state.toLowerCase().replace('_', ' ');
  const what = due || [word, event.reason].filter(Boolean).join(': ');
  const mark = paint('yellow', marks[event.state] ?? '·');
  return `${mark} ${padToWidth(event.task, width)} ${' '.repeat(8)}  ${paint('yellow', what)}`;
}
