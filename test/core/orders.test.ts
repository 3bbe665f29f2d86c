import { describe, expect, test } from '@jest/globals';
import type { Observation, Plan } from '../../src/core/decision.ts';
import { ended, started } from './helpers/builders.ts';
import { aTable } from './helpers/table.ts';

const states = (plan: Plan) => plan.runs[0]?.statuses.map(({ state }) => state).join(' ');
const refusals = (plan: Plan) =>
  plan.decisions.flatMap((one) => (one.kind === 'alert' ? [one.reason.text] : []));

describe('retries', () => {
  test('a failed attempt is tried again after 10 s, then after 20 s, then it failed', () => {
    const table = aTable({ retries: 2 });
    table.next();
    const plan = table.fail(0);
    expect(states(plan)).toBe('RETRY_WAIT');
    expect(plan.wakeAt).toBe(plan.runs[0]?.statuses[0]?.dueAt);
    expect(states(table.next())).toBe('RETRY_WAIT');
    expect(states(table.wait(9000))).toBe('QUEUED');
    table.fail(0);
    expect(states(table.wait(10_000))).toBe('RETRY_WAIT');
    expect(states(table.wait(10_000))).toBe('QUEUED');
    const last = table.fail(0);
    expect(states(last)).toBe('FAILED');
    expect(last.runs[0]).toMatchObject({
      conclusion: 'failure',
      statuses: [{ counted: 3, attempt: 3 }],
    });
  });

  test('a lost attempt is forgiven once where there are no retries', () => {
    const table = aTable({});
    table.next();
    expect(states(table.lose(0))).toBe('QUEUED');
    expect(states(table.lose(0))).toBe('FAILED');
  });

  test('a failure that may be ignored does not stop its dependents or the run', () => {
    const table = aTable({ continueOnError: true }, { needs: [0] });
    table.next();
    expect(states(table.fail(0))).toBe('FAILED QUEUED');
    expect(table.end(1).runs[0]?.conclusion).toBe('success');
  });
});

describe('conditions', () => {
  test('a task for failures runs when a need failed, one for any end runs, too', () => {
    const table = aTable(
      {},
      { needs: [0], condition: 'failure' },
      { needs: [0], condition: 'always' },
    );
    table.next();
    expect(states(table.fail(0))).toBe('FAILED QUEUED QUEUED');
  });

  test('a task for failures is skipped when all went well', () => {
    const table = aTable({}, { needs: [0], condition: 'failure' });
    table.next();
    const plan = table.end(0);
    expect(states(plan)).toBe('COMPLETED SKIPPED');
    expect(plan.runs[0]?.conclusion).toBe('success');
  });

  test('a final report runs although a task before it waits for a person', () => {
    const table = aTable({}, { needs: [0] }, { needs: [1], condition: 'always' });
    table.next();
    expect(states(table.fail(0))).toBe('FAILED BLOCKED QUEUED');
  });
});

