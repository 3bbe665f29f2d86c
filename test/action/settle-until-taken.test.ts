import { describe, expect, test } from '@jest/globals';
import { settleUntilTaken } from '../../src/action/settle-until-taken.ts';
import type { Observation } from '../../src/core/decision.ts';
import type { Run } from '../../src/core/model.ts';
import type { ReconcileReport } from '../../src/reconcile/settings.ts';
import { aResult, aRun, aTask } from '../core/helpers/builders.ts';

const ref = { run: 1, task: 0, attempt: 1 };
const commit = (digit: string): string => digit.repeat(40);

function aReport(state: 'QUEUED' | 'COMPLETED', kind: ReconcileReport['kind'] = 'settled') {
  const run = aRun([aTask()]);
  const statuses = run.statuses.map((status) => ({ ...status, state, attempt: 1 }));
  const runs: readonly Run[] = kind === 'settled' ? [{ ...run, statuses }] : [];
  return { kind, runs } as unknown as ReconcileReport;
}

/** Settles against a run that shows these states, one after the other. */
async function settled(fixed: boolean, ...reports: readonly ReconcileReport[]) {
  const told: Observation[] = [];
  const last = await settleUntilTaken(
    ref,
    async () => {
      const from = commit(String(told.length));
      const fix = fixed ? { fix: { from, to: commit('a') } } : {};
      return [{ kind: 'ended', ref, result: aResult(), ...fix }];
    },
    async (news) => {
      told.push(...news);
      return reports[Math.min(told.length, reports.length) - 1] as ReconcileReport;
    },
  );
  return { told, last };
}

describe('an attempt that healed', () => {
  test('is settled anew each time that the run has gone on from another fix', async () => {
    const { told } = await settled(
      true,
      aReport('QUEUED'),
      aReport('QUEUED'),
      aReport('COMPLETED'),
    );
    expect(told.map((each) => each.kind === 'ended' && each.fix?.from)).toEqual([
      commit('0'),
      commit('1'),
      commit('2'),
    ]);
  });

  test('is left to the sweep when that never ends', async () => {
    const { told } = await settled(true, aReport('QUEUED'));
    expect(told).toHaveLength(10);
  });

  test('is told once where the ledger could not be written', async () => {
    const { told, last } = await settled(true, aReport('QUEUED', 'failed'));
    expect(told).toHaveLength(1);
    expect(last.kind).toBe('failed');
  });

  test('is told once where it needed no fix', async () => {
    expect((await settled(false, aReport('QUEUED'))).told).toHaveLength(1);
  });
});
