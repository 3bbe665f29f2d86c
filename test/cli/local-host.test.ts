import { describe, expect, test } from '@jest/globals';
import { type HostPorts, LocalHost } from '../../src/cli/local-host.ts';
import type { Observation } from '../../src/core/decision.ts';
import type { Run } from '../../src/core/model.ts';
import type { ReconcileReport } from '../../src/reconcile/settings.ts';
import { aRun } from './a-run.ts';

function aReport(facts: Partial<ReconcileReport> = {}): ReconcileReport {
  return {
    kind: 'settled',
    runs: [],
    waiting: [],
    decisions: [],
    dispatched: [],
    stopped: [],
    opened: null,
    wakeAt: null,
    retryAt: null,
    tries: 1,
    error: null,
    unfinished: [],
    ...facts,
  };
}

const active = aRun({ a: 'RUNNING' });
const done: Run = { ...active, conclusion: 'success', endedAt: 1 };
const ended = (task = 0): Observation => ({
  kind: 'ended',
  ref: { run: 12, task, attempt: 1 },
  result: {
    outcome: 'success',
    failure: null,
    exitCode: 0,
    signal: null,
    startedAt: 1,
    endedAt: 2,
    digest: null,
    place: 0,
    message: '',
  },
});

/** A host whose reconciles answer what the test says, on a clock that sleeping moves. */
function aHost(answers: ((call: Call) => ReconcileReport)[]) {
  const calls: Call[] = [];
  let now = 0;
  let stops = 0;
  let unfinished = 0;
  let typical: number | null = null;
  /** What happens while the host sleeps: by how long, and what happens then. */
  const naps: { after: number; act: () => void }[] = [];
  const slept: number[] = [];
  const ports: HostPorts = {
    reconcile(request, paused) {
      const call = { ...request, paused, at: now };
      calls.push(call);
      const answer = answers[calls.length - 1];
      if (!answer) throw new Error(`reconcile ${calls.length} was not expected`);
      now += 10;
      return Promise.resolve(answer(call));
    },
    now: () => now,
    sleep(time, onWake) {
      const nap = naps.shift();
      let woken = false;
      onWake(() => {
        woken = true;
      });
      if (nap && nap.after < time) {
        now += nap.after;
        nap.act();
        slept.push(nap.after);
        expect(woken).toBe(true);
      } else {
        slept.push(time);
        now += time;
      }
      return Promise.resolve();
    },
    onReport: () => {},
    stopAll: () => stops++,
    unfinished: () => unfinished,
    typical: () => typical,
  };
  const host = new LocalHost(ports);
  return {
    host,
    calls,
    naps,
    slept,
    stops: () => stops,
    leave: (n: number) => (unfinished = n),
    takes: (time: number) => (typical = time),
  };
}

interface Call {
  readonly observations: readonly Observation[];
  readonly start?: Run;
  readonly paused: boolean;
  readonly at: number;
}

describe('following a run', () => {
  test('opens it, and ends when it is over', async () => {
    const { host, calls } = aHost([
      () => aReport({ runs: [active], opened: 12 }),
      () => aReport({ runs: [done] }),
    ]);
    const end = await host.follow(active, []);
    expect(end).toEqual({ kind: 'over', runs: [done], why: '' });
    expect(calls[0]?.start).toBe(active);
    expect(calls[1]?.start).toBeUndefined();
  });

  test('does not wait for runs that were over before', async () => {
    const old = { ...done, issue: 3, conclusion: 'failure' as const };
    const { host } = aHost([() => aReport({ runs: [old, { ...done }], opened: 12 })]);
    const end = await host.follow(active, []);
    expect(end.runs.map(({ issue }) => issue)).toEqual([12]);
  });

  test('asks again when the state is busy, with the same news', async () => {
    const { host, calls } = aHost([
      () => aReport({ kind: 'busy', retryAt: 400 }),
      () => aReport({ runs: [done], opened: 12 }),
    ]);
    await host.follow(active, [ended()]);
    expect(calls.map(({ at }) => at)).toEqual([0, 400]);
    expect(calls[1]?.observations).toEqual([ended()]);
  });

  test('gives up when the state cannot be written for long', async () => {
    const { host } = aHost(Array.from({ length: 8 }, () => () => aReport({ kind: 'contended' })));
    const end = await host.follow(active, []);
    expect(end).toMatchObject({ kind: 'stuck', why: 'the state is contended' });
  });
});