describe('orders', () => {
  test('retry takes a failed task and the conclusion of its run back', () => {
    const table = aTable({}, { needs: [0] });
    table.next();
    expect(table.fail(0).runs[0]?.conclusion).toBe('failure');
    const plan = table.order(0, 'retry');
    expect(states(plan)).toBe('QUEUED BLOCKED');
    expect(plan.runs[0]).toMatchObject({ conclusion: null, endedAt: null });
    expect(states(table.end(0))).toBe('COMPLETED QUEUED');
  });

  test('drop gives a failed task up and skips what waits for it; retry brings both back', () => {
    const table = aTable({}, { needs: [0] });
    table.next();
    table.fail(0);
    expect(states(table.order(0, 'drop'))).toBe('DEAD_LETTER SKIPPED');
    expect(states(table.order(0, 'retry'))).toBe('QUEUED BLOCKED');
  });

  test('cancel ends what runs and lets nothing else start; the slot is held until the end', () => {
    const table = aTable({}, {}, {}, { needs: [0] });
    table.next();
    table.start(0);
    const plan = table.order(null, 'cancel');
    expect(states(plan)).toBe('RUNNING QUEUED CANCELLED CANCELLED');
    expect(plan.runs[0]?.statuses[0]?.stop).toBe('cancelled');
    expect(plan.runs[0]?.conclusion).toBeNull();
    table.end(0, { outcome: 'stopped' });
    const last = table.end(1, { outcome: 'fenced', startedAt: null });
    expect(states(last)).toBe('CANCELLED CANCELLED CANCELLED CANCELLED');
    expect(last.runs[0]?.conclusion).toBe('cancelled');
    expect(refusals(table.order(0, 'retry'))).toEqual([
      '`t0`: its run was cancelled; start a new run',
    ]);
  });

  test('an attempt that ended before it noticed the order counts as what it was', () => {
    const table = aTable({}, { needs: [0] });
    table.next();
    table.start(0);
    table.order(0, 'cancel');
    expect(states(table.end(0))).toBe('COMPLETED QUEUED');
  });

  test('pause stops the attempt without counting it, resume queues it again', () => {
    const table = aTable({ retries: 1 });
    table.next();
    table.start(0);
    table.order(0, 'pause');
    const paused = table.end(0, { outcome: 'stopped' });
    expect(states(paused)).toBe('PAUSED');
    const resumed = table.order(0, 'resume');
    expect(states(resumed)).toBe('QUEUED');
    expect(resumed.runs[0]?.statuses[0]).toMatchObject({ attempt: 2, counted: 0 });
  });

  test('a resume that comes before the stop was noticed leaves nothing behind', () => {
    const table = aTable({});
    table.next();
    table.start(0);
    table.order(null, 'pause');
    table.order(null, 'resume');
    expect(states(table.end(0, { outcome: 'stopped' }))).toBe('QUEUED');
  });

  test('a paused run starts nothing and says so', () => {
    const table = aTable({}, {}, {});
    table.next();
    table.order(null, 'pause');
    const plan = table.end(0);
    expect(states(plan)).toBe('COMPLETED QUEUED READY');
    expect(plan.waiting[0]?.[2]?.code).toBe('paused');
  });

  test('what makes no sense is refused with the reason', () => {
    const table = aTable({}, {});
    table.next();
    table.end(0);
    expect(refusals(table.order(0, 'retry'))).toEqual([
      '`t0`: it is COMPLETED; only what failed can be tried again',
    ]);
    expect(refusals(table.order(1, 'drop'))).toEqual([
      '`t1`: it is QUEUED; only what failed can be dropped: cancel it instead',
    ]);
  });
});

describe('observations', () => {
  test('of an attempt that is not the current one change nothing', () => {
    const table = aTable({ retries: 1 });
    table.next();
    table.fail(0);
    table.wait(10_000);
    const plan = table.next(
      ended({ run: 1, task: 0, attempt: 1 }),
      started({ run: 1, task: 7, attempt: 1 }, 0),
      ended({ run: 9, task: 0, attempt: 1 }),
    );
    expect(plan.decisions).toEqual([]);
  });

  test('of a fenced double do not end the attempt that was seen to run', () => {
    const table = aTable({});
    table.next();
    table.start(0);
    expect(states(table.end(0, { outcome: 'fenced', startedAt: null }))).toBe('RUNNING');
    expect(states(table.end(0))).toBe('COMPLETED');
  });

  test('of a batch and an issue are taken in once', () => {
    const table = aTable({});
    table.next();
    const news: Observation[] = [
      { kind: 'dispatched', run: 1, batch: 1, place: 77 },
      { kind: 'issue', run: 1, task: 0, issue: 5 },
    ];
    const plan = table.next(...news);
    expect(plan.runs[0]).toMatchObject({ batches: [{ place: 77 }], statuses: [{ issue: 5 }] });
    expect(table.next(...news).decisions).toEqual([]);
  });
});
