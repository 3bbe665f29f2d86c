import { treeAt } from '../yaml/tree.ts';
import { hasExpression, replaceExpressions } from './expression.ts';
import type { MatrixFile } from './matrix-schema.ts';
import { idPattern, whole } from './patterns.ts';
import type { Job, Leg, PipelineReading } from './pipeline-reading.ts';
import type { TaskFile } from './pipeline-schema.ts';
import { type Combination, maxLegs, resolveMatrix } from './resolve-matrix.ts';

/** Tasks and legs in a pipeline at most. Long before, a ledger does not fit in its issue. */
const maxTasks = 5_000;
/** Characters of all legs together: each leg keeps its own text where the matrix changes it. */
const maxText = 8 * 1024 * 1024;
const maxKey = 200;
const id = whole(idPattern);
/** Where expressions have no meaning. */
const verbatim = new Set([
  'needs',
  'if',
  'strategy',
  'outputs',
  'secrets',
  'uses',
  'recover',
  'heal',
]);

/** The legs of all tasks, in the order of the file; of a matrix at fault none, with a problem. */
export function expandJobs(jobs: readonly Job[], reading: PipelineReading): Leg[] {
  const budget = { text: maxText };
  const legs: Leg[] = [];
  for (const job of jobs) {
    legs.push(...legsOf(job, budget, reading));
    if (legs.length > maxTasks || budget.text < 0) {
      reportTooMuch(job, legs.length, reading);
      return legs;
    }
  }
  return legs;
}

function reportTooMuch(job: Job, count: number, reading: PipelineReading): void {
  const path = ['tasks', job.id];
  if (count > maxTasks) {
    reading.complain({
      code: 'too-many-tasks',
      path,
      atKey: true,
      message: `with \`${job.id}\` there are more than ${maxTasks} tasks, legs included`,
      expected: `at most ${maxTasks} tasks`,
    });
  } else {
    reading.complain({
      code: 'text-too-long',
      path,
      atKey: true,
      message: `with \`${job.id}\` the texts of all legs together are longer than 8 MiB`,
      expected: 'at most 8 MiB',
    });
  }
}

function legsOf(job: Job, budget: { text: number }, reading: PipelineReading): Leg[] {
  const matrix = job.task.strategy?.matrix;
  if (!matrix) return [{ key: job.id, job, matrix: {}, task: job.task }];
  const combinations = combinationsOf(job, matrix, reading);
  const legs: Leg[] = [];
  const keys = new Set<string>();
  for (const combination of combinations) {
    const key = `${job.id} (${Object.values(combination).map(String).join(', ')})`;
    if (keys.has(key) || key.length > maxKey) reportKey(job, key, reading);
    else legs.push({ key, job, matrix: combination, task: resolve(job.task, combination, budget) });
    keys.add(key);
    if (budget.text < 0) break;
  }
  return legs;
}

function combinationsOf(job: Job, matrix: MatrixFile, reading: PipelineReading): Combination[] {
  const path = ['tasks', job.id, 'strategy', 'matrix'];
  for (const [index, pattern] of (matrix.exclude ?? []).entries()) {
    const stray = Object.keys(pattern).find((key) => !Object.hasOwn(matrix, key));
    if (stray === undefined) continue;
    reading.complain({
      code: 'unknown-matrix-key',
      path: [...path, 'exclude', index, stray],
      atKey: true,
      found: stray,
      message: `\`${stray}\` is excluded, but is no key of the matrix of \`${job.id}\``,
      expected: Object.keys(matrix)
        .filter((key) => key !== 'include' && key !== 'exclude')
        .join(', '),
    });
  }
  for (const key of Object.keys(matrix).filter((name) => !id.test(name))) {
    reading.complain({
      code: 'bad-id',
      path: [...path, key],
      atKey: true,
      found: key,
      message: `\`${key.slice(0, 60)}\` cannot be a key of a matrix`,
      expected: 'letters, digits, `-` and `_`, a letter or `_` first',
    });
  }
  const combinations = resolveMatrix(matrix);
  if (combinations === null) {
    reading.complain({
      code: 'matrix-too-large',
      path,
      atKey: true,
      message: `the matrix of \`${job.id}\` has more than ${maxLegs} legs`,
      expected: `at most ${maxLegs} legs`,
    });
  } else if (combinations.length === 0 && isWhole(matrix, path, reading)) {
    reading.complain({
      code: 'bad-matrix',
      path,
      atKey: true,
      message: `the matrix of \`${job.id}\` has no legs`,
      expected: 'at least one leg',
      remedy: 'Exclude less, or add a value.',
    });
  }
  return combinations ?? [];
}

/** Whether nothing of it was left out because it is at fault. */
function isWhole(matrix: MatrixFile, path: readonly string[], reading: PipelineReading): boolean {
  return treeAt(reading.tree, path).fields?.size === Object.keys(matrix).length;
}

function reportKey(job: Job, key: string, reading: PipelineReading): void {
  const tooLong = key.length > maxKey;
  reading.complain({
    code: tooLong ? 'bad-name' : 'bad-matrix',
    path: ['tasks', job.id, 'strategy', 'matrix'],
    atKey: true,
    message: tooLong
      ? `the name of a leg of \`${job.id}\` is longer than ${maxKey} characters`
      : `two legs are called \`${key}\``,
    expected: tooLong ? `at most ${maxKey} characters` : 'different values in each leg',
    remedy: tooLong ? 'Shorten the values of the matrix.' : 'Remove one of the two.',
  });
}

/** The task of a leg: values of the matrix stand where their expressions stood. */
function resolve(task: TaskFile, matrix: Combination, budget: { text: number }): TaskFile {
  const entries = Object.entries(task).map(([key, value]) => [
    key,
    verbatim.has(key) ? value : fill(value, matrix, budget),
  ]);
  // The same keys with values of the same kinds: only texts were changed.
  return Object.fromEntries(entries) as TaskFile;
}

function fill(value: unknown, matrix: Combination, budget: { text: number }): unknown {
  if (typeof value === 'string') {
    if (!hasExpression(value) || budget.text < 0) return value;
    const filled = replaceExpressions(value, (expression) => {
      if (expression.kind !== 'matrix') return null;
      // As in Actions, a key that only other legs have stands for nothing.
      return Object.hasOwn(matrix, expression.key) ? String(matrix[expression.key]) : '';
    });
    budget.text -= filled.length;
    return filled;
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, matrix, budget));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fill(item, matrix, budget)]),
  );
}
