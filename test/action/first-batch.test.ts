import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Leg } from '../../src/action/leg-matrix.ts';
import { type ActionsHost, anActionsHost } from './helpers/actions-host.ts';

/** The first batch of a run, which the workflow run that opened it carries itself, without a dispatch. */
jest.setTimeout(30_000);

let folder: string;
let host: ActionsHost;
let place: number;
let legs: readonly Leg[];

/** Which tasks did their work, in turn. */
const trace = () => {
  const file = join(folder, 'trace');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};
const run = async () => host.ledger(legs[0]?.run ?? 0);
const states = async () => (await run()).statuses.map(({ state }) => state);

/** Sweeps, an hour later, when leases are over: the first one looks for the batch, the next for its attempts. */
async function laterSweeps(): Promise<void> {
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 3_600_000);
  for (let count = 0; count < 2; count++) {
    const { id } = host.service.start('Yardmaster sweep');
    await host.job('sweep', id);
    host.service.end(id, 'success');
  }
  clock.mockRestore();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'first-batch-'));
  host = await anActionsHost({
    p: `
slots: 2
issues: attention
tasks:
  left: { run: 'echo left >> ${folder}/trace' }
  right: { run: 'echo right >> ${folder}/trace' }
`,
  });
  ({ place, legs } = await host.open('p'));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await host.close();
  rmSync(folder, { recursive: true });
});

describe('a first batch of which every leg lost its settle', () => {
  test('is not sent again: the sweep finds what its legs left', async () => {
    expect((await run()).batches).toMatchObject([{ id: 1, place: null }]);
    for (const leg of legs) await host.attempt(leg, place);
    host.service.end(place, 'failure');
    await laterSweeps();
    expect(host.service.dispatched).toEqual([]);
    expect(await states()).toEqual(['COMPLETED', 'COMPLETED']);
    expect(trace()).toEqual(['left', 'right']);
  });

  test('is left alone while its workflow run has not handed out its legs', async () => {
    await laterSweeps();
    expect(host.service.dispatched).toEqual([]);
    expect(await states()).toEqual(['QUEUED', 'QUEUED']);
  });

  test('is sent again where its workflow run ended before it handed out any', async () => {
    host.service.end(place, 'failure');
    await laterSweeps();
    const [sent] = host.service.dispatched;
    if (!sent) throw new Error('nothing was dispatched');
    await host.finish((await host.carry(sent)).legs, sent.id);
    expect(await states()).toEqual(['COMPLETED', 'COMPLETED']);
    expect(trace()).toEqual(['left', 'right']);
  });

  test('repeats only what was in flight: a leg that was cut off, and not the one that ended', async () => {
    const [left] = legs as [Leg];
    await host.attempt(left, place);
    host.service.end(place, 'cancelled');
    await laterSweeps();
    for (const sent of host.service.dispatched) {
      await host.finish((await host.carry(sent)).legs, sent.id);
    }
    expect(trace().filter((task) => task === 'left')).toHaveLength(1);
    expect((await states())[0]).toBe('COMPLETED');
  });
});
