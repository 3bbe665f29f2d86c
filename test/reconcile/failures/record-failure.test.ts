import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HealReport } from '../../../src/heal/loop/heal-report.ts';
import { recordFailure } from '../../../src/reconcile/failures/record-failure.ts';
import { resolveFailures } from '../../../src/reconcile/failures/resolve-failures.ts';
import type { FailureContext } from '../../../src/text/failure/failure-context.ts';
import { parseFailureMarker } from '../../../src/text/failure/failure-markers.ts';
import {
  aContext,
  aHealedReport,
  aReport,
  day,
  print,
  pulled,
} from '../../text/failure/a-failure.ts';
import { FaultyWorld } from './faulty-world.ts';

interface Told {
  readonly report: HealReport;
  readonly context: FailureContext;
}

/** Tells it once, as a writer of its own that may die. */
function start(world: FaultyWorld, told: Told, holder: string): void {
  const work = recordFailure(world.ports(), world.settings(holder), told.report, told.context);
  work.catch(() => {});
}

/** Tells all of it, again and again without faults, until nothing is left to be done. */
async function finish(world: FaultyWorld, all: readonly Told[]): Promise<void> {
  world.rate = 0;
  for (let turn = 0; turn < 3; turn++) {
    world.now += 200_000;
    for (const told of all) start(world, told, `again:${turn}`);
    await world.settle();
  }
}

const issues = (world: FaultyWorld) =>
  [...world.memory.present.issues.values()].filter(
    ({ body }) => parseFailureMarker(body) === print,
  );
const comments = (world: FaultyWorld) =>
  [...world.memory.comments.values()].flat().map(({ body }) => body.split('\n')[0]);

const results = fc.constantFrom('recovered', 'healed', 'proposed', 'exhausted');

