import * as z from 'zod';
import type { AttemptRef, AttemptResult } from '../core/model.ts';
import { failureClasses } from '../core/model.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import { parseJson } from './ascii-json.ts';
import { healReportSchema } from './healing/heal-report-schema.ts';
import { packText, unpackText } from './pack-text.ts';
import { shortDigest } from './short-digest.ts';

/** What an attempt leaves behind when it is over. */
export interface Handoff {
  readonly ref: AttemptRef;
  readonly result: AttemptResult;
  /** For the tasks that need this one. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Paths of the files that were kept for the tasks that need this one. */
  readonly produced: readonly string[];
  /**
   * Binds the files themselves where they travel apart from this text: SHA-256 over their paths and bytes, 64
   * hexadecimal digits. Absent where none were left.
   */
  readonly filesDigest?: string | undefined;
  /** The end of what was printed, redacted. */
  readonly tail: string;
  /** What healing did, of a task that says `heal`. */
  readonly heal?: HealReport | undefined;
}

export type ParsedHandoff =
  | { readonly ok: true; readonly handoff: Handoff; readonly digest: string }
  | { readonly ok: false; readonly code: 'empty' | 'damaged' | 'foreign'; readonly why: string };

const head = 'yardmaster-handoff:1';
const maxBytes = 512 * 1024;
const maxTail = 16_000;
const maxMessage = 300;
const maxOutputs = 64 * 1024;
const maxProduced = 1_000;
/**
 * It reaches the job that settles as a variable of the environment, which ends at 128 KiB on Linux
 * (`MAX_ARG_STRLEN`, execve(2)); behind a longer one that job could not even start.
 */
const maxText = 120_000;

/** As Actions has them for ids. */
const outputName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/)
  .refine((name) => name !== '__proto__');

const handoffSchema = z.strictObject({
  result: z.strictObject({
    outcome: z.enum(['success', 'failure', 'stopped', 'fenced']),
    failure: z.enum(failureClasses).nullable(),
    exitCode: z.int().nullable(),
    signal: z.string().max(20).nullable(),
    startedAt: z.int().nonnegative().nullable(),
    endedAt: z.int().nonnegative(),
    place: z.int().nonnegative().nullable(),
    message: z.string().max(maxMessage),
  }),
  outputs: z.record(outputName, z.string().max(maxOutputs)),
  produced: z.array(z.string().max(4_096)).max(maxProduced),
  filesDigest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  tail: z.string().max(maxTail),
  heal: healReportSchema.optional(),
});

/**
 * The handoff as one line without spaces, for a job's output or a file, and its digest. The attempt it
 * belongs to stands in it. The beginning of too long a tail is left out; outputs or produced files beyond
 * the limits (64 KiB in all, 1,000 files, 120,000 bytes as written) make a success a failure that says so.
 * Throws when the result is a failure without a class, or something else with one.
 */
export function renderHandoff(handoff: Handoff): { text: string; digest: string } {
  const fitting = withinLimits(handoff);
  const whole = written(fitting);
  if (whole.text.length <= maxText) return whole;
  const excess = `its outputs and the names of its files take ${whole.text.length} bytes, ${maxText} are allowed`;
  return written({ ...bare(fitting, excess), tail: fitting.tail.slice(-maxTail / 4) });
}

function written({ ref, result, outputs, produced, filesDigest, tail, heal }: Handoff): {
  text: string;
  digest: string;
} {
  if (contradicts(result))
    throw new RangeError(`outcome ${result.outcome}, class ${result.failure}`);
  // Where it comes to be is not for its own worker to say.
  const { digest: _, artifact: __, ...kept } = result;
  const content = handoffSchema.parse({
    result: kept,
    outputs,
    produced,
    filesDigest,
    tail,
    heal,
  });
  const json = JSON.stringify(content);
  const digest = digestOf(ref, json);
  return { text: `${head}:${refText(ref)}:${digest}:${packText(json)}`, digest };
}

/**
 * The handoff of exactly the expected attempt, its digest inside its result. The text comes from a job
 * that ran foreign code: `empty`, `foreign` (of another attempt) and `damaged` ones are no result.
 */
export function parseHandoff(text: string, expected: AttemptRef): ParsedHandoff {
  const line = text.trim();
  if (line === '') return { ok: false, code: 'empty', why: 'the attempt left nothing' };
  const match = /^yardmaster-handoff:1:([\d/.]{1,40}):([0-9a-f]{16}):([A-Za-z0-9+/=]+)$/.exec(line);
  if (!match) return damaged('it is no handoff');
  const [, ref, digest, packed] = match as unknown as [string, string, string, string];
  if (ref !== refText(expected)) {
    return { ok: false, code: 'foreign', why: `it belongs to ${ref}, not ${refText(expected)}` };
  }
  const opened = unpackText(packed, maxBytes);
  if (!opened.ok) return damaged(opened.why);
  if (digestOf(expected, opened.text) !== digest)
    return damaged('its digest is not that of its text');
  const parsed = handoffSchema.safeParse(parseJson(opened.text));
  if (!parsed.success) return damaged(`its \`${parsed.error.issues[0]?.path.join('.')}\``);
  const { result, ...rest } = parsed.data;
  if (contradicts(result)) return damaged('its outcome and its failure contradict each other');
  return {
    ok: true,
    digest,
    handoff: { ref: expected, ...rest, result: { ...result, digest } },
  };
}

function withinLimits(handoff: Handoff): Handoff {
  const { result, outputs, produced, tail } = handoff;
  const size = Object.entries(outputs).reduce(
    (sum, [key, text]) => sum + key.length + text.length,
    0,
  );
  const wrongName = Object.keys(outputs).find((name) => !outputName.safeParse(name).success);
  const longPath = produced.some((path) => path.length > 4_096);
  const excess =
    wrongName !== undefined
      ? `an output's name is not made of letters, digits, _ and -: ${wrongName.slice(0, 40)}`
      : size > maxOutputs
        ? `its outputs take ${size} characters, ${maxOutputs} are allowed`
        : produced.length > maxProduced || longPath
          ? `it produced ${produced.length} files, ${maxProduced} are allowed`
          : null;
  const fitting: Handoff = {
    ...handoff,
    tail: tail.slice(-maxTail),
    result: { ...result, message: result.message.slice(0, maxMessage) },
  };
  return excess ? bare(fitting, excess) : fitting;
}

/** Without what is too much: a success becomes a failure that says so. */
function bare(handoff: Handoff, excess: string): Handoff {
  const { result } = handoff;
  const failed: AttemptResult =
    result.outcome === 'success'
      ? { ...result, outcome: 'failure', failure: 'validation', message: excess }
      : result;
  return { ...handoff, outputs: {}, produced: [], filesDigest: undefined, result: failed };
}

/** A failure has a class, and nothing else has one. */
function contradicts({ outcome, failure }: Pick<AttemptResult, 'outcome' | 'failure'>): boolean {
  return (outcome === 'failure') !== (failure !== null);
}

/** As people and logs name an attempt: `12/3.2`. */
function refText({ run, task, attempt }: AttemptRef): string {
  return `${run}/${task}.${attempt}`;
}

/** The attempt is part of what is digested, so that no text serves two. */
function digestOf(ref: AttemptRef, json: string): string {
  return shortDigest(`${refText(ref)}\n${json}`);
}

function damaged(why: string): ParsedHandoff {
  return { ok: false, code: 'damaged', why };
}
