import { describe, expect, test } from '@jest/globals';
import type { HealReport } from '../../../src/heal/loop/heal-report.ts';
import type { FailurePorts } from '../../../src/reconcile/failures/failure-ports.ts';
import { recordFailure } from '../../../src/reconcile/failures/record-failure.ts';
import { tendFailures } from '../../../src/reconcile/failures/tend-failures.ts';
import type { IssueRead } from '../../../src/reconcile/ports.ts';
import { parseFailureMarker } from '../../../src/text/failure/failure-markers.ts';
import {
  type FailureRecord,
  parseFailureRecord,
} from '../../../src/text/failure/failure-record.ts';
import { self } from '../../simulation/memory-world.ts';
import {
  aContext,
  aHealedReport,
  aReport,
  day,
  print,
  pulled,
} from '../../text/failure/a-failure.ts';
import { FaultyWorld } from './faulty-world.ts';

const minute = 60_000;
const told = { report: aReport(), context: aContext() };

type Call = (...all: unknown[]) => Promise<unknown>;

/** Ports whose writer dies at its `last`th call, before or after that had its effect. */
function dying(ports: FailurePorts, last: number, when: 'before' | 'after'): FailurePorts {
  let count = 0;
  const dead = new Promise<never>(() => {});
  const room = <T extends object>(calls: T): T =>
    new Proxy(calls, {
      get: (target, name) => {
        const call = Reflect.get(target, name) as Call;
        return (...all: unknown[]) => {
          count++;
          if (count > last || (count === last && when === 'before')) return dead;
          return count === last ? call(...all).then(() => dead) : call(...all);
        };
      },
    });
  return { ...ports, issues: room(ports.issues), journal: room(ports.journal) };
}

/** Ports whose lists are so far behind that they show nothing. */
function blind(ports: FailurePorts): FailurePorts {
  return { ...ports, issues: { ...ports.issues, list: async () => [] } };
}

async function done<T>(world: FaultyWorld, work: Promise<T>): Promise<T> {
  work.catch(() => {});
  await world.settle();
  return work;
}

/** A writer that dies as it opens the issue, whose claim is over by now. */
async function diedOpening(when: 'before' | 'after'): Promise<FaultyWorld> {
  const world = new FaultyWorld(1, 0);
  world.memory.create({ title: 'nightly', body: '', labels: ['yardmaster:run'] }, self);
  const ports = world.ports();
  const dead = new Promise<never>(() => {});
  const create: typeof ports.issues.create = (draft) =>
    when === 'before' ? dead : ports.issues.create(draft).then(() => dead);
  const cut = { ...ports, issues: { ...ports.issues, create } };
  recordFailure(cut, world.settings('dead'), told.report, told.context).catch(() => {});
  await world.settle();
  world.now += 3 * minute;
  return world;
}

const own = (world: FaultyWorld): IssueRead[] =>
  [...world.memory.present.issues.values()].filter(
    ({ mine, body }) => mine && parseFailureMarker(body) === print,
  );
const tend = (world: FaultyWorld, ports = world.ports()) =>
  done(world, tendFailures(ports, world.settings('sweep')));
const record = (world: FaultyWorld, ports = world.ports(), episode = '9.1.1') =>
  done(world, recordFailure(ports, world.settings('late'), told.report, aContext({ episode })));

function recordIn(world: FaultyWorld): FailureRecord {
  const [file] = world.memory.files(`failures/${print}`);
  const found = file && parseFailureRecord(file.path, file.text);
  if (!found) throw new Error('there is no record');
  return found;
}

function expectRest(world: FaultyWorld): void {
  expect(world.memory.files('failures/untold/')).toEqual([]);
  expect(recordIn(world)).toMatchObject({
    claim: null,
    opening: null,
    issue: own(world)[0]?.number,
  });
}

describe('a writer that died between opening the issue and naming it', () => {
  test('leaves an issue that is found by its number, where lists do not show it yet', async () => {
    const world = await diedOpening('after');
    const recorded = await record(world, blind(world.ports()));
    expect(recorded).toMatchObject({ kind: 'recorded', issue: own(world)[0]?.number });
    expect(own(world)).toHaveLength(1);
    expectRest(world);
  });

  test('is waited for, without a sleep, while its request may be on its way', async () => {
    const world = await diedOpening('before');
    const { opening } = recordIn(world);
    const before = world.now;
    const recorded = await record(world);
    expect(recorded).toEqual({ kind: 'busy', until: (opening?.at ?? 0) + 5 * minute });
    expect(world.now - before).toBeLessThan(minute);
    expect(own(world)).toEqual([]);
    expect(world.memory.files('failures/untold/')).toHaveLength(2);
  });

  test('is replaced once its request cannot be on its way any more', async () => {
    const world = await diedOpening('before');
    world.now += 5 * minute;
    await tend(world);
    expect(own(world)).toHaveLength(1);
    expectRest(world);
  });

  test('is not waited for on a machine of its own', async () => {
    const world = await diedOpening('before');
    const settings = { ...world.settings('local'), grace: 0 };
    await done(world, tendFailures(world.ports(), settings));
    expect(own(world)).toHaveLength(1);
    expectRest(world);
  });
});

/** A settle that dies at a call, and sweeps after that; answers whether it came to its end before. */
async function diedAt(
  world: FaultyWorld,
  report: HealReport,
  last: number,
  when: 'before' | 'after',
  episode = '12.3.1',
): Promise<boolean> {
  let whole = false;
  const ports = dying(world.ports(), last, when);
  const context = aContext({ episode, fix: report.result === 'healed' ? pulled() : null });
  recordFailure(ports, world.settings('dead'), report, context).then(
    () => {
      whole = true;
    },
    () => {},
  );
  await world.settle();
  for (let turn = 0; turn < 3; turn++) {
    world.now += 6 * minute;
    await tend(world);
  }
  return whole;
}

