import * as z from 'zod';
import type { Instant, TaskStatus } from '../../core/model.ts';
import { failureClasses, priorities, taskStates } from '../../core/model.ts';
import { parseColumn, renderColumn } from './column.ts';

/** What instants and places are counted from, so that their numbers stay short. */
export interface StatusBase {
  readonly createdAt: Instant;
  readonly issue: number;
}

/** A task's status as a row of the ledger. Times are distances, see `baseOf`. */
const row = z.strictObject({
  state: z.enum(taskStates),
  readyAt: z.int().nullable(),
  startedAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  since: z.int(),
  dueAt: z.int().nullable(),
  attempt: z.int().nonnegative(),
  counted: z.int().nonnegative(),
  batch: z.int().nonnegative().nullable(),
  priority: z.enum(priorities).nullable(),
  stop: z.enum(['preempted', 'revoked', 'cancelled', 'paused', 'timeout']).nullable(),
  failure: z.enum(failureClasses).nullable(),
  exitCode: z.int().nullable(),
  digest: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  place: z.int().nonnegative().nullable(),
  artifact: z.int().nonnegative().nullable(),
  issue: z.int().nullable(),
  undoes: z.int().nonnegative().nullable(),
});
type Row = z.infer<typeof row>;
type Field = keyof Row;

/** Times come after those that they are counted from. */
const fields = Object.keys(row.shape) as Field[];
const timesAndIssue = ['readyAt', 'startedAt', 'endedAt', 'since', 'dueAt', 'issue'] as const;
const noDigest = '-';

/**
 * The statuses as JSON with a column a field. With `before` (as many statuses) only the fields in which
 * any differs. `dense`: shorter and less readable.
 */
export function renderStatuses(
  statuses: readonly TaskStatus[],
  base: StatusBase,
  { before, dense = false }: { before?: readonly TaskStatus[] | undefined; dense?: boolean } = {},
): string {
  const wanted = fields.filter(
    (field) => !before || statuses.some((status, at) => status[field] !== before[at]?.[field]),
  );
  const lines = wanted.map((field) => {
    if (field === 'digest') return `"digest":"${renderDigests(statuses)}"`;
    return `"${field}":${renderColumn(
      statuses.map((status) => toCell(field, status, base)),
      dense,
    )}`;
  });
  return `{${lines.join(',\n')}}`;
}

/** The statuses again, or why the columns are none. Fields without a column are those of `before`. */
export function parseStatuses(
  raw: Readonly<Record<string, unknown>>,
  count: number,
  base: StatusBase,
  before?: readonly TaskStatus[],
): { ok: true; statuses: TaskStatus[] } | { ok: false; why: string } {
  const unknown = Object.keys(raw).find((name) => !(fields as string[]).includes(name));
  if (unknown !== undefined) return { ok: false, why: `the unknown column \`${unknown}\`` };
  const cells: Record<string, unknown>[] = Array.from({ length: count }, (_, at) => ({
    ...before?.[at],
  }));
  for (const field of fields) {
    if (raw[field] === undefined && before) continue;
    const column =
      field === 'digest'
        ? parseDigests(raw.digest)
        : parseColumn<unknown>(raw[field], count, row.shape[field]);
    if (column?.length !== count) return { ok: false, why: `the column \`${field}\` of statuses` };
    for (const [at, status] of cells.entries()) {
      status[field] = fromCell(field, column[at], status, base);
    }
  }
  // Each field was checked above by its own schema.
  const statuses = cells.map((cell) => ofOneShape(cell as unknown as TaskStatus));
  return statuses.every(hasValidNumbers) ? { ok: true, statuses } : { ok: false, why: 'a time' };
}

/** One literal with every field: objects that were put together field by field make every later look slow. */
function ofOneShape(status: TaskStatus): TaskStatus {
  return {
    state: status.state,
    since: status.since,
    readyAt: status.readyAt,
    attempt: status.attempt,
    counted: status.counted,
    batch: status.batch,
    startedAt: status.startedAt,
    endedAt: status.endedAt,
    dueAt: status.dueAt,
    priority: status.priority,
    stop: status.stop,
    failure: status.failure,
    exitCode: status.exitCode,
    digest: status.digest,
    place: status.place,
    artifact: status.artifact,
    issue: status.issue,
    undoes: status.undoes,
  };
}

/** Two numbers that are safe each can add up to one that is not. */
function hasValidNumbers(status: TaskStatus): boolean {
  return timesAndIssue.every((field) => {
    const value = status[field];
    return value === null || (Number.isSafeInteger(value) && value >= 0);
  });
}

function toCell(field: Exclude<Field, 'digest'>, status: TaskStatus, base: StatusBase) {
  const value = status[field];
  if (typeof value !== 'number') return value;
  if (!Number.isSafeInteger(value))
    throw new RangeError(`\`${field}\` is ${value}, no whole number`);
  return value - baseOf(field, status, base);
}

function fromCell(
  field: Field,
  cell: unknown,
  status: Readonly<Record<string, unknown>>,
  base: StatusBase,
): unknown {
  return typeof cell === 'number' ? cell + baseOf(field, status, base) : cell;
}

/**
 * What the number in a field is counted from: the start from when the task was ready, the end from the
 * start, the state from the end, since those are minutes where the instants themselves take 13 digits.
 */
function baseOf(
  field: string,
  status: { readonly [F in Field]?: unknown },
  { createdAt, issue }: StatusBase,
): number {
  switch (field) {
    case 'readyAt':
      return createdAt;
    case 'startedAt':
      return first(status.readyAt, createdAt);
    case 'endedAt':
      return first(status.startedAt, createdAt);
    case 'since':
      return first(status.endedAt, status.startedAt, status.readyAt, createdAt);
    case 'dueAt':
      return first(status.since, createdAt);
    case 'issue':
      return issue;
    default:
      return 0;
  }
}

function first(...values: readonly unknown[]): number {
  return values.find((value) => typeof value === 'number') as number;
}

/** Digests fill half of a finished ledger: 16 digits or one dash each, nothing between. */
function renderDigests(statuses: readonly TaskStatus[]): string {
  return statuses.map((status) => status.digest ?? noDigest).join('');
}

function parseDigests(raw: unknown): (string | null)[] | null {
  if (typeof raw !== 'string' || !/^(?:-|[0-9a-f]{16})*$/.test(raw)) return null;
  return (raw.match(/-|[0-9a-f]{16}/g) ?? []).map((digest) =>
    digest === noDigest ? null : digest,
  );
}
