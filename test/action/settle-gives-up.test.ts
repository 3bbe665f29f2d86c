import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Leg } from '../../src/action/leg-matrix.ts';
import { type ActionsHost, anActionsHost } from './helpers/actions-host.ts';

jest.setTimeout(30_000);

let host: ActionsHost;
let place: number;
let begin: Leg;
let result: string;

beforeEach(async () => {
  host = await anActionsHost({
    p: `
issues: attention
tasks:
  begin: { run: 'true' }
  next: { needs: begin, run: 'true' }
`,
  });
  const opened = await host.open('p');
  place = opened.place;
  [begin] = opened.legs as [Leg];
  result = (await host.attempt(begin, place)).outputs.result ?? '';
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
});
afterEach(async () => {
  jest.useRealTimers();
  await host.close();
});

/** Lets the time pass that something waits for. */
async function passing<T>(promise: Promise<T>): Promise<T> {
  let over = false;
  const done = promise.finally(() => {
    over = true;
  });
  done.catch(() => undefined);
  while (!over) {
    await jest.advanceTimersByTimeAsync(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return done;
}

test('a settle whose dispatch is refused once sends it again by itself', async () => {
  host.service.faults.push('refused');
  const { log } = await passing(host.settle(begin, place, result));
  expect(log).not.toContain('The rest is left to the next sweep.');
  expect(host.service.dispatched).toHaveLength(1);
});

test('a settle whose dispatch is refused for good says so, and a sweep goes on', async () => {
  host.service.faults.push(...Array<'refused'>(20).fill('refused'));
  const { log } = await passing(host.settle(begin, place, result));
  expect(log).toContain('::warning::The rest is left to the next sweep.');
  expect(host.service.dispatched).toEqual([]);
  // The attempt itself is settled all the same.
  expect((await host.ledger(begin.run)).statuses.map(({ state }) => state)).toEqual([
    'COMPLETED',
    'QUEUED',
  ]);
  host.service.faults.length = 0;
  jest.advanceTimersByTime(30 * 60_000);
  await passing(host.job('sweep', 77));
  expect(host.service.dispatched).toHaveLength(1);
});

test('a settle that never reaches the journal fails with what to do', async () => {
  host.service.faultAll = true;
  await expect(passing(host.settle(begin, place, result))).rejects.toMatchObject({
    message: expect.stringContaining('The attempt could not be settled'),
    remedy: expect.stringContaining('Nothing is lost'),
  });
});