describe('the sweep alone ends what a settle began that died', () => {
  const reports = [aReport(), aReport({ result: 'recovered' }), aHealedReport()] as const;
  test.each(reports.flatMap((each) => [['before', each] as const, ['after', each] as const]))(
    '%s any of its calls',
    async (when, report) => {
      for (let last = 1, whole = false; !whole; last++) {
        const world = new FaultyWorld(1, 0);
        whole = await diedAt(world, report, last, when);
        // Before its first commit nobody knows of it: the attempt is not settled, and the next settle tells it.
        if (world.memory.files('failures/').length === 0) continue;
        expect(own(world)).toHaveLength(1);
        expect(world.memory.comments.get(own(world)[0]?.number ?? 0)).toHaveLength(1);
        expect(own(world)[0]?.state).toBe(report.result === 'recovered' ? 'closed' : 'open');
        expectRest(world);
      }
    },
  );

  test('after any of its calls, where the failure is back after more than a week', async () => {
    const report = aReport({ result: 'recovered' });
    for (let last = 1, whole = false; !whole; last++) {
      const world = new FaultyWorld(1, 0);
      await done(world, recordFailure(world.ports(), world.settings('once'), report, aContext()));
      const [old] = own(world);
      world.now += 10 * day;
      whole = await diedAt(world, report, last, 'after', '14.1.1');
      if (recordIn(world).episodes.length < 2) continue;
      const [, issue, ...more] = own(world);
      expect(more).toEqual([]);
      expect(issue?.body).toContain(`| #${old?.number} |`);
      expect(issue?.state).toBe('closed');
      expect(world.memory.comments.get(issue?.number ?? 0)).toHaveLength(1);
      expect(recordIn(world)).toMatchObject({ issue: issue?.number, previous: old?.number });
    }
  });

  test('and writes nothing where nothing was left', async () => {
    const world = new FaultyWorld(1, 0);
    await record(world);
    const { writes } = world.memory;
    await tend(world);
    expect(world.memory.writes).toBe(writes);
  });
});

describe('a report that meets somebody else at work', () => {
  test('waits in the journal, and is told by whoever comes next', async () => {
    const world = new FaultyWorld(1, 0);
    const ports = dying(world.ports(), 4, 'before');
    recordFailure(ports, world.settings('slow'), told.report, told.context).catch(() => {});
    await world.settle();
    const second = await record(world, world.ports(), '9.2.1');
    expect(second.kind).toBe('busy');
    world.now += 10 * minute;
    await tend(world);
    expect(recordIn(world).episodes).toEqual(['12.3.1', '9.2.1']);
    expect(recordIn(world).seen).toBe(2);
    expectRest(world);
  });

  test('takes over at once where that one is known to be dead', async () => {
    const world = new FaultyWorld(1, 0);
    const ports = dying(world.ports(), 4, 'before');
    recordFailure(ports, world.settings('local:7:1'), told.report, told.context).catch(() => {});
    await world.settle();
    const asked: string[] = [];
    const fleet = {
      holderLives: async (holder: string) => {
        asked.push(holder);
        return false;
      },
    };
    const before = world.now;
    const recorded = await record(world, { ...world.ports(), fleet });
    expect(recorded.kind).toBe('recorded');
    expect(asked).toEqual(['local:7:1']);
    expect(world.now - before).toBeLessThan(minute);
    expectRest(world);
  });

  test('is refused where the journal cannot be written, so that its attempt stays unsettled', async () => {
    const world = new FaultyWorld(1, 0);
    const ports = world.ports();
    const journal = { ...ports.journal, commit: async () => ({ kind: 'stale' as const }) };
    await expect(record(world, { ...ports, journal })).rejects.toThrow('others write');
  });
});

describe('of several open issues of one failure', () => {
  test('the younger ones are closed with a link to the one of the record', async () => {
    const world = new FaultyWorld(1, 0);
    await record(world);
    const [kept] = own(world);
    const double = { title: kept?.title ?? '', body: kept?.body ?? '', labels: kept?.labels ?? [] };
    const number = world.memory.create(double, self);
    world.now += minute;
    await tend(world);
    expect(own(world).map((issue) => issue.number)).toEqual([kept?.number]);
    const closed = world.memory.get(number);
    expect(closed).toMatchObject({ state: 'closed' });
    expect(closed?.body).toContain(`#${kept?.number} is the one that stays`);
  });

  test('one of long ago that a person opened again keeps its text', async () => {
    const world = new FaultyWorld(1, 0);
    const body = `<!-- yardmaster:failure fingerprint=${print} -->\n\nof long ago`;
    const old = world.memory.create({ title: '', body, labels: ['pipeline-failure'] }, self);
    world.memory.update(old, { state: 'closed' }, self);
    world.now += minute;
    await record(world, blind(world.ports()));
    world.memory.update(old, { state: 'open' }, { login: 'bob', self: false, role: 'write' });
    const [, now] = own(world);
    world.now += minute;
    await tend(world);
    expect(world.memory.get(old)).toMatchObject({ state: 'closed', body });
    const [comment] = world.memory.comments.get(old) ?? [];
    expect(comment?.body).toContain(`goes on in #${now?.number}`);
    expect(world.memory.get(now?.number ?? 0)?.state).toBe('open');
  });
});
