import type { LineMark } from './log.ts';

/** UTF-16 units of a line that are looked at; what is beyond is dropped. */
export const maxLineLength = 8_192;

export interface CleanLine {
  readonly text: string;
  readonly mark: LineMark;
  readonly step: string | undefined;
}

const ansi =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal codes are what is looked for
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\^_]|\^\[\[[0-9;]{0,20}[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of C0 but the tab
const control = /[\u0000-\u0008\u000a-\u001f\u007f]/g;
/** `2026-04-22T16:11:48.2774206Z `, with an offset, in brackets, or with a blank for the T. */
const isoTime =
  /^\ufeff?\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]? ?/;
/** dbt and others: `10:20:55  `. */
const clockTime = /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]? {1,3}/;
/** `gh run view --log`: job, step and time, between tabs. */
const ghPrefix = /^[^\t]{1,200}\t([^\t]{1,200})\t(?=\ufeff?\d{4}-\d\d-\d\dT)/;
/** What `gh` writes where it cannot tell the steps of a log apart; the runner's groups still can. */
const unknownStep = 'UNKNOWN STEP';
const taskPrefix =
  /^(?:(?:@[\w.-]+\/)?[\w-]+[:#](?:build|test|lint|type-?check|check|compile|format|tsc|unit|e2e|ci|validate)[\w:-]*: ?|[\w@./-]+ (?:build|test|lint|type-?check|check|compile|format)[\w:-]*: |[\w.-]+-\d+ +\| )/;
const marked = /^##\[(error|warning|notice|debug|group|endgroup|command|section)\]/;
const command =
  /^\s*::(error|warning|notice|debug|group|endgroup)(?: ([^:]{0,500}(?:::?[^:]{0,300})?))?::/;

/** A line of a log without what is not its message. Takes time in proportion to the line. */
export function cleanLine(raw: string): CleanLine {
  let text = raw.length > maxLineLength ? raw.slice(0, maxLineLength) : raw;
  let step: string | undefined;
  if (text.includes('\t')) {
    const prefix = ghPrefix.exec(text);
    if (prefix) {
      step = prefix[1] === unknownStep ? undefined : prefix[1];
      text = text.slice(prefix[0].length);
    }
  }
  text = withoutTime(withoutCodes(text));
  const first = text.charCodeAt(0);
  if (first === 35 || first === 58 || (first === 32 && text.includes('::'))) {
    const found = marked.exec(text) ?? command.exec(text);
    if (found) return { text: afterMark(text, found), mark: found[1] as LineMark, step };
  }
  return { text: withoutTask(text), mark: 'plain', step };
}

/** `::error file=a.ts,line=3::message` says where only in its properties; GitHub shows such a line as `##[error]`. */
function afterMark(text: string, found: RegExpExecArray): string {
  const message = withoutEscapes(text.slice(found[0].length));
  const properties = found[2];
  if (!properties) return message;
  const file = withoutEscapes(/(?:^|,)file=([^,]+)/.exec(properties)?.[1] ?? '');
  const line = /(?:^|,)line=(\d+)/.exec(properties)?.[1];
  const name = file.slice(1 + Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')));
  if (name === '' || message.includes(`${name}:`) || message.includes(file)) return message;
  const column = /(?:^|,)col=(\d+)/.exec(properties)?.[1];
  return `${[file, line, line && column].filter(Boolean).join(':')}: ${message}`;
}

/** The first line of an annotation, with the marks undone that workflow commands want. */
function withoutEscapes(text: string): string {
  const first = text.split('%0A', 1)[0] ?? '';
  return first.replace(/%0D|%3A|%2C|%25/g, (mark) => escapes[mark] ?? mark);
}

const escapes: Readonly<Record<string, string>> = { '%0D': '', '%3A': ':', '%2C': ',', '%25': '%' };

/** A line of a task among many, without the task's name: of Turborepo, of pnpm, of Docker Compose. */
function withoutTask(text: string): string {
  const colon = text.indexOf(':');
  const bar = text.indexOf(' | ');
  if ((colon <= 0 || colon > 80) && (bar <= 0 || bar > 40)) return text;
  const task = taskPrefix.exec(text);
  return task ? text.slice(task[0].length) : text;
}

function withoutCodes(text: string): string {
  let out = text;
  if (out.includes('\u001b') || out.includes('^[[')) out = out.replace(ansi, '');
  if (out.endsWith('\r')) out = out.slice(0, -1);
  if (out.includes('\r')) out = lastShown(out);
  return out.replace(control, '');
}

/** A carriage return starts the line anew, as in a terminal. */
function lastShown(text: string): string {
  const parts = text.split('\r').filter((part) => part.trim() !== '');
  return parts.at(-1) ?? '';
}

function withoutTime(text: string): string {
  const first = text.charCodeAt(0);
  const digit = (first >= 48 && first <= 57) || first === 0xfeff || first === 91;
  if (!digit) return text;
  // GitHub's own form, by far the most frequent: `2026-04-22T16:11:48.2774206Z `.
  if (text.charCodeAt(27) === 90 && text.charCodeAt(10) === 84 && text.charCodeAt(28) === 32)
    return withoutClock(text.slice(29));
  const iso = isoTime.exec(text);
  return withoutClock(iso ? text.slice(iso[0].length) : text);
}

function withoutClock(text: string): string {
  const first = text.charCodeAt(0);
  if (!((first >= 48 && first <= 57) || first === 91)) return text;
  const clock = clockTime.exec(text);
  return clock ? text.slice(clock[0].length) : text;
}
