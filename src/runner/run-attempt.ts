/** One attempt at a task: its process, its output, what it left behind, and how that is to be called. */
import { lstatSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { classifyFailure } from '../core/classify-failure.ts';
import type { AttemptRef, AttemptResult, FailureClass, Instant, Millis } from '../core/model.ts';
import type { Handoff } from '../text/handoff.ts';
import { secretVariants } from '../text/safety/secret-variants.ts';
import { stripControl } from '../text/safety/strip-control.ts';
import { attemptCommand } from './attempt-command.ts';
import { failureMessage } from './failure-message.ts';
import type { Launch } from './launch.ts';
import { type LogFiles, newLogFile } from './log-files.ts';
import { parseOutputFile } from './output-file.ts';
import { type OutputLog, outputLog } from './output-log.ts';
import { producedFiles } from './produced-files.ts';
import { redactingStream } from './redacting-stream.ts';
import { type ProcessEnd, runProcess } from './run-process.ts';

/** Everything that an attempt needs to know; plain data, so that it may cross to another process. */
export interface AttemptJob {
  readonly ref: AttemptRef;
  /** The task's key, for people. */
  readonly key: string;
  /** As in the pipeline: one command or a script. */
  readonly run: string;
  /** Why it cannot be run here; null: it can. */
  readonly refusal: string | null;
  /** Absolute: where it runs. */
  readonly directory: string;
  /** Absolute: what `produces` is relative to. */
  readonly root: string;
  /** All of it; only the place for outputs is added. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values that must appear nowhere. */
  readonly secrets: readonly string[];
  readonly timeout: Millis;
  readonly produces: readonly string[];
  /** Names of outputs that dependents may use. */
  readonly outputs: readonly string[];
  /** Absolute: the log file, in a folder that is there. */
  readonly log: string;
  /** Absolute: receives outputs of tasks that declare none; never read. */
  readonly spareOutput: string;
}

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

/** Runs one attempt to its end, as `runAttempt` with its host does; `onPid` hears of its process. */
export type RunOne = (
  job: AttemptJob,
  stop: AbortSignal,
  onPid: (pid: number) => void,
) => Promise<Handoff>;

/** `result.digest` is null: the handoff's digest is made of it. Never rejects: whatever goes wrong is the attempt's failure. Aborting `stop` ends it politely. */
export async function runAttempt(
  job: AttemptJob,
  host: AttemptHost,
  stop: AbortSignal,
): Promise<Handoff> {
  const startedAt = host.now();
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
    end = await runInto(log, job, outputFile, host, stop);
    tail = log.finish((text) => host.redact(text, job.secrets));
  } catch (error) {
    end = { cause: 'no-start', exitCode: null, signal: null, error: error as Error };
  }
  const verdict = judge(job, end, tail, outputFile);
  if (job.outputs.length > 0) rmSync(outputFile, { force: true });
  const result: AttemptResult = {
    outcome: verdict.outcome,
    failure: verdict.failure,
    exitCode: verdict.exitCode,
    signal: end.signal,
    startedAt,
    endedAt: host.now(),
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

interface Verdict {
  readonly outcome: 'success' | 'failure' | 'stopped';
  readonly failure: FailureClass | null;
  readonly exitCode: number | null;
  readonly message: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly produced: readonly string[];
}

function judge(job: AttemptJob, end: ProcessEnd, tail: string, outputFile: string): Verdict {
  const bare = { exitCode: end.exitCode, outputs: {}, produced: [] };
  if (end.cause === 'stop')
    return { ...bare, outcome: 'stopped', failure: null, message: 'it was asked to end' };
  if (end.cause === 'itself' && end.exitCode === 0) return judgeWork(job, outputFile);
  const failure = classifyFailure({
    exitCode: end.exitCode,
    signal: end.signal,
    timedOut: end.cause === 'timeout',
    oom: end.exitCode === 137 || end.signal === 'SIGKILL' || outOfMemory.test(tail),
    diskFull: end.error?.code === 'ENOSPC' || diskFull.test(tail),
    missingProduce: false,
  });
  return { ...bare, ...failureWords(job, end, tail), outcome: 'failure', failure };
}

const outOfMemory =
  /JavaScript heap out of memory|MemoryError|Cannot allocate memory|java\.lang\.OutOfMemoryError|std::bad_alloc|\bOOMKilled\b/;
/** More cannot be used: all outputs together have 64 KiB. */
const mostOutputBytes = 4 << 20;
const diskFull = /No space left on device|\bENOSPC\b|Disk quota exceeded/;

/** What a shell would answer for a program that cannot be started, and a line that says what happened. */
function failureWords(
  job: AttemptJob,
  end: ProcessEnd,
  tail: string,
): { exitCode: number | null; message: string } {
  const { exitCode, error } = end;
  if (end.cause === 'timeout')
    return { exitCode, message: `it ran longer than ${duration(job.timeout)} and was ended` };
  if (error?.code === 'ENOENT')
    return { exitCode: 127, message: `${job.run.trim().split(' ')[0]}: command not found` };
  if (error?.code === 'EACCES')
    return { exitCode: 126, message: `${job.run.trim().split(' ')[0]}: permission denied` };
  if (error) return { exitCode, message: error.message };
  const how = end.signal ? `it was ended by ${end.signal}` : `it ended with exit code ${exitCode}`;
  return { exitCode, message: failureMessage(tail) || how };
}

/** It ended well; did it leave what it promised? */
function judgeWork(job: AttemptJob, outputFile: string): Verdict {
  const bare = { exitCode: 0, outputs: {}, produced: [] };
  const fault = (message: string): Verdict => ({
    ...bare,
    outcome: 'failure',
    failure: classifyFailure({
      exitCode: 0,
      signal: null,
      timedOut: false,
      oom: false,
      diskFull: false,
      missingProduce: true,
    }),
    message,
  });
  const { found, missing } = producedFiles(job.root, job.produces);
  if (missing.length > 0) return fault(`it did not produce ${missing.join(', ')}`);
  if (job.outputs.length === 0)
    return { ...bare, outcome: 'success', failure: null, message: '', produced: found };
  const read = readOutputs(outputFile, job.outputs);
  if (!read.ok) return fault(`line ${read.line} of its outputs: ${read.why}`);
  const open = telltale(read.outputs, job.secrets);
  if (open !== undefined)
    return fault(
      `its output ${open} holds a secret; whoever reads the repository can read outputs`,
    );
  return { ...bare, outcome: 'success', failure: null, message: '', produced: found, ...read };
}

function readOutputs(file: string, declared: readonly string[]) {
  // It may have removed the file, or put a link, a pipe or something huge in its place: then no outputs.
  const found = lstatSync(file, { throwIfNoEntry: false });
  const readable = found?.isFile() && found.size <= mostOutputBytes;
  return parseOutputFile(readable ? readFileSync(file, 'utf8') : '', declared);
}

/** The first output that holds a secret's value, in one of the forms in which it may be written. */
function telltale(
  outputs: Readonly<Record<string, string>>,
  secrets: readonly string[],
): string | undefined {
  const forms = secrets.flatMap(secretVariants);
  return Object.keys(outputs).find((name) => forms.some((form) => outputs[name]?.includes(form)));
}

function duration(time: Millis): string {
  const seconds = Math.round(time / 1000);
  if (seconds < 120) return `${time < 1000 ? time / 1000 : seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function oneLine(text: string): string {
  return stripControl(text).replace(/\s+/g, ' ').trim().slice(0, 300);
}
