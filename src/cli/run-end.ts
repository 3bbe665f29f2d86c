/** What is said at the end of `yardmaster run`: the tasks in a table, and where to look. */
import { relative } from 'node:path';
import type { Run, TaskState, TaskStatus } from '../core/model.ts';
import { formatDuration } from '../text/format/format-duration.ts';
import { cutToWidth, padToWidth, textWidth } from '../text/format/text-width.ts';
import { attemptLogName } from './leg-of.ts';
import { failureWords } from './progress/failure-words.ts';
import { tallyOf } from './progress/summary-line.ts';
import type { RunReport } from './run-locally.ts';
import type { StateFolder } from './state/state-folder.ts';
import type { Terminal } from './terminal.ts';

export interface EndContext {
  readonly terminal: Pick<Terminal, 'paint' | 'now' | 'columns'>;
  readonly json: boolean;
  readonly state: Pick<StateFolder, 'logs'>;
  readonly root: string;
}

export function renderRunEnd(report: RunReport, context: EndContext): string {
  if (context.json) return `${JSON.stringify(summary(report))}\n`;
  const tables = report.runs.map((run) => runTable(run, context));
  return `\n${[...tables, whatNext(report, context)].join('\n')}`;
}

function summary({ kind, runs, why, requests }: RunReport): object {
  return {
    event: 'summary',
    outcome: kind,
    ...(why === '' ? {} : { why }),
    requests,
    runs: runs.map((run) => ({
      run: run.issue,
      pipeline: run.pipeline,
      conclusion: run.conclusion,
      milliseconds: (run.endedAt ?? 0) - run.createdAt,
      ...tallyOf([run]),
      states: Object.fromEntries(run.tasks.map(({ key }, at) => [key, run.statuses[at]?.state])),
    })),
  };
}

const marks: Readonly<Partial<Record<TaskState, readonly [string, 'green' | 'red' | 'yellow']>>> = {
  COMPLETED: ['✔', 'green'],
  FAILED: ['✖', 'red'],
  DEAD_LETTER: ['✖', 'red'],
};

function runTable(run: Run, { terminal, state, root }: EndContext): string {
  const { paint } = terminal;
  const rows = run.tasks.map(({ key }, at) => rowOf(run, key, at));
  const width = nameWidth(rows, terminal.columns());
  const lines = rows.map(({ status, key, word, tries }, at) => {
    const [mark, color] = marks[status?.state ?? 'BLOCKED'] ?? ['·', 'yellow'];
    const { startedAt = null, endedAt = null, attempt = 0 } = status ?? {};
    const took = startedAt === null || endedAt === null ? '' : formatDuration(endedAt - startedAt);
    const name = padToWidth(cutToWidth(key, width), width);
    const log = join(state.logs, root, run, at, key, attempt);
    const where = color === 'red' ? `  ${paint('dim', log)}` : '';
    return `  ${paint(color, mark)} ${name} ${took.padStart(8)}  ${paint(color, word)}${tries}${where}`;
  });
  const shown = lines.length > 60 ? onlyTelling(run, lines, paint) : lines;
  return `${[headline(run, terminal), ...shown].join('\n')}\n`;
}

interface Row {
  readonly key: string;
  readonly status: TaskStatus | undefined;
  readonly word: string;
  readonly tries: string;
}

function rowOf(run: Run, key: string, at: number): Row {
  const status = run.statuses[at];
  const attempt = status?.attempt ?? 0;
  const tries = attempt > 1 ? ` attempt ${attempt}` : '';
  return { key, status, word: wordOf(run, at), tries };
}

/** As wide as the longest name, if what stands beside it has room as well; what is long there may wrap. */
function nameWidth(rows: readonly Row[], columns: number): number {
  const beside = Math.max(0, ...rows.map(({ word, tries }) => textWidth(word + tries)));
  const widest = Math.max(0, ...rows.map(({ key }) => textWidth(key)));
  return Math.min(widest, Math.max(16, columns - 15 - Math.min(beside, columns / 3)));
}

function join(logs: string, root: string, run: Run, at: number, key: string, attempt: number) {
  return relative(root, `${logs}/${attemptLogName(run.issue, at, key, attempt)}`);
}

/** Of very many tasks only those that did not complete. */
function onlyTelling(run: Run, lines: readonly string[], paint: Terminal['paint']): string[] {
  const telling = lines.filter((_, at) => run.statuses[at]?.state !== 'COMPLETED');
  const rest = lines.length - telling.length;
  const shown = telling.slice(0, 40);
  if (telling.length > shown.length) shown.push(`  … and ${telling.length - shown.length} more`);
  if (rest > 0) shown.push(`  ${paint('green', '✔')} ${rest} completed, not listed here`);
  return shown;
}

function wordOf(run: Run, at: number): string {
  const status = run.statuses[at];
  if (!status) return '';
  if (status.state === 'FAILED' && status.failure) return `failed (${failureWords(status)})`;
  if (status.state !== 'BLOCKED') return status.state.toLowerCase().replace('_', ' ');
  const behind = run.tasks[at]?.needs.filter((need) => run.statuses[need]?.state !== 'COMPLETED');
  return `waits for ${behind?.map((need) => run.tasks[need]?.key).join(', ') ?? ''}`;
}

function headline(run: Run, { paint, now }: EndContext['terminal']): string {
  const tally = tallyOf([run]);
  const time = formatDuration((run.endedAt ?? now()) - run.createdAt);
  const word =
    run.conclusion === 'success'
      ? paint('green', 'success')
      : paint(run.conclusion === null ? 'yellow' : 'red', run.conclusion ?? 'unfinished');
  const failed = tally.failed > 0 ? `, ${tally.failed} failed` : '';
  return `${paint('bold', run.pipeline)} #${run.issue}  ${word}  ${tally.done} of ${tally.tasks} done${failed}  ${paint('dim', time)}`;
}

function whatNext({ kind, runs, why }: RunReport, { terminal, root, state }: EndContext): string {
  const { paint } = terminal;
  const lines: string[] = [];
  const [first] = runs;
  if (kind === 'interrupted')
    lines.push(`Interrupted. Go on with ${paint('bold', 'yardmaster run --resume')}.`);
  if (kind === 'stuck')
    lines.push(
      `${paint('red', 'The state could not be written')}: ${why}. What ran is kept; go on with ${paint('bold', 'yardmaster run --resume')}.`,
    );
  if (kind === 'over' && runs.some(({ conclusion }) => conclusion === 'failure'))
    lines.push(`${paint('dim', 'again')}   yardmaster run --retry tries what failed once more`);
  if (first)
    lines.push(
      `${paint('dim', 'logs')}    ${relative(root, state.logs)}/${first.issue}/`,
      `${paint('dim', 'state')}   yardmaster status · issue #${first.issue} with \`yardmaster serve\``,
    );
  return `${lines.join('\n')}\n`;
}
