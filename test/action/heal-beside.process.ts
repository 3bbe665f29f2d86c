import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Leg } from '../../src/action/leg-matrix.ts';
import { renderHandoff } from '../../src/text/handoff.ts';
import { aResult } from '../core/helpers/builders.ts';
import { aHealReport, aTriedFix } from '../helpers/heal-report.ts';
import { aShop, broken, check, type Shop } from './helpers/prices-shop.ts';

jest.setTimeout(60_000);

/** Two tasks that fail on one commit, and heal beside each other. */
let shop: Shop;
afterEach(() => shop.close());

const twoTasks = (run: string) =>
  `{ verify: same }\n  other:\n    run: ${run}\n    heal: { verify: same }`;
const caps = {
  'scripts/caps.mjs': check.replaceAll('prices', 'caps'),
  'config/caps.json': broken.replace('prices', 'caps'),
};

async function opened(run: string) {
  shop = await aShop(twoTasks(run), broken, caps);
  const { place, legs } = await shop.open('nightly');
  const [one, two] = legs as [Leg, Leg];
  return { place, one, two, issue: one.run };
}

const textAt = async (path: string, ref: string): Promise<string> => {
  const { content } = await shop.call<{ content: string }>('GET', `/contents/${path}?ref=${ref}`);
  return Buffer.from(content, 'base64').toString();
};

describe('two fixes on one commit', () => {
  test('are both in what the run goes on from, though they are settled at once', async () => {
    const { place, one, two, issue } = await opened('node scripts/caps.mjs');
    const made = [await shop.attempt(one, place), await shop.attempt(two, place)];
    await Promise.all(
      [one, two].map((leg, at) => shop.settle(leg, place, made[at]?.outputs.result ?? '')),
    );
    const { commit } = await shop.ledger(issue);
    expect((await shop.states(issue)).slice(0, 2)).toEqual(['COMPLETED', 'COMPLETED']);
    for (const path of ['config/prices.json', 'config/caps.json'])
      expect(await textAt(path, commit)).toContain('"pen",');
  });

  test('that mend the same mistake are one', async () => {
    const { place, one, two, issue } = await opened('node scripts/check.mjs');
    const made = [await shop.attempt(one, place), await shop.attempt(two, place)];
    await shop.settle(one, place, made[0]?.outputs.result ?? '');
    const { commit } = await shop.ledger(issue);
    await shop.settle(two, place, made[1]?.outputs.result ?? '');
    expect((await shop.ledger(issue)).commit).toBe(commit);
    expect((await shop.states(issue)).slice(0, 2)).toEqual(['COMPLETED', 'COMPLETED']);
    expect(await shop.pulls()).toHaveLength(1);
  });

  test('that do not fit each other: the second task runs again on the first, uncounted', async () => {
    const { place, one, two, issue } = await opened('node scripts/check.mjs');
    const first = await shop.attempt(one, place);
    await shop.settle(one, place, first.outputs.result ?? '');
    const { commit } = await shop.ledger(issue);
    const patch = `--- a/config/prices.json\n+++ b/config/prices.json\n@@ -3,1 +3,1 @@\n-    "pen"\n+    "pens",\n`;
    const heal = aHealReport({ patch, base: two.commit, fixes: [aTriedFix({ confidence: 99 })] });
    const { run, task, attempt } = two;
    const result = aResult({ endedAt: Date.now() });
    const handoff = { ref: { run, task, attempt }, result, outputs: {}, produced: [], tail: '' };
    await shop.settle(two, place, renderHandoff({ ...handoff, heal }).text);
    const { statuses } = await shop.ledger(issue);
    expect(statuses[1]).toMatchObject({ state: 'QUEUED', attempt: 2, counted: 0, failure: null });
    const carried: { readonly legs: readonly Leg[]; readonly id: number }[] = [];
    for (const next of [...shop.service.dispatched])
      carried.push({ ...(await shop.carry(next)), id: next.id });
    const again = carried.flatMap(({ legs }) => legs).filter((leg) => leg.task === 1);
    expect(again.map((leg) => leg.commit)).toEqual([commit]);
    for (const { legs, id } of carried) await shop.finish(legs, id);
    expect(await shop.states(issue)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
  });
});
