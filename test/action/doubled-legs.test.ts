import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Leg } from '../../src/action/leg-matrix.ts';
import type { Run } from '../../src/core/model.ts';
import { type ActionsHost, anActionsHost } from './helpers/actions-host.ts';
import type { WorkflowRun } from './helpers/actions-service.ts';

/** A batch that was dispatched twice, through what the jobs of its two workflow runs really execute. */
jest.setTimeout(30_000);

let folder: string;
let host: ActionsHost;
let first: WorkflowRun;
let double: WorkflowRun;
let left: Leg;
let right: Leg;

/** Which tasks did their work, in turn. */
const trace = () => {
  const file = join(folder, 'trace');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};
const ledger = (): Promise<Run> => host.ledger(left.run);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doubled-'));
  host = await anActionsHost({
    p: `
slots: 2
issues: attention
tasks:
  begin: { run: 'true' }
  left: { needs: begin, run: 'echo left >> ${folder}/trace' }
  right: { needs: begin, run: 'echo right >> ${folder}/trace' }
`,
  });
  const { place, legs } = await host.open('p');
  const [begin] = legs;
  if (!begin) throw new Error('nothing was handed out');
  await host.settle(begin, place, (await host.attempt(begin, place)).outputs.result ?? '');
  host.service.end(place, 'success');
  const [sent] = host.service.dispatched;
  if (!sent) throw new Error('nothing was dispatched');
  first = sent;
  const carried = await host.carry(first);
  expect(carried.legs.map(({ label }) => label)).toEqual(['1/1.1 left', '1/2.1 right']);
  [left, right] = carried.legs as [Leg, Leg];
  double = host.service.start(first.display_title, first.inputs);
});
afterEach(async () => {
  jest.useRealTimers();
  await host.close();
  rmSync(folder, { recursive: true });
});

/** The first of the two made and settled one of the legs, so that the ledger knows its place. */
async function leftIsSettled(): Promise<void> {
  const { outputs } = await host.attempt(left, first.id);
  await host.settle(left, first.id, outputs.result ?? '');
  expect((await ledger()).batches).toMatchObject([{ place: first.id }]);
}

describe('the second workflow run of a batch', () => {
  test('hands nothing out while the first one goes on', async () => {
    await leftIsSettled();
    const { legs, log } = await host.carry(double);
    expect(legs).toEqual([]);
    expect(log).toContain('Another workflow run carries 1 of its attempts.');
  });

  test('hands out what the first one did not begin, once that is over', async () => {
    await leftIsSettled();
    host.service.end(first.id, 'cancelled');
    expect((await host.carry(double)).legs).toEqual([right]);
  });

  test('leaves alone what the first one made and nobody settled', async () => {
    await leftIsSettled();
    await host.attempt(right, first.id);
    host.service.end(first.id, 'cancelled');
    expect((await host.carry(double)).legs).toEqual([]);
  });

  test('does no work in legs that it handed out before', async () => {
    await leftIsSettled();
    const { outputs, log } = await host.attempt(right, double.id);
    expect(outputs.outcome).toBe('fenced');
    expect(log).toContain('Nothing was done: another workflow run carries it.');
    expect(trace()).toEqual(['left']);
    expect((await host.attempt(right, first.id)).outputs.outcome).toBe('success');
    expect(trace()).toEqual(['left', 'right']);
  });

  test('is known by its age where nothing was settled yet: the older one carries the batch', async () => {
    jest.useFakeTimers({ now: Date.now() + 61_000, doNotFake: [...everythingButDate] });
    expect((await host.attempt(right, double.id)).outputs.outcome).toBe('fenced');
    expect((await host.attempt(right, first.id)).outputs.outcome).toBe('success');
    expect(trace()).toEqual(['right']);
  });
});

describe('the settle of a leg of the second workflow run', () => {
  test('changes nothing where that leg did no work', async () => {
    await leftIsSettled();
    const before = await ledger();
    const fenced = (await host.attempt(right, double.id)).outputs.result ?? '';
    const ends = [
      [fenced, 'success'],
      // Cancelled while it waited for the first one, skipped, or without a word.
      ['', 'cancelled'],
      ['', 'skipped'],
      ['', 'success'],
      ['', 'failure'],
    ] as const;
    for (const [result, conclusion] of ends) {
      const { log } = await host.settle(right, double.id, result, conclusion);
      expect(log).toContain('Another workflow run carries this batch');
      expect(await ledger()).toEqual(before);
    }
    // The first one is not disturbed.
    const { outputs } = await host.attempt(right, first.id);
    await host.settle(right, first.id, outputs.result ?? '');
    expect((await ledger()).conclusion).toBe('success');
  });

  test('takes work that was done, whoever did it', async () => {
    const { outputs } = await host.attempt(right, double.id);
    await leftIsSettled();
    await host.settle(right, double.id, outputs.result ?? '');
    expect((await ledger()).statuses[2]).toMatchObject({ state: 'COMPLETED', place: double.id });
  });
});

const everythingButDate = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;