describe('when it looks', () => {
  test('news of an idle slot is taken up at once', async () => {
    const { host, calls, naps } = aHost([
      () => aReport({ runs: [active], opened: 12 }),
      () => aReport({ runs: [done] }),
    ]);
    naps.push({ after: 5, act: () => host.onNews([ended()], true) });
    await host.follow(active, []);
    expect(calls.map(({ at }) => at)).toEqual([0, 15]);
    expect(calls[1]?.observations).toEqual([ended()]);
  });

  test.each([
    ['an idle slot waits a moment for others', 4, 1, 23],
    ['it does not when nobody else runs', 4, 0, 15],
    ['it does not where attempts take their time', 400, 1, 15],
  ])('where attempts are short, %s', async (_, typical, left, again) => {
    const { host, calls, naps, leave, takes } = aHost([
      () => aReport({ runs: [active], opened: 12 }),
      () => aReport({ runs: [done] }),
    ]);
    naps.push({
      after: 5,
      act() {
        takes(typical);
        leave(left);
        host.onNews([ended()], true);
      },
    });
    await host.follow(active, []);
    expect(calls.map(({ at }) => at)).toEqual([0, again]);
  });

  test('other news is gathered for a while', async () => {
    const { host, calls, naps } = aHost([
      () => aReport({ runs: [active], opened: 12 }),
      () => aReport({ runs: [done] }),
    ]);
    naps.push({ after: 5, act: () => host.onNews([ended(0)], false) });
    naps.push({ after: 50, act: () => host.onNews([ended(1)], false) });
    await host.follow(active, []);
    expect(calls.map(({ at }) => at)).toEqual([0, 250]);
    expect(calls[1]?.observations).toHaveLength(2);
  });

  test('what falls due by itself is looked at in time', async () => {
    const { host, calls } = aHost([
      () => aReport({ runs: [active], opened: 12, wakeAt: 1234 }),
      () => aReport({ runs: [done] }),
    ]);
    await host.follow(active, []);
    expect(calls[1]?.at).toBe(1234);
  });

  test('where a batch is goes along with the next news, and causes no reconcile', async () => {
    const { host, calls } = aHost([
      () => aReport({ runs: [active], opened: 12, dispatched: [{ run: 12, batch: 1, place: 0 }] }),
      () => aReport({ runs: [done] }),
    ]);
    await host.follow(active, []);
    expect(calls[1]?.at).toBeGreaterThan(1000);
    expect(calls[1]?.observations).toEqual([{ kind: 'dispatched', run: 12, batch: 1, place: 0 }]);
  });
});

describe('an interrupt', () => {
  test('stops what runs, starts nothing more, and ends once all of it is settled', async () => {
    const { host, calls, naps, stops, leave } = aHost([
      () => aReport({ runs: [active], opened: 12 }),
      () => aReport({ runs: [active] }),
      () => aReport({ runs: [active] }),
    ]);
    leave(1);
    naps.push({ after: 5, act: () => host.interrupt() });
    naps.push({
      after: 7,
      act: () => {
        leave(0);
        host.onNews([ended()], true);
      },
    });
    const end = await host.follow(active, []);
    expect(end.kind).toBe('interrupted');
    expect(calls.map(({ paused }) => paused)).toEqual([false, true, true]);
    expect(calls[2]?.observations).toEqual([ended()]);
    expect(stops()).toBeGreaterThan(0);
  });
});
