import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Leg } from '../../src/action/leg-matrix.ts';
import { aShop, broken, check, has, type Shop } from './helpers/prices-shop.ts';

jest.setTimeout(60_000);

let shop: Shop;

/** An hour later, when leases are over. */
async function later(then: () => Promise<void>): Promise<void> {
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 3_600_000);
  await then().finally(() => clock.mockRestore());
}

describe('a healing that was not settled in time', () => {
  afterEach(() => shop.close());

  test('is settled by the sweep where its own settle never came', async () => {
    shop = await aShop('{ verify: same }\n  hello:\n    run: echo hello');
    const { place, legs } = await shop.open('nightly');
    const [leg, other] = legs as [Leg, Leg];
    const hello = await shop.attempt(other, place);
    await shop.settle(other, place, hello.outputs.result ?? '');
    const made = await shop.attempt(leg, place);
    shop.service.end(place, 'failure');
    await later(async () => {
      await shop.sweep();
    });
    const [pull] = await shop.pulls();
    expect((await shop.ledger(leg.run)).commit).toBe(pull?.head.sha);
    expect(await shop.states(leg.run)).toEqual(['COMPLETED', 'COMPLETED', 'QUEUED']);
    // And whoever comes late finds it done.
    await shop.settle(leg, place, made.outputs.result ?? '');
    expect(await shop.pulls()).toHaveLength(1);
  });

  test('is taken onto the commit that the run has gone on to', async () => {
    shop = await aShop(
      '{ verify: same }\n  hello:\n    run: node scripts/hello.mjs\n    heal: { verify: same }',
      broken,
      {
        'scripts/hello.mjs': check.replaceAll('prices', 'caps'),
        'config/caps.json': broken.replace('prices', 'caps'),
      },
    );
    const { place, legs } = await shop.open('nightly');
    const [leg, other] = legs as [Leg, Leg];
    const { commit } = await shop.ledger(leg.run);
    const first = await shop.attempt(leg, place);
    await shop.settle(leg, place, first.outputs.result ?? '');
    // Its leg was handed out with the commit that the run began on.
    expect(other.commit).toBe(commit);
    const second = await shop.attempt(other, place);
    expect(
      has(second.log, `::notice::The run goes on from ${(await shop.ledger(leg.run)).commit}`),
    ).toBe(true);
    await shop.settle(other, place, second.outputs.result ?? '');
    const { commit: last } = await shop.ledger(leg.run);
    const { parents, files } = await shop.call<{
      parents: { sha: string }[];
      files: { filename: string }[];
    }>('GET', `/commits/${last}`);
    expect(files.map(({ filename }) => filename)).toEqual(['config/caps.json']);
    expect(parents[0]?.sha).not.toBe(commit);
    expect(await shop.pulls()).toHaveLength(2);
  });
});
