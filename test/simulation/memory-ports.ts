import { type IssueRead, PortError, type Ports } from '../../src/reconcile/ports.ts';
import type { Everything } from './everything.ts';
import type { CallFault, CallKind } from './faults.ts';
import type { Host } from './host.ts';
import type { MemoryFleet } from './memory-fleet.ts';
import { type Moment, type StoredIssue, self } from './memory-world.ts';
import type { Prng } from './prng.ts';

/** How far lists may be behind, at most. */
export const lag = 20_000;

export interface Surroundings extends Everything {
  readonly fleet: MemoryFleet;
  /** How long a call takes each way, at most. */
  readonly latency: number;
}

/** The ports as one host has them: each call takes its time, may fail, and may be its host's last. */
export function memoryPorts(around: Surroundings, host: Host): Ports {
  const { world, fleet, invariants, story, time } = around;
  let looked: 'never' | 'short' | 'whole' = 'never';
  const call = <T>(kind: CallKind, what: string, effect: () => T) =>
    callOver(around, host, kind, what, effect);
  return {
    issues: {
      load: () =>
        call('load', '', () => {
          const issues = seenBy(around, 'stale load');
          const journal = around.random.chance(0.5) ? issues : world.present;
          const loaded = world.load(issues, journal);
          const short = shorten(around, 'short load');
          return {
            ...loaded,
            runIssues: short(loaded.runIssues),
            taskIssues: short(loaded.taskIssues),
          };
        }),
      get: (issue) => call('get', `#${issue}`, () => world.get(issue)),
      list: (label) =>
        call('list', label, () => {
          const moment = seenBy(around, 'stale list');
          const all = world.list(label, moment);
          const shown = shorten(around, 'short list')(all);
          looked = shown.length === all.length && moment === world.present ? 'whole' : 'short';
          return shown;
        }),
      create: (draft) =>
        call('create', draft.title, () => {
          invariants.beforeCreate(draft, looked === 'short');
          return world.create(draft, self);
        }),
      update: (issue, patch) =>
        call('update', `#${issue} ${Object.keys(patch).join(' ')}`, () => {
          const after = world.update(issue, patch, self);
          invariants.afterUpdate(after, patch);
          return after;
        }),
      link: (parent, child) =>
        call('link', `#${parent} > #${child}`, () => world.link(parent, child)),
      events: (issue) => call('events', `#${issue}`, () => [...(world.events.get(issue) ?? [])]),
      ensureLabels: (names) => call('labels', names.join(' '), () => world.ensure(names)),
      comment: async (issue, body) => {
        const marker = body.split('\n', 1)[0];
        const told = await call('comments', `#${issue}`, () => world.comments.get(issue) ?? []);
        if (told.some((each) => each.mine && each.body.split('\n', 1)[0] === marker)) return;
        await postComment(around, host, issue, body);
      },
    },
    journal: {
      commit: (change) =>
        call('commit', change.headline, () => {
          const head = world.commit(change.expectedHead, change);
          if (head === null) return { kind: 'stale' as const };
          invariants.afterCommit();
          return { kind: 'committed' as const, head };
        }),
      files: (folder) => call('files', folder, () => world.files(folder)),
    },
    fleet: {
      dispatch: (run, batch) =>
        call('dispatch', `batch ${batch.id} of #${run.issue}`, () =>
          fleet.dispatch(run, batch, host),
        ),
      find: (run, batch) =>
        call('find', `batch ${batch.id} of #${run.issue}`, () =>
          fleet.find(run.issue, batch.id, around.faults.happens('stale find') ? lag : 0),
        ),
      ask: (run, refs) => call('ask', `#${run.issue}`, () => fleet.ask(refs, host)),
      stop: (run, refs) => call('stop', `#${run.issue}`, () => fleet.stop(refs)),
      holderLives: (holder) => call('lives', holder, () => fleet.holderLives(holder)),
    },
    clock: {
      now: () => time.now,
      sleep: (delay) => new Promise((resolve) => time.after(delay, () => host.alive && resolve())),
      random: () => around.random.next(),
    },
    log: (level, message) => story.tell(() => `${host.holder} ${level}: ${message}`),
  };
}

/** The POST alone, without the look before it. */
export function postComment(
  around: Surroundings,
  host: Host,
  issue: number,
  body: string,
): Promise<void> {
  return callOver(around, host, 'comment', `#${issue}`, () => {
    around.invariants.failures.beforeComment(issue, body);
    around.world.post(issue, body, self);
  });
}

/** One call: out, its effect, and back; a dead host's request may still arrive, an answer never does. */
export function callOver<T>(
  { time, random, faults, story, latency }: Surroundings,
  host: Host,
  kind: CallKind,
  what: string,
  effect: () => T,
): Promise<T> {
  if (!host.alive) return new Promise(() => {});
  const fault = faults.ofCall(kind);
  const said = fault ? ` (${fault})` : '';
  return new Promise((resolve, reject) => {
    const answer = (deliver: () => void) =>
      time.after(random.int(1, latency), () => host.alive && deliver());
    const fail = (error: unknown) => answer(() => reject(error));
    if (fault === 'crash-before') {
      story.tell(() => `${host.holder} dies before ${kind} ${what}`);
      host.kill();
      return;
    }
    time.after(random.int(1, latency), () => {
      const refused = refusal(fault, kind, random);
      const done = refused ?? carryOut(effect);
      if (done instanceof PortError) {
        fail(done);
        return;
      }
      story.tell(() => `${host.holder} ${kind} ${what}${said} -> ${brief(done.value)}`);
      if (fault === 'crash-after') host.kill();
      else if (fault === 'error-after') fail(new PortError('unavailable', `${kind}: no answer`));
      else answer(() => resolve(done.value));
    });
  });
}

/** A fault that keeps the call from having any effect. */
function refusal(fault: CallFault | null, kind: CallKind, random: Prng): PortError | null {
  if (fault === 'error-before') return new PortError('unavailable', `${kind}: 502`);
  if (fault !== 'rate-limit') return null;
  return new PortError('rate-limited', `${kind}: 429`, random.int(1, 60) * 1000);
}

function carryOut<T>(effect: () => T): { readonly value: T } | PortError {
  try {
    return { value: effect() };
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
}

function seenBy(
  { faults, random, world }: Surroundings,
  fault: 'stale load' | 'stale list',
): Moment {
  return faults.happens(fault, 2) ? world.past(random.int(1, lag)) : world.present;
}

/** A list that omits some issues, the fresh ones before all. */
function shorten(
  { faults, random, time, world }: Surroundings,
  fault: 'short load' | 'short list',
): (issues: readonly IssueRead[]) => IssueRead[] {
  if (!faults.happens(fault, 2)) return (issues) => [...issues];
  const drop = random.chance(0.3) ? random.next() : 0;
  return (issues) =>
    issues.filter(({ number }) => {
      const stored: StoredIssue | undefined = world.present.issues.get(number);
      const age = time.now - (stored?.createdAt ?? 0);
      return age >= lag && !random.chance(drop);
    });
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'done';
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
