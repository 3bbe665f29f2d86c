/** What `yardmaster heal` does. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { HealAction } from '../../heal/loop/heal-ports.ts';
import { type AttemptCommand, attemptCommand } from '../../runner/attempt-command.ts';
import { makeGit } from '../../runner/heal/git.ts';
import type { HealedAttempt } from '../../runner/heal/heal-attempt.ts';
import { healAttempt } from '../../runner/heal/heal-command.ts';
import { findRepository } from '../../runner/heal/repository.ts';
import { oneLine } from '../../text/safety/one-line.ts';
import { exitCodes } from '../exit-codes.ts';
import { ownRules } from '../own-rules.ts';
import type { Terminal } from '../terminal.ts';
import { secretsOf } from './heal-secrets.ts';
import { type HealFlags, readHealPolicy } from './read-heal-policy.ts';
import { reportText } from './report-text.ts';

export interface HealWish extends HealFlags {
  readonly argv: readonly string[];
  readonly inPlace: boolean;
  readonly json: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

export async function healCommand(terminal: Terminal, wish: HealWish): Promise<number> {
  const environment = defined(terminal.environment);
  const repository = await findRepository(makeGit(environment), terminal.directory);
  const { policy, said } = readHealPolicy(repository.root, wish);
  const say = wish.json ? terminal.complain : terminal.write;
  say(`${terminal.paint('dim', `heal: ${said}, ${policy.retries} retries`)}\n`);
  const end = await interruptible(terminal, (stop) =>
    healAttempt({
      command: commandOf(wish.argv),
      directory: terminal.directory,
      root: null,
      environment,
      secrets: secretsOf(environment),
      timeout: wish.timeout,
      stop,
      rules: ownRules(terminal),
      policy,
      keep: wish.inPlace ? 'tree' : 'branch',
      approved: null,
      log: logFile(repository.state),
      now: terminal.now,
      bash: true,
      missing: () => null,
      onOutput: (text, of) => {
        if (of === 'tree') say(text);
      },
      onAction: (action) => say(actionLine(action, terminal)),
    }),
  );
  for (const note of end.notes) say(`${terminal.paint('yellow', note)}\n`);
  say(reportText(end.report, end.interrupted, terminal));
  if (wish.json) terminal.write(`${JSON.stringify(jsonOf(end))}\n`);
  return exitCodeOf(end);
}

export function jsonOf({ report, where, interrupted }: HealedAttempt) {
  return { ...report, where, interrupted, durationMs: report.endedAt - report.startedAt };
}

/** The first Ctrl-C ends it politely, the second at once; what that leaves is tidied up at the next start. */
export async function interruptible<T>(
  terminal: Terminal,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stopper = new AbortController();
  const quiet = terminal.onInterrupt(() => {
    if (stopper.signal.aborted) terminal.exitNow(exitCodes.interrupted);
    else stopper.abort();
  });
  try {
    return await work(stopper.signal);
  } finally {
    quiet();
  }
}

export function exitCodeOf({ report, interrupted }: HealedAttempt): number {
  if (interrupted) return exitCodes.interrupted;
  return report.result === 'proposed' || report.result === 'exhausted'
    ? exitCodes.taskFailed
    : exitCodes.completed;
}

export function actionLine({ words }: HealAction, { paint }: Terminal): string {
  return `${paint('cyan', '●')} ${paint('dim', oneLine(words, 500))}\n`;
}

/** One word with blanks or a shell's signs in it is a script. */
function commandOf(argv: readonly string[]): AttemptCommand {
  const [file = '', ...args] = argv;
  const script = args.length === 0 && /[\s;&|<>$`"'()]/.test(file);
  return script ? attemptCommand(file, true) : { file, args, shell: false };
}

function logFile(state: string): string | null {
  const folder = join(state, 'logs');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(join(folder, 'last.log'), { force: true });
    return join(folder, 'last.log');
  } catch {
    return null;
  }
}

export function defined(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
