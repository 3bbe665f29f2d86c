import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Leg } from '../../src/action/leg-matrix.ts';
import { renderHandoff } from '../../src/text/handoff.ts';
import { aResult } from '../core/helpers/builders.ts';
import { aHealReport, aTriedFix } from '../helpers/heal-report.ts';
import { aShop, labelsOf, type Shop } from './helpers/prices-shop.ts';

jest.setTimeout(60_000);

/** A diff of one place, its lines with their signs. */
const patchOf = (path: string, lines: readonly string[]): string =>
  `--- a/${path}\n+++ b/${path}\n@@ -1,1 +1,1 @@\n${lines.join('\n')}\n`;

/** A handoff of a success. */
const plain = ({ run, task, attempt }: Leg) => ({
  ref: { run, task, attempt },
  result: aResult({ outcome: 'success', endedAt: Date.now() }),
  outputs: {},
  produced: [],
  tail: '',
});

let shop: Shop;

describe('what an attempt says of its healing', () => {
  afterEach(() => shop.close());

  /** A handoff that says that it healed, made by whoever ran in that job. */
  const forged = (leg: Leg, patch: string): string => {
    const fixes = [aTriedFix({ confidence: 99 })];
    const heal = aHealReport({ patch, fixes, proof: 'It passed.', base: leg.commit });
    return renderHandoff({ ...plain(leg), heal }).text;
  };
  const mend = `--- a/config/prices.json\n+++ b/config/prices.json\n@@ -3,1 +3,1 @@\n-    "pen"\n+    "pen",\n`;

  test('is believed where the gates let its fix through', async () => {
    shop = await aShop('{ verify: same }');
    const { leg, place, run } = await shop.openedRun();
    await shop.settle(leg, place, forged(leg, mend));
    const [pull] = await shop.pulls();
    expect((await shop.ledger(run)).commit).toBe(pull?.head.sha);
  });

  test.each([
    ['a pipeline', '.github/pipelines/nightly.yml', ['-name: Nightly', '+name: Mine']],
    ['what is not there', 'config/other.json', ['-one', '+two']],
  ])('is not believed where its fix changes %s', async (_, path, lines) => {
    shop = await aShop('{ verify: same }');
    const { leg, place, run, commit } = await shop.openedRun();
    await shop.settle(leg, place, forged(leg, patchOf(path, lines)));
    const after = await shop.ledger(run);
    expect(after.commit).toBe(commit);
    expect(after.statuses[0]).toMatchObject({ state: 'FAILED', failure: 'validation' });
    expect(await shop.pulls()).toEqual([]);
    expect((await shop.failures()).map(labelsOf)).toEqual([
      ['bug', 'needs-triage', 'pipeline-failure'],
    ]);
  });

  test.each([
    ['autonomous where the pipeline wants a person', '{ mode: human-in-loop, verify: same }'],
    ['verified where the pipeline names no verification', 'true'],
  ])('does not make it %s', async (_, heal) => {
    shop = await aShop(heal);
    const { leg, place, run, commit } = await shop.openedRun();
    await shop.settle(leg, place, forged(leg, mend));
    expect((await shop.ledger(run)).commit).toBe(commit);
    expect(await shop.states(run)).toEqual(['FAILED', 'BLOCKED']);
    expect(await shop.pulls()).toEqual([]);
  });

  test('means nothing where its task does not heal', async () => {
    shop = await aShop('{ verify: same }');
    const { place, leg, run, commit } = await shop.openedRun();
    const other = { ...leg, task: 1 };
    await shop.settle(leg, place, renderHandoff(plain(leg)).text);
    await shop.settle(other, place, forged(other, mend));
    expect((await shop.ledger(run)).commit).toBe(commit);
    expect((await shop.ledger(run)).statuses[1]).toMatchObject({ failure: 'lost' });
    expect(await shop.pulls()).toEqual([]);
  });
});
