import { lstatSync, readFileSync } from 'node:fs';
import { classifyFailure } from '../core/classify-failure.ts';
import type { FailureClass, Millis } from '../core/model.ts';
import { secretVariants } from '../text/safety/secret-variants.ts';
import type { AttemptJob } from './attempt-job.ts';
import { failureMessage } from './failure-message.ts';
import { parseOutputFile } from './output-file.ts';
import { producedFiles } from './produced-files.ts';
import type { ProcessEnd } from './run-process.ts';

/** What became of an attempt, besides when. */
export interface Verdict {
  readonly outcome: 'success' | 'failure' | 'stopped';
  readonly failure: FailureClass | null;
  readonly exitCode: number | null;
  readonly message: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly produced: readonly string[];
}

/** How an attempt ended, by how its process did and by what it left. */
export function judgeAttempt(
  job: AttemptJob,
  end: ProcessEnd,
  tail: string,
  outputFile: string,
): Verdict {
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
