/** One attempt at a task that says `heal`: what `runAttempt` does, and the loop of healing around it. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TriedEntry } from '../../heal/confidence/healing-book.ts';
import type { HealPolicy } from '../../heal/loop/heal-policy.ts';
import type { HealAction } from '../../heal/loop/heal-ports.ts';
import { redactReport } from '../../text/failure/redact-report.ts';
import type { Handoff } from '../../text/handoff.ts';
import { oneLine } from '../../text/safety/one-line.ts';
import { attemptCommand } from '../attempt-command.ts';
import type { AttemptJob } from '../attempt-job.ts';
import { judgeAttempt } from '../judge-attempt.ts';
import { producedFiles } from '../produced-files.ts';
import type { AttemptHost } from '../run-attempt.ts';
import type { ProcessEnd } from '../run-process.ts';
import type { HealedAttempt, PastSource } from './heal-attempt.ts';
import { healAttempt } from './heal-command.ts';

/** How a task heals. */
export interface LegHealing {
  readonly policy: HealPolicy;
  /** Files that the tasks it needs have left, relative to the root: a clean checkout gets them, too. */
  readonly received: readonly string[];
  /** What the journal knows of earlier healings. */
  readonly learned?: readonly TriedEntry[];
}

/** What a leg that heals needs of its host. */
export interface LegHost extends Pick<AttemptHost, 'now' | 'bash' | 'redact' | 'onOutput'> {
  /** Hears of each process that is started. */
  readonly onPid?: (pid: number) => void;
  /** What is known elsewhere of the commits before the one that is checked out. */
  readonly past?: PastSource;
  /** Hears of each step of healing before it is done, redacted. */
  readonly onAction?: (action: HealAction) => void;
}

/** As `runAttempt`; the handoff tells what healing did. Never rejects. */
export async function healLeg(
  job: AttemptJob,
  healing: LegHealing,
  host: LegHost,
  stop: AbortSignal,
): Promise<Handoff> {
  const startedAt = host.now();
  const outputFile = job.outputs.length > 0 ? `${job.log}.outputs` : job.spareOutput;
  const empty = () => {
    if (job.outputs.length > 0) writeFileSync(outputFile, '');
  };
  try {
    empty();
    const healed = await healAttempt({
      command: attemptCommand(job.run, host.bash),
      directory: job.directory,
      root: null,
      environment: {
        ...job.environment,
        YARDMASTER_OUTPUT: outputFile,
        GITHUB_OUTPUT: outputFile,
      },
      secrets: job.secrets,
      timeout: job.timeout,
      stop,
      policy: healing.policy,
      keep: 'report',
      approved: null,
      log: job.log,
      now: host.now,
      bash: host.bash,
      received: healing.received,
      learned: healing.learned ?? [],
      missing: (root) => missingWords(root ?? job.root, job.produces),
      onOutput: (text) => host.onOutput?.(text),
      onAction(action) {
        host.onAction?.(action);
        host.onOutput?.(`yardmaster: ${action.words}\n`);
      },
      ...(host.onPid ? { onPid: host.onPid } : {}),
      ...(host.past ? { past: host.past } : {}),
      onProved: (checkout) => bringBack(checkout, job.root, job.produces),
    });
    return handoffOf(job, healed, { startedAt, endedAt: host.now() }, outputFile, host);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const end = { cause: 'no-start', exitCode: null, signal: null, error: new Error(why) } as const;
    return asHandoff(job, end, '', outputFile, { startedAt, endedAt: host.now() }, host);
  } finally {
    if (job.outputs.length > 0) rmSync(outputFile, { force: true });
  }
}

function handoffOf(
  job: AttemptJob,
  { report, interrupted, last }: HealedAttempt,
  times: Times,
  outputFile: string,
  host: Pick<AttemptHost, 'redact'>,
): Handoff {
  const well = ['passed', 'recovered', 'healed'].includes(report.result);
  const end: ProcessEnd = {
    cause: interrupted ? 'stop' : 'itself',
    exitCode: well ? 0 : (last?.exitCode ?? 1),
    signal: well ? null : ((last?.signal as ProcessEnd['signal']) ?? null),
    error: null,
  };
  const handoff = asHandoff(job, end, last?.tail ?? '', outputFile, times, host);
  const said = report.failure && !well ? handed(report.failure.summary, report.result) : null;
  return {
    ...handoff,
    result: said === null ? handoff.result : { ...handoff.result, message: said },
    ...(report.failure ? { heal: redactReport(report, job.secrets) } : {}),
  };
}

function handed(summary: string, result: string): string {
  const rest = result === 'proposed' ? 'a fix waits for a person' : 'no fix held';
  return oneLine(`${summary} (${rest})`);
}

interface Times {
  readonly startedAt: number;
  readonly endedAt: number;
}

function asHandoff(
  job: AttemptJob,
  end: ProcessEnd,
  tail: string,
  outputFile: string,
  { startedAt, endedAt }: Times,
  host: Pick<AttemptHost, 'redact'>,
): Handoff {
  const verdict = judgeAttempt(job, end, tail, outputFile);
  const { outcome, failure, exitCode, message, outputs, produced } = verdict;
  return {
    ref: job.ref,
    result: {
      ...{ outcome, failure, exitCode, signal: end.signal, startedAt, endedAt },
      digest: null,
      place: 0,
      message: message === '' ? '' : oneLine(host.redact(message, job.secrets)),
    },
    outputs,
    produced,
    tail,
  };
}

function missingWords(root: string, produces: readonly string[]): string | null {
  const { missing } = producedFiles(root, produces);
  return missing.length === 0 ? null : `It did not produce ${missing.join(', ')}.`;
}

/** What the verified run produced is what the task produced. */
function bringBack(checkout: string, root: string, produces: readonly string[]): void {
  for (const path of producedFiles(checkout, produces).found) {
    const to = join(root, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(checkout, path), to, { recursive: true, force: true });
  }
}