describe('one failure', () => {
  test('has one issue, whoever dies and however many tell it at once', async () => {
    const tell = fc.record({
      result: results,
      episode: fc.constantFrom('1.1.1', '1.1.2', '2.1.1'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(0, 0.05, 0.2),
        fc.array(tell, { minLength: 1, maxLength: 4 }),
        async (seed, rate, tells) => {
          const world = new FaultyWorld(seed, rate);
          const all = tells.map(({ result, episode }) => ({
            report: result === 'healed' ? aHealedReport() : aReport({ result }),
            context: aContext({ episode, fix: result === 'healed' ? pulled() : null }),
          }));
          for (const [at, told] of [...all, ...all].entries()) start(world, told, `w${at}`);
          await world.settle();
          await finish(world, all);
          expect(issues(world)).toHaveLength(1);
          expect(new Set(comments(world)).size).toBe(comments(world).length);
          const [issue] = issues(world);
          expect(issue?.labels).toEqual(expect.arrayContaining(['bug', 'pipeline-failure']));
          const calls = world.memory.writes;
          for (const told of all.slice(-1)) {
            const record = world.memory.files('failures/')[0]?.text ?? '';
            if (record.includes(`"${told.context.episode}"`)) start(world, told, 'once more');
          }
          await world.settle();
          expect(world.memory.writes).toBe(calls);
        },
      ),
      { seed: 11, numRuns: 300 },
    );
  }, 60_000);

  test('is told to the end after each single call at which its writer may die', async () => {
    for (const result of ['exhausted', 'recovered', 'healed'] as const) {
      const told = {
        report: result === 'healed' ? aHealedReport() : aReport({ result }),
        context: aContext({ fix: result === 'healed' ? pulled() : null }),
      };
      const whole = new FaultyWorld(1, 0);
      start(whole, told, 'w');
      await whole.settle();
      for (let calls = 1; calls <= whole.calls; calls++) {
        const world = new FaultyWorld(1, 0);
        const ports = world.ports();
        const stop = new Promise<never>(() => {});
        let left = calls;
        const dying = new Proxy(ports, {
          get: (target, room: keyof typeof ports) =>
            new Proxy(target[room] as object, {
              get: (calls_, name) => {
                const call = Reflect.get(calls_, name);
                if (room === 'clock') return call;
                return (...args: unknown[]) => {
                  const answer = (call as (...all: unknown[]) => Promise<unknown>)(...args);
                  return --left <= 0 ? answer.then(() => stop) : answer;
                };
              },
            }),
        });
        recordFailure(dying, world.settings('w'), told.report, told.context).catch(() => {});
        await world.settle();
        await finish(world, [told]);
        expect(issues(world)).toHaveLength(1);
        expect(comments(world)).toHaveLength(1);
        expect(issues(world)[0]?.state).toBe(result === 'recovered' ? 'closed' : 'open');
      }
    }
  });

  test('whose label a person took away is found by its record', async () => {
    const world = new FaultyWorld(3, 0);
    start(world, { report: aReport(), context: aContext() }, 'a');
    await world.settle();
    const [issue] = issues(world);
    world.memory.update(
      issue?.number ?? 0,
      { labels: [] },
      { login: 'bob', self: false, role: 'write' },
    );
    start(world, { report: aReport(), context: aContext({ episode: '2.1.1' }) }, 'b');
    await world.settle();
    expect(issues(world)).toHaveLength(1);
    expect(issues(world)[0]?.labels).toContain('pipeline-failure');
  });

  test('is not what somebody else’s issue says it is (36, 37)', async () => {
    const world = new FaultyWorld(3, 0);
    const body = `<!-- yardmaster:failure fingerprint=${print} -->\n\nforged`;
    world.memory.create(
      { title: 'x', body, labels: ['pipeline-failure'] },
      { login: 'eve', self: false, role: 'read' },
    );
    start(world, { report: aReport(), context: aContext() }, 'a');
    await world.settle();
    expect(issues(world).filter(({ mine }) => mine)).toHaveLength(1);
  });

  test('of another fingerprint has another issue', async () => {
    const world = new FaultyWorld(5, 0);
    const { failure } = aReport();
    start(world, { report: aReport(), context: aContext() }, 'a');
    const other = failure && { ...failure, fingerprint: 'ffffffffffffffff' };
    start(world, { report: aReport({ failure: other }), context: aContext() }, 'b');
    await world.settle();
    expect(world.memory.present.issues.size).toBe(2);
  });

  test.each(['../../state', '', 'x'.repeat(90), 'AABBCCDDEEFF0011', '0011223344556677\n'])(
    'with the fingerprint %j writes nothing',
    async (fingerprint) => {
      const world = new FaultyWorld(5, 0);
      const { failure } = aReport();
      const report = aReport({ failure: failure && { ...failure, fingerprint } });
      start(world, { report, context: aContext() }, 'a');
      await world.settle();
      expect(world.memory.writes).toBe(0);
    },
  );
});

describe('what is over is closed', () => {
  const healed = { report: aHealedReport(), context: aContext({ fix: pulled() }) };

  test('once, by however many look', async () => {
    const world = new FaultyWorld(9, 0);
    start(world, healed, 'a');
    await world.settle();
    const look = (landed: boolean, holder: string) =>
      resolveFailures(world.ports(), world.settings(holder), {
        passes: [],
        branch: 'main',
        landed: async () => landed,
      }).catch(() => []);
    void look(false, 'a');
    await world.settle();
    expect(issues(world)[0]?.state).toBe('open');
    for (const holder of ['a', 'b', 'c']) void look(true, holder);
    await world.settle();
    expect(issues(world)[0]).toMatchObject({ state: 'closed' });
    expect(comments(world)).toHaveLength(2);
    const { writes } = world.memory;
    void look(true, 'd');
    await world.settle();
    expect(world.memory.writes).toBe(writes);
  });

  test('also where a look dies in the middle', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (seed) => {
        const world = new FaultyWorld(seed, 0);
        start(world, healed, 'a');
        await world.settle();
        world.rate = 0.3;
        for (let turn = 0; turn < 6; turn++) {
          if (turn > 3) world.rate = 0;
          world.now += day / 24;
          resolveFailures(world.ports(), world.settings(`s${turn}`), {
            passes: [],
            branch: 'main',
            landed: async () => true,
          }).catch(() => {});
          await world.settle();
        }
        expect(issues(world)).toHaveLength(1);
        expect(issues(world)[0]?.state).toBe('closed');
        expect(comments(world)).toHaveLength(2);
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});
