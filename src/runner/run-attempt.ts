/** One attempt at a task: its process, its output, what it left behind, and how that is to be called. */
import { rmSync, statSync, writeFileSync } from 'node:fs';
import type { AttemptResult, Instant, Millis } from '../core/model.ts';
import type { Handoff } from '../text/handoff.ts';
import { oneLine } from '../text/safety/one-line.ts';
import { attemptCommand } from './attempt-command.ts';
import type { AttemptJob } from './attempt-job.ts';
import { judgeAttempt } from './judge-attempt.ts';
import type { Launch } from './launch.ts';
import { type LogFiles, newLogFile } from './log-files.ts';
import { type OutputLog, outputLog } from './output-log.ts';
import { redactingStream } from './redacting-stream.ts';
import { type ProcessEnd, runProcess } from './run-process.ts';

export interface AttemptHost {
  readonly now: () => Instant;
  readonly launch: Launch;
  /** Whether `bash` can be started. */
  readonly bash: boolean;
  /** From TERM to KILL. */
  readonly grace: Millis;
  /** When a log gets its name, and how often its size is looked at. */
  readonly trimEvery: Millis;
  /** Files that are open already; without them each attempt makes its own. */
  readonly logFiles?: LogFiles;
  /** Removes secrets (exactly, and known shapes of tokens). */
  readonly redact: (text: string, secrets: readonly string[]) => string;
  readonly onPid: (pid: number) => void;
  /** Hears the redacted output while it comes; null: it goes straight into the log. */
  readonly onOutput: ((text: string) => void) | null;
}

/**
 * Runs one attempt to its end, as `runAttempt` with its host does; `onPid` hears of its process. With a `launch`
 * its program takes its turn there.
 */
export type RunOne<Job extends AttemptJob = AttemptJob> = (
  job: Job,
  stop: AbortSignal,
  onPid: (pid: number) => void,
  launch?: Launch,
) => Promise<Handoff>;

/** `result.digest` is null: the handoff's digest is made of it. Never rejects: whatever goes wrong is the attempt's failure. Aborting `stop` ends it politely. */
export async function runAttempt(
  job: AttemptJob,
  host: AttemptHost,
  stop: AbortSignal,
): Promise<Handoff> {
  let startedAt: Instant | null = null;
  let log: OutputLog | null = null;
  let end: ProcessEnd;
  let tail = '';
  const outputFile = job.outputs.length > 0 ? `${job.log}.outputs` : job.spareOutput;
  try {
    if (job.refusal !== null) throw new Error(job.refusal);
    if (!statSync(job.directory, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`the working directory ${job.directory} is not there`);
    log = outputLog(host.logFiles?.take(job.log) ?? newLogFile(job.log));
    if (job.outputs.length > 0) writeFileSync(outputFile, '');
    const onPid = (pid: number) => {
      startedAt ??= host.now();
      host.onPid(pid);
    };
    end = await runInto(log, job, outputFile, { ...host, onPid }, stop);
    tail = log.finish((text) => host.redact(text, job.secrets));
  } catch (error) {
    end = { cause: 'no-start', exitCode: null, signal: null, error: error as Error };
  }
  const verdict = judgeAttempt(job, end, tail, outputFile);
  if (job.outputs.length > 0) rmSync(outputFile, { force: true });
  const endedAt = host.now();
  const result: AttemptResult = {
    outcome: verdict.outcome,
    failure: verdict.failure,
    exitCode: verdict.exitCode,
    signal: end.signal,
    startedAt: startedAt ?? (end.cause === 'stop' ? null : endedAt),
    endedAt,
    digest: null,
    place: 0,
    message: verdict.message === '' ? '' : oneLine(host.redact(verdict.message, job.secrets)),
  };
  return { ref: job.ref, result, outputs: verdict.outputs, produced: verdict.produced, tail };
}

async function runInto(
  log: OutputLog,
  job: AttemptJob,
  outputFile: string,
  host: AttemptHost,
  stop: AbortSignal,
): Promise<ProcessEnd> {
  const { onOutput } = host;
  const piped = onOutput !== null || job.secrets.length > 0;
  const stream = redactingStream(
    job.secrets,
    (text) => host.redact(text, job.secrets),
    (text) => {
      log.write(text);
      onOutput?.(text);
    },
  );
  let trimmer: NodeJS.Timeout | undefined;
  try {
    return await runProcess(
      {
        command: attemptCommand(job.run, host.bash),
        directory: job.directory,
        environment: {
          ...job.environment,
          YARDMASTER_OUTPUT: outputFile,
          GITHUB_OUTPUT: outputFile,
        },
        timeout: job.timeout,
        grace: host.grace,
        output: piped ? stream.push : log.file(),
        onPid(pid) {
          trimmer = setInterval(log.trim, host.trimEvery);
          host.onPid(pid);
        },
      },
      host.launch,
      stop,
    );
  } finally {
    clearInterval(trimmer);
    stream.end();
  }
}
