import { matrixExample, outputExample } from './expression-text.ts';

/** Something in a file that a person has to mend. */
export interface Problem {
  /** The file, relative to the repository's root. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** What is at fault, as it stands in the file; at most one line, and not more than 80 characters. */
  readonly found: string;
  /** What kind of problem it is: a heading in `docs/errors.md`. */
  readonly code: ProblemCode;
  /** What could stand there instead. */
  readonly expected: string;
  /** The valid word that comes closest to what was found; null where none is close. */
  readonly nearest: string | null;
  /** How to mend it. */
  readonly remedy: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** The line of the file in which it is; of a very long one, the part around it. */
  readonly excerpt: string;
  /** Where in the excerpt it begins, from 1. */
  readonly caret: number;
}

/** Each code with what mends it, where a problem does not say better. */
export const remedies = {
  'alias-bomb': 'Write the repeated part out, or repeat less of it.',
  'bad-duration': 'Write minutes as a number, or a duration such as `90s`, `15m`, `2h` or `1h30m`.',
  'bad-environment-variable': 'Choose another name for the variable.',
  'bad-expression': `Use \`${matrixExample}\`, or \`${outputExample}\` in \`env\`.`,
  'bad-glob': 'Use `*`, `**` as a whole folder, `?`, `[a-z]` and `{a,b}` only.',
  'bad-id': 'Begin with a letter or `_`, and go on with letters, digits, `-` and `_`.',
  'bad-matrix': 'Give each key of the matrix a list of texts, numbers or truth values.',
  'bad-name': 'Shorten the name, or leave out the characters that cannot be shown.',
  'bad-path':
    'Name a path inside the repository, relative to its root and with `/` between folders.',
  'bad-pattern': 'Write the pattern in the syntax of RE2: no lookahead, no back references.',
  'bad-recovery': 'Mend what the task says under `recover`.',
  'bad-secret': 'Name the secret as the repository settings do, in letters, digits and `_`.',
  'bad-uses':
    'Name a workflow file as `./.github/workflows/build.yml`, or as `owner/repo/.github/workflows/build.yml@ref`.',
  cycle: 'Remove one of these needs.',
  'duplicate-key': 'Remove one of the two, or rename it.',
  'duplicate-rule': 'Give the rule a name of its own.',
  'duplicate-task': 'Rename one of the two.',
  'empty-file': 'Begin with `tasks:` and a task below it, or remove the file.',
  'example-mismatch': 'Copy into `example` what the tool prints, or mend the pattern.',
  'file-too-large': 'Split the pipeline, or move long commands into scripts.',
  'ledger-too-large': 'Split the pipeline into several, or use fewer legs.',
  'matrix-too-large': 'Leave combinations out with `exclude`, or split the task.',
  'merge-key': 'Use `defaults` for what tasks share, or repeat an anchored value with `*name`.',
  'missing-key': 'Add it.',
  'missing-output': 'Declare the output with `outputs` in the task that it comes from.',
  'missing-secret': 'Render the workflow files anew: `yardmaster init --force`.',
  'no-pipeline': 'Name one of the files in `.github/pipelines`.',
  'not-utf-8': 'Save the file in UTF-8.',
  'resource-too-large':
    'Ask for less, or raise the capacity under `resources` in `.github/yardmaster.yml`.',
  'only-with-run': 'Remove it, or put it into the workflow that the task uses.',
  'run-or-uses': 'Give the task either a command (`run`) or a workflow (`uses`).',
  'self-need': 'Remove it: a task cannot wait for itself.',
  'several-documents': 'Keep one document in a file: remove the line `---`.',
  'text-too-long': 'Move long commands into scripts, or use fewer legs.',
  'timeout-too-long': 'Lower `timeout-minutes`, or use a self-hosted runner.',
  'too-deep': 'Nest lists and mappings less deeply.',
  'too-many-tasks': 'Split the pipeline into several.',
  'unknown-capture': 'Name a capture of the pattern or of `details`.',
  'unknown-key': 'Remove it.',
  'unknown-matrix-key': 'Use a key that the matrix of this task has.',
  'unknown-need': 'Name a task of this pipeline.',
  'wrong-type': 'Write it in the form that is expected.',
  'wrong-value': 'Write one of the values that are expected.',
  'yaml-syntax': 'Mend the YAML; the reference shows how each part is written.',
  'yaml-tag': 'Remove the tag: plain values need none.',
} as const satisfies Record<string, string>;

export type ProblemCode = keyof typeof remedies;

export const problemCodes = Object.keys(remedies) as readonly ProblemCode[];

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(remedies, text);
}

/** Where the code is explained. */
export function problemLink(code: ProblemCode): string {
  return `docs/errors.md#${code}`;
}
