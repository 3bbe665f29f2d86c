import * as z from 'zod';
import type { TaskSpec } from '../../core/model.ts';
import { failureClasses, priorities } from '../../core/model.ts';
import type { Cell } from './column.ts';
import { parseColumn, renderColumn } from './column.ts';
import { parseIndexList, renderIndexList } from './index-list.ts';

/** More needs than this are no pipeline of ours; a list of ranges could otherwise stand for billions. */
const maxNeeds = 1_000_000;
const backwards = '~';

/** A task's spec as a row of the ledger; `job` is 0 where the key tells it. */
const row = z.strictObject({
  key: z.string().min(1),
  job: z.union([z.literal(0), z.string()]),
  kind: z.string().nullable(),
  group: z.string().nullable(),
  stage: z.string().nullable(),
  needs: z.string(),
  condition: z.enum(['success', 'failure', 'always']),
  priority: z.enum(priorities),
  estimate: z.number().nonnegative().nullable(),
  timeout: z.number().nonnegative(),
  reads: z.array(z.string()),
  writes: z.array(z.string()),
  resources: z.array(z.tuple([z.string(), z.number().nonnegative(), z.enum(['read', 'write'])])),
  stagger: z.tuple([z.string(), z.number().nonnegative()]).nullable(),
  continueOnError: z.boolean(),
  retries: z.int().nonnegative(),
  recovery: z
    .tuple([
      z.array(z.number().nonnegative()).max(100),
      z.array(z.enum(failureClasses)),
      z.int().nonnegative().nullable(),
      z.number().positive(),
    ])
    .nullable(),
  uses: z.string().nullable(),
});
type Row = z.infer<typeof row>;

type Columns = { readonly [Field in keyof Row]: (task: TaskSpec) => Cell };
const columns: Columns = {
  key: (task) => task.key,
  job: (task) => (task.job === jobOfKey(task.key) ? 0 : task.job),
  kind: (task) => task.kind,
  group: (task) => task.group,
  stage: (task) => task.stage,
  needs: (task) => renderIndexList(task.needs),
  condition: (task) => task.condition,
  priority: (task) => task.priority,
  estimate: (task) => task.estimate,
  timeout: (task) => task.timeout,
  reads: (task) => task.reads,
  writes: (task) => task.writes,
  resources: (task) => task.resources.map((use) => [use.name, use.amount, use.mode]),
  stagger: (task) => task.stagger && [task.stagger.resource, task.stagger.gap],
  continueOnError: (task) => task.continueOnError,
  retries: (task) => task.retries,
  recovery: ({ recovery }) =>
    recovery && [recovery.after, recovery.on, recovery.rollback, recovery.timeoutFactor],
  uses: (task) => task.uses,
};
const fields = Object.keys(columns) as (keyof Row)[];

/** The specs of all tasks as one JSON object with a column a field. */
export function renderSpecs(tasks: readonly TaskSpec[], dense = false): string {
  const lines = fields.map((field) => {
    const column = renderColumn(tasks.map(columns[field]), dense);
    if (field !== 'needs' || !dense) return `"${field}":${column}`;
    const distances = renderColumn(tasks.map(needsBackwards));
    return `"needs":${distances.length < column.length ? distances : column}`;
  });
  return `{${lines.join(',\n')}}`;
}

/** The specs again, or why the columns are none. Needs name tasks that exist, other than the task itself. */
export function parseSpecs(
  raw: Readonly<Record<string, unknown>>,
  count: number,
): { ok: true; tasks: TaskSpec[] } | { ok: false; why: string } {
  if (Object.keys(raw).length !== fields.length) return { ok: false, why: 'fields of the tasks' };
  const checked: Partial<Record<keyof Row, readonly unknown[]>> = {};
  for (const field of fields) {
    const column = parseColumn<unknown>(raw[field], count, row.shape[field]);
    if (!column) return { ok: false, why: `the column \`${field}\` of the tasks` };
    checked[field] = column;
  }
  // Each field is there and was checked by its own schema.
  return unfold(checked as Checked, count);
}

type Checked = { readonly [Field in keyof Row]: readonly Row[Field][] };

function unfold(
  stored: Checked,
  count: number,
): { ok: true; tasks: TaskSpec[] } | { ok: false; why: string } {
  const lists = new Map<string, readonly number[]>();
  let room = maxNeeds;
  const tasks: TaskSpec[] = [];
  for (const [index, text] of stored.needs.entries()) {
    const known = lists.get(text);
    const needs = known ?? parseNeeds(text, index, count, room);
    if (!needs || needs.includes(index)) return { ok: false, why: `the needs of task ${index}` };
    if (!known) room -= needs.length;
    if (!text.startsWith(backwards)) lists.set(text, needs);
    const task = taskAt(stored, index, needs);
    const rollback = task.recovery?.rollback ?? null;
    if (rollback === index || (rollback !== null && rollback >= count))
      return { ok: false, why: `the rollback of task ${index}` };
    tasks.push(task);
  }
  const keys = new Set(stored.key);
  if (keys.size !== count) return { ok: false, why: 'two tasks with one key' };
  return { ok: true, tasks };
}

/** Field by field: an object of the same shape each time costs a tenth of one made by spreading. */
function taskAt(stored: Checked, index: number, needs: readonly number[]): TaskSpec {
  const value = <Field extends keyof Row>(field: Field) => stored[field][index] as Row[Field];
  const job = value('job');
  const stagger = value('stagger');
  const recovery = value('recovery');
  return {
    key: value('key'),
    job: job === 0 ? jobOfKey(value('key')) : job,
    kind: value('kind'),
    group: value('group'),
    stage: value('stage'),
    needs,
    condition: value('condition'),
    priority: value('priority'),
    estimate: value('estimate'),
    timeout: value('timeout'),
    reads: value('reads'),
    writes: value('writes'),
    resources: value('resources').map(([name, amount, mode]) => ({ name, amount, mode })),
    stagger: stagger && { resource: stagger[0], gap: stagger[1] },
    continueOnError: value('continueOnError'),
    retries: value('retries'),
    recovery: recovery && {
      after: recovery[0],
      on: recovery[1],
      rollback: recovery[2],
      timeoutFactor: recovery[3],
    },
    uses: value('uses'),
  };
}

/** A grid of tasks has few different distances where it has many different needs: `~1,4` is one and four before. */
function needsBackwards({ needs }: TaskSpec, index: number): string {
  return needs.length > 0 && needs.every((need) => need < index)
    ? `${backwards}${renderIndexList(needs.map((need) => index - need))}`
    : renderIndexList(needs);
}

function parseNeeds(text: string, index: number, count: number, max: number): number[] | null {
  if (!text.startsWith(backwards)) return parseIndexList(text, count, max);
  const distances = parseIndexList(text.slice(backwards.length), index + 1, max);
  return distances ? distances.map((distance) => index - distance) : null;
}

/** `test (20, linux)` is a leg of `test`. */
function jobOfKey(key: string): string {
  const legs = key.indexOf(' (');
  return legs < 0 ? key : key.slice(0, legs);
}
