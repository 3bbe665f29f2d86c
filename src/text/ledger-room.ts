import type { Run, TaskSpec, TaskStatus } from '../core/model.ts';
import { mostWithArtifacts } from '../core/settle-attempt.ts';
import { taskGraph } from '../core/task-graph.ts';
import { toAscii } from './ascii-json.ts';
import { ledgerLength } from './ledger/ledger.ts';
import { renderSpecs } from './ledger/spec-columns.ts';

/** What a ledger may take of the 65,536 characters of an issue's body; the rest is for people. */
export const roomForLedger = 61_000;

const day = 86_400_000;

export interface LedgerRoom {
  readonly ok: boolean;
  /** Characters that the ledger may come to need, at most. */
  readonly needed: number;
  /** Characters that there are. */
  readonly room: number;
}

/**
 * Whether a run of these tasks fits into its issue until its very end. Measured on the largest ledger
 * that the run can come to: every task failed and retried at odd times, with digests that no compression
 * shortens, each in a workflow run of its own, and a last batch in flight. Ask before anything starts.
 */
export function ledgerRoom(tasks: readonly TaskSpec[]): LedgerRoom {
  const surely = roughLength(tasks);
  if (surely <= roomForLedger) return { ok: true, needed: surely, room: roomForLedger };
  const needed = ledgerLength(worstRun(tasks));
  return { ok: needed <= roomForLedger, needed, room: roomForLedger };
}

/** A status of a large ledger came to 36 characters at worst, and the run with its last batch to 1,500. */
const status = 40;
const others = 4_000;

/** What a ledger cannot exceed, without making one: as if nothing of the tasks could be compressed. */
function roughLength(tasks: readonly TaskSpec[]): number {
  if (tasks.length < 300) return Number.POSITIVE_INFINITY;
  const specs = toAscii(renderSpecs(tasks, true)).length;
  // Base64 takes four characters for three bytes.
  return Math.ceil(others + status * tasks.length + (specs * 4) / 3);
}

/** A run of these tasks with the largest ledger that it can come to. */
export function worstRun(tasks: readonly TaskSpec[]): Run {
  const random = noise(tasks.length + 1);
  const createdAt = 1_800_000_000_000;
  const { rollbacks } = taskGraph(tasks);
  return {
    issue: 100_000,
    revision: 1_000_000,
    key: 'k'.repeat(64),
    pipeline: 'p'.repeat(64),
    commit: 'c0'.repeat(20),
    source: 'd0'.repeat(8),
    actor: 'a'.repeat(39),
    slots: 1_000,
    issues: 'attention',
    status: 'cancelled',
    conclusion: 'cancelled',
    createdAt,
    endedAt: createdAt + 30 * day,
    tasks,
    statuses: tasks.map((_, at) => ({
      ...worstStatus(random, createdAt, rollbacks.has(at)),
      artifact: tasks.length <= mostWithArtifacts ? 5_000_000_000 + random(50_000_000) : null,
    })),
    batches: [
      {
        id: 100_000,
        legs: tasks.slice(0, 256).map(() => random(tasks.length)),
        maxParallel: 256,
        at: createdAt + day,
        place: 99_999_999_999,
      },
    ],
    nextBatch: 100_001,
  };
}

function worstStatus(
  random: (below: number) => number,
  createdAt: number,
  undoes: boolean,
): Omit<TaskStatus, 'artifact'> {
  const readyAt = createdAt + random(4 * day);
  const startedAt = readyAt + random(day / 2);
  const endedAt = startedAt + random(day / 2);
  const since = endedAt + random(600_000);
  return {
    state: (['COMPLETED', 'FAILED', 'DEAD_LETTER', 'CANCELLED'] as const)[random(4)] ?? 'FAILED',
    since,
    readyAt,
    attempt: 1 + random(4),
    counted: 1 + random(3),
    batch: null,
    startedAt,
    endedAt,
    dueAt: null,
    undoes: undoes ? 100 : null,
    priority: null,
    stop: null,
    failure: random(2) === 0 ? null : 'crash',
    exitCode: random(2) === 0 ? 0 : random(256),
    digest: Array.from({ length: 16 }, () => random(16).toString(16)).join(''),
    place: 30_000_000_000 + random(50_000_000),
    issue: 100_000 + random(10_000),
  };
}

/** The same numbers each time, without order (a linear congruential generator's upper bits). */
function noise(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
