import type { Category } from './category.ts';
import type { Redact } from './diagnose-by-rule.ts';
import type { DiagnosisFacts } from './diagnosis.ts';
import type { Log } from './log/log.ts';

interface ExitMeaning {
  readonly category: Category;
  readonly kind: string;
  readonly summary: string;
  readonly rootCause: string;
}

const completed = /^Process completed with exit code (-?\d{1,10})\.?/;

/** An annotation that says no more than that it failed. */
const bare =
  /^Process completed with exit code|failed with exit code|^The operation was cancell?ed|^Error: failed to run script/;

/** Exit codes that say by convention what happened: 128 and a signal's number, and those of shells and `timeout`. */
const meanings: ReadonlyMap<number, ExitMeaning> = new Map([
  [
    124,
    meaning(
      'timeout_or_oom',
      'exit-timeout',
      'was ended by `timeout` (exit code 124)',
      'It took longer than the limit that it was given.',
    ),
  ],
  [
    126,
    meaning(
      'permission_or_secret',
      'exit-not-executable',
      'could not be executed (exit code 126)',
      'The file is there, but it may not be executed or is no program of this system.',
    ),
  ],
  [
    127,
    meaning(
      'configuration',
      'exit-not-found',
      'was not found (exit code 127)',
      'The program is not installed, or not on the PATH.',
    ),
  ],
  [
    132,
    meaning(
      'crash',
      'exit-illegal-instruction',
      'crashed with an illegal instruction (SIGILL)',
      'It was built for another processor, or its memory was damaged.',
    ),
  ],
  [
    134,
    meaning(
      'crash',
      'exit-abort',
      'aborted (SIGABRT)',
      'It ended itself: an assertion of its own or of its memory allocator did not hold.',
    ),
  ],
  [
    135,
    meaning(
      'crash',
      'exit-bus-error',
      'crashed with a bus error (SIGBUS)',
      'It used memory that does not exist, often a mapped file that was cut or a full /dev/shm.',
    ),
  ],
  [
    136,
    meaning(
      'crash',
      'exit-arithmetic',
      'crashed with an arithmetic error (SIGFPE)',
      'A division by zero or its like.',
    ),
  ],
  [
    137,
    meaning(
      'timeout_or_oom',
      'exit-killed',
      'was killed from outside (SIGKILL)',
      'Something ended it by force: most often the system because memory ran out, else a limit of time.',
    ),
  ],
  [
    139,
    meaning(
      'crash',
      'exit-segmentation-fault',
      'crashed with a segmentation fault (SIGSEGV)',
      'It used memory that is not its own: a bug of the program or of a native library.',
    ),
  ],
  [
    143,
    meaning(
      'timeout_or_oom',
      'exit-terminated',
      'was asked to end (SIGTERM)',
      'Something stopped it: a limit of time, a cancelled run or the end of its machine.',
    ),
  ],
]);

/** What Windows says by the status of a process, as an unsigned number. */
const ofWindows: ReadonlyMap<number, ExitMeaning> = new Map([
  [
    0xc0000005,
    meaning(
      'crash',
      'exit-access-violation',
      'crashed with an access violation (0xC0000005)',
      'It used memory that is not its own: a bug of the program or of a native library.',
    ),
  ],
  [
    0xc00000fd,
    meaning(
      'crash',
      'exit-stack-overflow',
      'crashed with a stack overflow (0xC00000FD)',
      'It called itself too often, or its stack is too small.',
    ),
  ],
  [
    0xc0000374,
    meaning(
      'crash',
      'exit-heap-corruption',
      'crashed because its memory was damaged (0xC0000374)',
      'It wrote beyond memory that it owns, or freed it twice.',
    ),
  ],
  [
    0xc0000409,
    meaning(
      'crash',
      'exit-fast-fail',
      'ended itself (0xC0000409)',
      'A check of its own did not hold: an abort, or a stack that was overwritten.',
    ),
  ],
  [
    0xc0000135,
    meaning(
      'configuration',
      'exit-library-missing',
      'could not start: a DLL is missing (0xC0000135)',
      'A library that it needs is not installed, or not on the PATH.',
    ),
  ],
]);

function conventional(code: number): number {
  return code > 128 || code < 0 ? code & 255 : code;
}

function meaning(
  category: Category,
  kind: string,
  summary: string,
  rootCause: string,
): ExitMeaning {
  return { category, kind, summary, rootCause };
}

/** What is left to say where no rule fits: what the exit code means, or that the cause is not known. */
export function exitRule(log: Log, facts: DiagnosisFacts, redact: Redact): ExitMeaning {
  const code = facts.exitCode ?? exitCodeOf(log);
  const subject = facts.command ? `\`${facts.command.slice(0, 120)}\`` : 'The command';
  const known =
    code === undefined
      ? undefined
      : (ofWindows.get(code >>> 0) ?? meanings.get(conventional(code)));
  if (known) return { ...known, summary: `${subject} ${known.summary}.` };
  const said = annotationOf(log);
  return {
    category: 'unknown',
    kind: 'unknown',
    summary:
      said !== undefined
        ? `No rule knows why it failed; it says: ${redact(said).slice(0, 300)}`
        : code === undefined
          ? 'No known failure was recognised in this log.'
          : `${subject} ended with exit code ${code}, for a reason that no rule knows.`,
    rootCause: 'Not known: no rule fits. The evidence is how the step ended.',
  };
}

/** What the failing step says of itself, beyond its exit code. */
function annotationOf(log: Log): string | undefined {
  const first = log.lines.find(({ mark, text }) => mark === 'error' && text.trim() !== '');
  return first && !bare.test(first.text) ? first.text : undefined;
}

function exitCodeOf(log: Log): number | undefined {
  for (const line of log.lines) {
    if (line.mark !== 'error') continue;
    const code = completed.exec(line.text)?.[1];
    if (code !== undefined) return Number(code);
  }
  return undefined;
}
