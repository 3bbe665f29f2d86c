import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { allOperators } from '../../scripts/bench-heal/all-operators.ts';
import { figuresOf, median } from '../../scripts/bench-heal/figures.ts';
import type { HealResult } from '../../scripts/bench-heal/heal-one.ts';
import { misspell } from '../../scripts/bench-heal/misspell.ts';
import { nightlyProject } from '../../scripts/bench-heal/nightly-project.ts';
import { prng } from '../../scripts/bench-heal/prng.ts';
import {
  differingPaths,
  hashOf,
  readProject,
  withChanges,
} from '../../scripts/bench-heal/project-files.ts';
import { otherSize, shopData } from '../../scripts/bench-heal/shop-data.ts';
import { bareSql } from '../../scripts/bench-heal/sites.ts';
import { verdictOf } from '../../scripts/bench-heal/verdict.ts';

const shop = readProject(fileURLToPath(new URL('../../examples/dbt-shop', import.meta.url)));
const projects = { 'dbt-shop': shop, 'nightly-shop': nightlyProject() };

describe('the operators of the corpus', () => {
  it('have names of their own and each a written rule', () => {
    const names = allOperators.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { rule } of allOperators) expect(rule.length).toBeGreaterThan(40);
  });

  it.each(allOperators.map((operator) => [operator.name, operator] as const))(
    '%s finds sites, and the same ones for the same seed',
    (_, operator) => {
      const files = projects[operator.project];
      const draw = (seed: string) => {
        const random = prng(seed);
        for (let attempt = 0; attempt < 12; attempt++) {
          const change = operator.draw(files, random);
          if (change) return change;
        }
        return undefined;
      };
      const change = draw('a');
      expect(change).toEqual(draw('a'));
      expect(change).toBeDefined();
      const changed = withChanges(files, change?.files ?? []);
      if (!change?.circumstance) expect(hashOf(changed)).not.toBe(hashOf(files));
    },
  );
});

describe('a slip of the keyboard', () => {
  it('changes the word by at most two letters, behind its first, to one that is free', () => {
    const random = prng('slips');
    for (let n = 0; n < 200; n++) {
      const slip = misspell('customer_id', random, (word) => word === 'custmer_id');
      expect(slip).not.toBe('customer_id');
      expect(slip).not.toBe('custmer_id');
      expect(slip[0]).toBe('c');
      expect(Math.abs(slip.length - 'customer_id'.length)).toBeLessThanOrEqual(1);
    }
  });
});

describe('sites in SQL', () => {
  it('are not looked for in Jinja, comments and texts, and stay where they are', () => {
    const sql = "select a -- b\n from {{ ref('c') }} where d = 'e'";
    const bare = bareSql(sql);
    expect(bare).toHaveLength(sql.length);
    expect(bare.match(/\w+/g)).toEqual(['select', 'a', 'from', 'where', 'd']);
    expect(bare.indexOf('where')).toBe(sql.indexOf('where'));
  });
});

describe('the second data set', () => {
  it('is the same for the same seed, has the same columns and files, and other rows', () => {
    const other = shopData('other', otherSize);
    expect(shopData('other', otherSize)).toEqual(other);
    const tables = [...shop.keys()].filter((path) => path.endsWith('.csv'));
    expect([...other.keys()].sort()).toEqual(tables.sort());
    for (const [path, text] of other)
      expect(text.split('\n')[0]).toBe(shop.get(path)?.split('\n')[0]);
    expect(differingPaths(shop, withChanges(shop, other)).length).toBe(7);
  });
});

describe('verdicts', () => {
  const seen = { healable: true, declared: true, differences: [], changed: true };
  it('call healed only what was declared so and means the same', () => {
    expect(verdictOf(seen)).toBe('healed');
    expect(verdictOf({ ...seen, differences: ['other tables'] })).toBe('false-heal');
    expect(verdictOf({ ...seen, healable: false })).toBe('overreach');
  });
  it('call handed over only what was left as it was', () => {
    const given = { ...seen, declared: false, changed: false };
    expect(verdictOf(given)).toBe('missed');
    expect(verdictOf({ ...given, healable: false })).toBe('handed-over');
    expect(verdictOf({ ...given, changed: true })).toBe('left-behind');
  });
});

describe('figures', () => {
  const aResult = (over: Partial<HealResult>): HealResult => ({
    id: 'x-1',
    operator: 'x',
    project: 'dbt-shop',
    healable: true,
    what: '',
    committed: true,
    verdict: 'healed',
    exit: 0,
    result: 'healed',
    kind: '',
    remedies: [],
    advice: [],
    milliseconds: 20_000,
    differences: [],
    changedFiles: [],
    ...over,
  });
  it('count what was healed of the healable, and take the middle of their times', () => {
    const figures = figuresOf(
      [
        aResult({}),
        aResult({ milliseconds: 40_000 }),
        aResult({ verdict: 'missed', exit: 1 }),
        aResult({ verdict: 'false-heal' }),
        aResult({ healable: false, verdict: 'handed-over', exit: 1 }),
        aResult({ healable: false, verdict: 'overreach', project: 'nightly-shop' }),
      ],
      { 'dbt-shop': 10_000 },
    );
    expect(figures).toMatchObject({ mutations: 6, dbt: 5, healable: 4, healed: 2, falseHeals: 1 });
    expect(figures).toMatchObject({ healRate: 0.5, handedOverRate: 0.5 });
    expect(figures).toMatchObject({ medianSeconds: 30, medianOverOwnTime: 3 });
  });
  it('have no middle of nothing', () => {
    expect(median([])).toBeUndefined();
    expect(median([3, 1, 2])).toBe(2);
  });
});
