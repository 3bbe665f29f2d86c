/** What `yardmaster demo` does. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Run } from '../../core/model.ts';
import type { Mode } from '../../heal/fix/gate.ts';
import { CliProblem } from '../cli-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { fixesCommand } from '../heal/fixes-command.ts';
import { printIssue } from '../print-issue.ts';
import { runCommand } from '../run-command.ts';
import { statusCommand } from '../status-command.ts';
import type { Terminal } from '../terminal.ts';
import { closeMerged } from './close-merged.ts';
import { makeShop } from './make-shop.ts';
import { lookAtShop, mergePull, type ShopView } from './shop-github.ts';

export interface DemoWish {
  readonly folder: string | undefined;
  readonly mode: Mode | undefined;
}

/** Answers the exit code: 0 when everything went as a demo should. Throws `CliProblem`. */
export async function demoCommand(terminal: Terminal, wish: DemoWish): Promise<number> {
  const folder = emptyFolder(terminal, wish.folder);
  const { paint, write } = terminal;
  const there = { ...terminal, directory: folder };
  write(`${paint('bold', 'A shop’s night')} in ${folder}\n`);
  write(
    paint(
      'dim',
      'Four tables come in, two reports are to go out. The last commit has lost a comma in a JSON file.\n\n',
    ),
  );
  makeShop(folder, wish.mode);
  let runs: readonly Run[] = [];
  const words = {
    pipeline: 'nightly',
    slots: null,
    json: false,
    resume: false,
    anew: false,
    retry: false,
  };
  const code = await runCommand(there, words, (report) => {
    runs = report.runs;
  });
  if (code === exitCodes.interrupted) return code;
  const [run] = runs;
  if (run)
    await section(there, `Issue #${run.issue}: the run as people see it`, () =>
      printIssue(there, run.issue),
    );
  const seen = await lookAtShop(there);
  await showHealing(there, seen);
  return wish.mode === 'human-in-loop'
    ? await concludeWaiting(there, run, seen)
    : await concludeHealed(there, run, seen);
}

async function section(
  { write, paint, columns }: Terminal,
  title: string,
  body: () => unknown,
): Promise<void> {
  const rule = '─'.repeat(Math.max(0, Math.min(columns(), 100) - title.length - 4));
  write(`\n${paint('cyan', `── ${title} ${rule}`)}\n`);
  await body();
}

function emptyFolder(terminal: Terminal, wanted: string | undefined): string {
  if (wanted === undefined) return mkdtempSync(join(tmpdir(), 'yardmaster-demo-'));
  const folder = resolve(terminal.directory, wanted);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new CliProblem(
      'folder-not-empty',
      `The folder ${folder} is not empty.`,
      'Name an empty or a new one.',
    );
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function showHealing(terminal: Terminal, { failures, pulls, diff }: ShopView): Promise<void> {
  const { paint, write } = terminal;
  const [failure] = failures;
  if (failure)
    await section(terminal, `Issue #${failure.number}: the failure`, () =>
      printIssue(terminal, failure.number),
    );
  const [pull] = pulls;
  if (pull)
    await section(terminal, `Pull request #${pull.number}: ${pull.title}`, () => {
      write(`${paint('dim', pull.head.ref)}\n${coloured(diff, paint)}\n`);
    });
}

function coloured(diff: string, paint: Terminal['paint']): string {
  const colours = { '+': 'green', '-': 'red' } as const;
  return diff
    .split('\n')
    .map((line) => {
      const sign = line[0] === '+' || line[0] === '-' ? line[0] : null;
      return sign === null ? line : paint(colours[sign], line);
    })
    .join('\n');
}

/** The fix is merged, as a person would, and its failure's issue is closed by that. */
async function concludeHealed(
  terminal: Terminal,
  run: Run | undefined,
  { pulls, failures }: ShopView,
): Promise<number> {
  const { paint, write } = terminal;
  const [pull] = pulls;
  const [failure] = failures;
  if (pull) {
    await section(terminal, 'Somebody merges it', async () => {
      await mergePull(terminal, pull.number);
      const closed = await closeMerged(terminal);
      write(`Pull request #${pull.number} is merged`);
      write(closed.length > 0 ? `; issue #${closed.join(', #')} is closed by that.\n` : '.\n');
    });
  }
  const after = await lookAtShop(terminal);
  const done = run?.statuses.every(({ state }) => state === 'COMPLETED') ?? false;
  const over = failure !== undefined && after.failures.every(({ state }) => state === 'closed');
  whereToLook(terminal, run, ['fixes    what was healed, and how']);
  const intended = done && pull !== undefined && over;
  write(
    intended
      ? `${paint('green', '✔')} As intended: ${paint('bold', 'check-payments')} could not read its configuration, was healed by the one comma that was missing, verified from a clean checkout, and the night went on from the healed commit.\n`
      : `${paint('red', '✖')} This is not how the demo should have ended.\n`,
  );
  return intended ? exitCodes.completed : exitCodes.taskFailed;
}

/** A fix waits: what a person would read, and the command that lets it through. */
async function concludeWaiting(
  terminal: Terminal,
  run: Run | undefined,
  { pulls }: ShopView,
): Promise<number> {
  const { paint, write } = terminal;
  await section(terminal, 'yardmaster fixes', () =>
    fixesCommand(terminal, { id: null, json: false }),
  );
  await section(terminal, 'yardmaster status', () => statusCommand(terminal, false));
  whereToLook(terminal, run, ['apply-fix <id>   lets the fix through, and finishes the run']);
  const states = new Map(run?.tasks.map(({ key }, at) => [key, run.statuses[at]?.state]));
  const waits = ['match-payments', 'report-finance'].every((key) => states.get(key) === 'BLOCKED');
  const intended = states.get('check-payments') === 'FAILED' && waits && pulls.length === 0;
  write(
    intended
      ? `${paint('green', '✔')} As intended: in the mode human-in-loop nothing was changed. The fix waits for you, the two tasks behind it wait, the other nine are done.\n`
      : `${paint('red', '✖')} This is not how the demo should have ended.\n`,
  );
  return intended ? exitCodes.completed : exitCodes.taskFailed;
}

function whereToLook(terminal: Terminal, run: Run | undefined, commands: readonly string[]): void {
  const { paint, write, directory, program } = terminal;
  const lines = [
    ...commands,
    'status   what waits, and for what',
    'serve    issues, pull requests and the journal in a browser',
  ];
  write(`\n${paint('cyan', '── Where to look')}\n`);
  write(`  cd ${directory}\n`);
  for (const line of lines) {
    const [command = '', ...rest] = line.split(/ {2,}/);
    write(`  ${program} ${command}   ${paint('dim', rest.join(' '))}\n`);
  }
  write(`  cat .yardmaster/logs/${run?.issue ?? 1}/check-payments.1.log\n\n`);
}
