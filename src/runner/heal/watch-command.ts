/** Runs a command with its output shown, kept, and read for a diagnosis while it comes. */
import { spawn } from 'node:child_process';
import { makeLogReader } from '../../heal/log/read-log.ts';
import type { CommandRun } from '../../heal/loop/heal-ports.ts';
import type { RuleSet } from '../../heal/rule-set.ts';
import type { AttemptCommand } from '../attempt-command.ts';
import { launchDirectly } from '../launch-directly.ts';
import { newLogFile } from '../log-files.ts';
import { outputLog } from '../output-log.ts';
import { redactingStream } from '../redacting-stream.ts';
import { runProcess } from '../run-process.ts';
import { type RunLeft, readLeft } from './run-left.ts';

export interface WatchOrder {
  readonly command: AttemptCommand;
  /** Absolute: where it runs. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly redact: (text: string) => string;
  readonly timeout: number;
  readonly stop: AbortSignal;
  /** Absolute; null: nothing is kept. */
  readonly log: string | null;
  readonly rules: RuleSet;
  readonly now: () => number;
  readonly onOutput: (text: string) => void;
  readonly onPid?: ((pid: number) => void) | undefined;
  /** What it promised and did not do, although it ended well; null: nothing is missing (X4). */
  readonly missing: () => string | null;
}

const grace = 5_000;
const trimEvery = 1_000;
const tailLength = 64 * 1_024;

/** Never rejects for what the command does. */
export async function watchCommand(order: WatchOrder): Promise<CommandRun<RunLeft>> {
  const reader = makeLogReader(order.rules.scanner);
  const kept = order.log === null ? null : outputLog(newLogFile(order.log));
  let tail = '';
  const stream = redactingStream(order.secrets, order.redact, (text) => {
    reader.push(text);
    tail = (tail + text).slice(-tailLength);
    kept?.write(text);
    order.onOutput(text);
  });
  const startedAt = order.now();
  const trimmer = kept && setInterval(kept.trim, trimEvery);
  const end = await runProcess(
    {
      command: order.command,
      directory: order.directory,
      environment: order.environment,
      timeout: order.timeout,
      grace,
      output: stream.push,
      // Its group is known by the mark in its environment, too.
      onPid: (pid) => order.onPid?.(pid),
    },
    launchDirectly((file, args, options) => spawn(file, [...args], options)),
    order.stop,
  );
  if (end.cause === 'no-start') stream.push(`${noStart(order.command, end.error)}\n`);
  if (end.cause === 'timeout')
    stream.push(`\nThe command was ended after ${order.timeout / 60_000} minutes (timeout).\n`);
  stream.end();
  if (trimmer) clearInterval(trimmer);
  kept?.finish((text) => text);
  const exitCode = end.cause === 'no-start' ? startCode(end.error) : end.exitCode;
  const well = end.cause === 'itself' && exitCode === 0;
  const missing = well ? order.missing() : null;
  return {
    passed: well && missing === null,
    why: missing ?? words(end.cause, exitCode, end.signal),
    cause: end.cause,
    exitCode,
    signal: end.signal,
    log: reader.end(),
    left: {
      startedAt,
      endedAt: order.now(),
      tail,
      ...readLeft(order.directory, order.environment, startedAt),
    },
    argv: argvOf(order.command),
  };
}

/** The words of the command; a script is one word of its shell. */
function argvOf({ file, args }: AttemptCommand): readonly string[] {
  return [file, ...args];
}

function words(cause: string, exitCode: number | null, signal: string | null): string {
  if (cause === 'timeout') return 'It took too long and was ended.';
  if (cause === 'stop') return 'It was asked to end.';
  if (signal !== null) return `It was ended by ${signal}.`;
  return exitCode === 0 ? 'It passed.' : `It ended with exit code ${exitCode}.`;
}

/** As a shell says it, so that the same rules read it. */
function noStart({ file }: AttemptCommand, error: NodeJS.ErrnoException | null): string {
  if (error?.code === 'ENOENT') return `${file}: command not found`;
  if (error?.code === 'EACCES') return `${file}: Permission denied`;
  return `${file}: ${error?.message ?? 'it could not be started'}`;
}

function startCode(error: NodeJS.ErrnoException | null): number | null {
  if (error?.code === 'ENOENT') return 127;
  return error?.code === 'EACCES' ? 126 : null;
}
