import type { AttemptRef, AttemptResult, Batch, Run, TaskSpec } from '../../src/core/model.ts';
import { newRun } from '../../src/core/new-run.ts';
import type { Fleet, Life, Ports } from '../../src/reconcile/ports.ts';
import type { ReconcileSettings } from '../../src/reconcile/settings.ts';
import { plainTask } from '../helpers/plain-task.ts';
import { type Actor, MemoryWorld, self } from '../simulation/memory-world.ts';
import { Prng } from '../simulation/prng.ts';

export const settings: ReconcileSettings = {
  limits: { slots: 3, kinds: {}, groups: {}, resources: {} },
  fleet: { dispatchTime: 1000, early: 0, lease: 600_000, maxLegs: 256 },
  writerLease: 60_000,
  fullCopyEvery: 5,
  canOrder: (role) => role === 'write' || role === 'maintain' || role === 'admin',
  repository: { owner: 'octo', repo: 'shop', url: 'https://github.com/octo/shop' },
};

export const alice: Actor = { login: 'alice', self: false, role: 'write' };
export const rita: Actor = { login: 'rita', self: false, role: 'read' };

export function aTask(spec: Partial<TaskSpec> & Pick<TaskSpec, 'key'>): TaskSpec {
  return {
    ...plainTask,
    job: spec.key,
    ...spec,
  };
}

/** `extract`, and `report` that needs it. */
const twoTasks = [aTask({ key: 'extract' }), aTask({ key: 'report', needs: [0] })];

export function aDraft(tasks: readonly TaskSpec[] = twoTasks, issues: Run['issues'] = 'attention') {
  return newRun(
    {
      issue: 0,
      key: 'key-1',
      pipeline: 'nightly',
      commit: 'c'.repeat(40),
      source: 'a'.repeat(16),
      actor: 'alice',
      slots: 3,
      issues,
    },
    tasks,
    Date.UTC(2026, 10, 21),
  );
}

export function aSuccess(run: number, task: number, at: number, attempt = 1) {
  return { kind: 'ended' as const, ref: { run, task, attempt }, result: aResult(at) };
}

export function aResult(at: number, more: Partial<AttemptResult> = {}): AttemptResult {
  return {
    outcome: 'success',
    failure: null,
    exitCode: 0,
    signal: null,
    startedAt: at - 1000,
    endedAt: at,
    digest: null,
    place: 7,
    message: '',
    ...more,
  };
}

/** A repository in memory whose calls are counted, and can be made to fail. */
export class CountedWorld {
  now = Date.UTC(2026, 10, 21, 2);
  readonly memory = new MemoryWorld(() => this.now);
  readonly calls: string[] = [];
  readonly dispatched: { run: number; batch: number }[] = [];
  readonly asked: AttemptRef[] = [];
  readonly slept: number[] = [];
  readonly #random = new Prng(1);
  lives: Life[] = [];
  holderLives: boolean | null = true;
  found: { place: number } | null = null;
  /** Called before each call, with its name; what it throws is the call's answer. */
  before: (call: string) => void = () => {};
  /** The same after the call had its effect. */
  after: (call: string) => void = () => {};

  /** How often calls of this name were made. */
  count(call: string): number {
    return this.calls.filter((each) => each === call).length;
  }

  get ports(): Ports {
    const call = async <T>(name: string, effect: () => T): Promise<T> => {
      this.calls.push(name);
      this.before(name);
      const value = effect();
      this.after(name);
      return value;
    };
    const { memory } = this;
    return {
      issues: {
        load: () => call('load', () => memory.load()),
        get: (issue) => call('get', () => memory.get(issue)),
        list: (label) => call('list', () => memory.list(label)),
        create: (draft) => call('create', () => memory.create(draft, self)),
        update: (issue, patch) => call('update', () => memory.update(issue, patch, self)),
        link: (parent, child) => call('link', () => memory.link(parent, child)),
        events: (issue) => call('events', () => memory.events.get(issue) ?? []),
        ensureLabels: (names) => call('labels', () => memory.ensure(names)),
        comment: (issue, body) => call('comment', () => memory.comment(issue, body, self)),
      },
      journal: {
        commit: (change) =>
          call('commit', () => {
            const head = memory.commit(change.expectedHead, change);
            return head === null
              ? { kind: 'stale' as const }
              : { kind: 'committed' as const, head };
          }),
        files: (folder) => call('files', () => memory.files(folder)),
      },
      fleet: this.#fleet(call),
      clock: {
        now: () => this.now,
        sleep: async (time) => {
          this.slept.push(time);
          this.now += time;
        },
        random: () => this.#random.next(),
      },
      log: () => {},
    };
  }

  #fleet(call: <T>(name: string, effect: () => T) => Promise<T>): Fleet {
    return {
      dispatch: (run: Run, batch: Batch) =>
        call('dispatch', () => {
          this.dispatched.push({ run: run.issue, batch: batch.id });
          return { place: 1000 + batch.id };
        }),
      find: () => call('find', () => this.found),
      ask: (_, refs) =>
        call('ask', () => {
          this.asked.push(...refs);
          return this.lives;
        }),
      stop: () => call('stop', () => {}),
      holderLives: () => call('lives', () => this.holderLives),
    };
  }
}
