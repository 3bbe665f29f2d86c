import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/core/decision.ts';
import type { Recovery } from '../../src/core/model.ts';
import { attemptTimeout } from '../../src/core/retry-delay.ts';
import { aTask } from './helpers/builders.ts';
import { aTable } from './helpers/table.ts';

const hour = 3_600_000;
const states = (plan: Plan) => plan.runs[0]?.statuses.map(({ state }) => state).join(' ');
const alerts = (plan: Plan) =>
  plan.decisions.flatMap((one) => (one.kind === 'alert' ? [one.reason.text] : []));

function aRecovery(recovery: Partial<Recovery> = {}): Recovery {
  return {
    after: [hour, 4 * hour],
    on: ['crash', 'timeout'],
    rollback: null,
    timeoutFactor: 1,
    ...recovery,
  };
}

/** `deploy`, what undoes it, and what needs it. */
function aDeployment(recovery: Partial<Recovery> = {}) {
  return aTable(
    { key: 'deploy', retries: 2, recovery: aRecovery({ rollback: 1, ...recovery }) },
    { key: 'undo', needs: [0], condition: 'failure' },
    { key: 'announce', needs: [0] },
  );
}

describe('a task that recovers', () => {
  test('is tried again after an hour, then after four, and is a dead letter then', () => {
    const table = aTable({ key: 'build', retries: 2, recovery: aRecovery() });
    table.next();
    expect(states(table.fail(0))).toBe('RETRY_WAIT');
    expect(states(table.wait(hour - 5_000))).toBe('RETRY_WAIT');
    expect(states(table.wait(5_000))).toBe('QUEUED');
    table.fail(0);
    expect(states(table.wait(4 * hour - 5_000))).toBe('RETRY_WAIT');
    expect(states(table.wait(5_000))).toBe('QUEUED');
    const last = table.fail(0);
    expect(states(last)).toBe('DEAD_LETTER');
    expect(alerts(last)).toEqual([
      '`t0` is a dead letter after 3 of 3 attempts (crash); replay it or drop it'.replace(
        't0',
        'build',
      ),
    ]);
    expect(last.runs[0]?.conclusion).toBe('failure');
  });

  test('is a dead letter at once after a failure that another attempt would not mend', () => {
    const table = aTable({ retries: 2, recovery: aRecovery() });
    table.next();
    const plan = table.end(0, { outcome: 'failure', failure: 'validation', exitCode: 0 });
    expect(states(plan)).toBe('DEAD_LETTER');
  });

  test('comes back with its dependents when it is replayed', () => {
    const table = aTable({ retries: 0, recovery: aRecovery({ after: [] }) }, { needs: [0] });
    table.next();
    expect(states(table.fail(0))).toBe('DEAD_LETTER SKIPPED');
    expect(states(table.order(0, 'retry'))).toBe('QUEUED BLOCKED');
    expect(states(table.end(0))).toBe('COMPLETED QUEUED');
  });

  test('is cancelled when its dead letter is dropped', () => {
    const table = aTable({ retries: 0, recovery: aRecovery({ after: [] }) });
    table.next();
    table.fail(0);
    const plan = table.order(0, 'drop');
    expect(states(plan)).toBe('CANCELLED');
    expect(plan.runs[0]?.conclusion).toBe('cancelled');
  });

  test('gets more time after each timeout, where it says so', () => {
    const task = aTask({ timeout: 1000, recovery: aRecovery({ timeoutFactor: 2 }) });
    expect(attemptTimeout(task, { failure: 'timeout', counted: 2 })).toBe(4000);
    expect(attemptTimeout(task, { failure: 'crash', counted: 2 })).toBe(1000);
  });
});

describe('a rollback', () => {
  test('is skipped when its task completes', () => {
    const table = aDeployment();
    expect(states(table.next())).toBe('QUEUED BLOCKED BLOCKED');
    expect(states(table.end(0))).toBe('COMPLETED SKIPPED QUEUED');
  });

  test('runs after each failure, before the next attempt', () => {
    const table = aDeployment();
    table.next();
    expect(states(table.fail(0))).toBe('RETRY_WAIT QUEUED BLOCKED');
    const due = table.wait(2 * hour);
    expect(states(due)).toBe('RETRY_WAIT QUEUED BLOCKED');
    expect(due.waiting[0]?.[0]?.text).toBe('waits for its rollback `undo`');
    expect(states(table.end(1))).toBe('QUEUED COMPLETED BLOCKED');
    expect(states(table.fail(0))).toBe('RETRY_WAIT QUEUED BLOCKED');
    expect(states(table.end(1))).toBe('RETRY_WAIT COMPLETED BLOCKED');
  });

  test('runs after the last failure, too', () => {
    const table = aDeployment({ on: [] });
    table.next();
    expect(states(table.fail(0))).toBe('DEAD_LETTER QUEUED SKIPPED');
    const plan = table.end(1);
    expect(states(plan)).toBe('DEAD_LETTER COMPLETED SKIPPED');
    expect(plan.runs[0]?.conclusion).toBe('failure');
  });

  test('that fails makes a dead letter of its task', () => {
    const table = aDeployment();
    table.next();
    table.fail(0);
    const plan = table.fail(1);
    expect(states(plan)).toBe('DEAD_LETTER FAILED SKIPPED');
    expect(plan.runs[0]?.conclusion).toBe('failure');
  });

  test('that failed is tried again before its task, whichever of the two a person asks for', () => {
    for (const asked of [0, 1]) {
      const table = aDeployment();
      table.next();
      table.fail(0);
      table.fail(1);
      expect(states(table.order(asked, 'retry'))).toMatch(/^\w+ QUEUED \w+$/);
      table.order(0, 'retry');
      expect(states(table.end(1))).toBe('QUEUED COMPLETED BLOCKED');
    }
  });

  test('that fails again leaves the run to a person', () => {
    const table = aDeployment();
    table.next();
    table.fail(0);
    table.fail(1);
    table.order(0, 'retry');
    const plan = table.fail(1);
    expect(states(plan)).toBe('BLOCKED FAILED BLOCKED');
    expect(plan.runs[0]?.conclusion).toBe('failure');
  });

  test('is waited for by an attempt that a person asks for', () => {
    const table = aDeployment();
    table.next();
    table.fail(0);
    expect(states(table.order(0, 'retry'))).toBe('RETRY_WAIT QUEUED BLOCKED');
    expect(states(table.end(1))).toBe('QUEUED COMPLETED BLOCKED');
  });

  test('that was cancelled is waited for no more', () => {
    const table = aDeployment();
    table.next();
    table.fail(0);
    table.order(1, 'cancel');
    table.end(1, { outcome: 'stopped', exitCode: null });
    expect(states(table.wait(hour))).toBe('QUEUED CANCELLED BLOCKED');
  });
});
