import type { Decision, Reason, ReasonCode } from './decision.ts';
import type { Batch, Instant, Run, TaskSpec, TaskState, TaskStatus } from './model.ts';
import { codeOf } from './state-codes.ts';
import { isLegalMove } from './transitions.ts';

export type StatusChange = Partial<Omit<TaskStatus, 'state' | 'since'>>;

export function because(code: ReasonCode, text: string): Reason {
  return { code, text };
}

/**
 * A run while it is being decided about. Every change is a decision: it is written into the log and carried
 * out by `apply`, and nothing else changes a run. Statuses are copied when the first one changes.
 */
export class RunDraft {
  readonly now: Instant;
  readonly tasks: readonly TaskSpec[];
  /** `codeOf` each task's state. */
  readonly codes: Uint8Array;
  readonly #log: Decision[];
  readonly #original: Run;
  #run: Run;
  #copied: TaskStatus[] | null = null;

  constructor(run: Run, now: Instant, log: Decision[]) {
    this.now = now;
    this.tasks = run.tasks;
    this.#log = log;
    this.#original = run;
    this.#run = run;
    this.codes = new Uint8Array(run.tasks.length);
    for (let task = 0; task < this.codes.length; task++) {
      this.codes[task] = codeOf[run.statuses[task]?.state ?? 'BLOCKED'];
    }
  }

  /** Facts of the run; its `statuses` are those of the beginning: ask `statuses` instead. */
  get facts(): Omit<Run, 'statuses'> {
    return this.#run;
  }

  get issue(): number {
    return this.#original.issue;
  }

  get statuses(): readonly TaskStatus[] {
    return this.#copied ?? this.#original.statuses;
  }

  get changed(): boolean {
    return this.#copied !== null || this.#run !== this.#original;
  }

  status(task: number): TaskStatus {
    const status = this.statuses[task];
    if (!status) throw new RangeError(`run ${this.issue} has no task ${task}`);
    return status;
  }

  spec(task: number): TaskSpec {
    const spec = this.tasks[task];
    if (!spec) throw new RangeError(`run ${this.issue} has no task ${task}`);
    return spec;
  }

  /** As it is named in sentences. */
  name(task: number): string {
    return `\`${this.tasks[task]?.key ?? task}\``;
  }

  /** The run as it is now. */
  finish(): Run {
    return this.#copied ? { ...this.#run, statuses: this.#copied } : this.#run;
  }

  /** Changes a task's state; an illegal change is refused, reported, and answered with false. */
  move(task: number, to: TaskState, set: StatusChange, reason: Reason): boolean {
    const status = this.status(task);
    const from = status.state;
    if (!isLegalMove(from, to)) {
      const text = `${this.name(task)} cannot go from ${from} to ${to} (${reason.text})`;
      this.alert(task, because('refused', text));
      return false;
    }
    const attempt = set.attempt ?? status.attempt;
    const key = `${this.issue}/${task}.${attempt} ${from}>${to}`;
    this.#take({ kind: 'move', key, run: this.issue, task, from, to, set, reason });
    return true;
  }

  /** Changes other fields of a task's status, if they differ. */
  note(task: number, set: StatusChange, reason: Reason): void {
    const status = this.status(task);
    const entries = Object.entries(set) as [keyof StatusChange, unknown][];
    const differing = entries.filter(([field, value]) => status[field] !== value);
    if (differing.length === 0) return;
    const what = differing.map(([field, value]) => `${field}=${value}`).join(' ');
    const key = `${this.issue}/${task}.${status.attempt} ${what}`;
    const change = Object.fromEntries(differing) as StatusChange;
    this.#take({ kind: 'note', key, run: this.issue, task, set: change, reason });
  }

  addBatch(batch: Batch, reason: Reason): void {
    const key = `${this.issue} batch ${batch.id}`;
    this.#take({ kind: 'batch', key, run: this.issue, batch, reason });
  }

  placeBatch(batch: number, place: number, reason: Reason): void {
    const key = `${this.issue} batch ${batch} at ${place}`;
    this.#take({ kind: 'batch-place', key, run: this.issue, batch, place, reason });
  }

  endBatch(batch: number, reason: Reason): void {
    const key = `${this.issue} batch ${batch} over`;
    this.#take({ kind: 'batch-over', key, run: this.issue, batch, place: null, reason });
  }

  setRun(
    set: Partial<Pick<Run, 'status' | 'conclusion' | 'endedAt' | 'commit'>>,
    reason: Reason,
  ): void {
    const what = Object.entries(set).map(([field, value]) => `${field}=${value}`);
    const key = `${this.issue} ${what.join(' ')}`;
    this.#take({ kind: 'run', key, run: this.issue, set, reason });
  }

  alert(task: number | null, reason: Reason): void {
    const key = `${this.issue}${task === null ? '' : `/${task}`} ${reason.code}: ${reason.text}`;
    this.#take({ kind: 'alert', key, run: this.issue, task, reason });
  }

  #take(decision: Decision): void {
    this.#log.push(decision);
    this.apply(decision);
  }

  /** Carries a decision out. One that does not fit what is there (another state, illegal) changes nothing. */
  apply(decision: Decision): void {
    switch (decision.kind) {
      case 'move': {
        const status = this.statuses[decision.task];
        if (status?.state !== decision.from || !isLegalMove(decision.from, decision.to)) return;
        const entered = { ...status, ...decision.set, state: decision.to, since: this.now };
        this.#write(decision.task, entered);
        return;
      }
      case 'note': {
        const status = this.statuses[decision.task];
        if (status) this.#write(decision.task, { ...status, ...decision.set });
        return;
      }
      case 'batch':
        if (decision.batch.id < this.#run.nextBatch) return;
        this.#run = {
          ...this.#run,
          batches: [...this.#run.batches, decision.batch],
          nextBatch: decision.batch.id + 1,
        };
        return;
      case 'batch-place':
        this.#run = {
          ...this.#run,
          batches: this.#run.batches.map((batch) =>
            batch.id === decision.batch ? { ...batch, place: decision.place } : batch,
          ),
        };
        return;
      case 'batch-over':
        this.#run = {
          ...this.#run,
          batches: this.#run.batches.filter((batch) => batch.id !== decision.batch),
        };
        return;
      case 'run':
        this.#run = { ...this.#run, ...decision.set };
        return;
      case 'alert':
        return;
    }
  }

  #write(task: number, status: TaskStatus): void {
    this.#copied ??= [...this.#original.statuses];
    this.#copied[task] = status;
    this.codes[task] = codeOf[status.state];
  }
}
