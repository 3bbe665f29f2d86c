import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { renderLedger } from '../../src/text/ledger/ledger.ts';
import { aShop, has, type Shop } from './helpers/prices-shop.ts';

jest.setTimeout(60_000);

const prices = '{ "prices": ["pen", "ink"] }\n';
const check = `import { readFileSync } from 'node:fs';
console.log(JSON.parse(readFileSync('config/prices.json', 'utf8')).prices.length, 'prices checked');
`;
let shop: Shop;
afterEach(() => shop.close());

/** A shop whose prices were there in the last run and are gone now. Each checkout is one commit deep. */
async function aShopWithoutPrices(): Promise<void> {
  shop = await aShop('{ verify: same }', prices, { 'scripts/check.mjs': check });
  const { sha } = await shop.call<{ sha: string }>('GET', '/contents/config/prices.json');
  const first = await shop.openedRun();
  await shop.finish([first.leg], first.place);
  expect(await shop.states(first.run)).toEqual(['COMPLETED', 'COMPLETED']);
  await shop.call('DELETE', '/contents/config/prices.json', { message: 'Tidy up', sha });
  await shop.pull();
}

describe('a file of configuration that is gone', () => {
  test('comes back as the last run that succeeded had it, from a checkout that never saw it', async () => {
    await aShopWithoutPrices();
    const { leg, place, run } = await shop.openedRun();
    const made = await shop.attempt(leg, place);
    expect(has(made.summary, '## ✅ Healed and verified')).toBe(true);
    await shop.settle(leg, place, made.outputs.result ?? '');
    const [pull] = await shop.pulls();
    expect((await shop.ledger(run)).commit).toBe(pull?.head.sha);
    const back = await shop.call<{ content: string }>(
      'GET',
      `/contents/config/prices.json?ref=${pull?.head.sha}`,
    );
    expect(Buffer.from(back.content, 'base64').toString()).toBe(prices);
  });

  test('does not where no run of the pipeline has succeeded', async () => {
    await aShopWithoutPrices();
    const [issue] = await shop.call<{ number: number }[]>(
      'GET',
      '/issues?state=closed&labels=yardmaster:run',
    );
    const good = await shop.ledger(issue?.number ?? 0);
    await shop.call('PATCH', `/issues/${issue?.number}`, {
      body: renderLedger({ ...good, conclusion: 'failure' }),
    });
    const { leg, place } = await shop.openedRun();
    const made = await shop.attempt(leg, place);
    expect(made.outputs.outcome).toBe('failure');
  });
});
