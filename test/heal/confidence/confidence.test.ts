import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  emptyBook,
  type HealingBook,
  mergeBooks,
  mostTried,
  recordCase,
  type TriedEntry,
  triedBefore,
} from '../../../src/heal/confidence/healing-book.ts';
import { isReverted } from '../../../src/heal/confidence/is-reverted.ts';
import { posterior } from '../../../src/heal/confidence/posterior.ts';

function aCase(facts: Partial<TriedEntry> = {}): TriedEntry {
  return {
    fingerprint: 'f1',
    tree: 't1',
    hash: 'h1',
    remedy: 'dbt-rename-column',
    outcome: 'kept',
    at: 1,
    ...facts,
  };
}

describe('the confidence', () => {
  test('is the prior where no case is known', () => {
    expect(posterior([9, 1])).toEqual({ percent: 90, cases: 0 });
  });

  test('moves with the cases', () => {
    expect(posterior([9, 1], { kept: 10, undone: 0, reverted: 0 })).toEqual({
      percent: 95,
      cases: 10,
    });
    expect(posterior([9, 1], { kept: 0, undone: 5, reverted: 0 })).toEqual({
      percent: 60,
      cases: 5,
    });
  });

  test('counts a fix that a person took back as one that did not hold', () => {
    expect(posterior([8, 2], { kept: 5, undone: 0, reverted: 5 })).toEqual({
      percent: 53,
      cases: 5,
    });
  });

  test('stays a percentage, whatever the book says (56)', () => {
    const number = fc.oneof(fc.double(), fc.integer());
    const counts = fc.record({ kept: number, undone: number, reverted: number });
    fc.assert(
      fc.property(fc.tuple(number, number), counts, (prior, outcomes) => {
        const { percent, cases } = posterior(prior, outcomes);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
        expect(cases).toBeGreaterThanOrEqual(0);
      }),
      { seed: 7 },
    );
  });
});

describe('the book of what was tried', () => {
  test('counts a case once, however often it is told', () => {
    const book = [aCase(), aCase(), aCase({ at: 9 })].reduce(recordCase, emptyBook);
    expect(book.tried).toHaveLength(1);
    expect(book.outcomes).toEqual({ 'dbt-rename-column': { kept: 1, undone: 0, reverted: 0 } });
  });

  test('says what failed on these files, and what held anywhere', () => {
    const book = [
      aCase({ hash: 'a', outcome: 'undone' }),
      aCase({ hash: 'b', outcome: 'undone', tree: 't2' }),
      aCase({ hash: 'c', tree: 't2' }),
      aCase({ hash: 'd', fingerprint: 'f2' }),
    ].reduce(recordCase, emptyBook);
    expect(triedBefore(book, 'f1', 't1')).toEqual({ undone: ['a'], kept: ['c'] });
  });

  test('does not try again what a person took back', () => {
    const book = [aCase(), aCase({ outcome: 'reverted', at: 2 })].reduce(recordCase, emptyBook);
    expect(triedBefore(book, 'f1', 't1')).toEqual({ undone: ['h1'], kept: [] });
  });

  test('says nothing about a remedy that another failure outlasted', () => {
    expect(recordCase(emptyBook, aCase({ outcome: 'outlasted' })).outcomes).toEqual({});
  });

  test('knows no remedy by the name of a part of the language', () => {
    const book = recordCase(emptyBook, aCase({ remedy: '__proto__' }));
    expect(book.outcomes).not.toHaveProperty('kept');
    expect(recordCase(emptyBook, aCase({ remedy: 'constructor' })).outcomes.constructor).toEqual({
      kept: 1,
      undone: 0,
      reverted: 0,
    });
  });

  test('stays bounded, and keeps its counts', () => {
    let book: HealingBook = emptyBook;
    for (let at = 0; at < mostTried + 10; at++)
      book = recordCase(book, aCase({ hash: `${at}`, at }));
    expect(book.tried).toHaveLength(mostTried);
    expect(book.tried[0]?.hash).toBe('10');
    expect(book.outcomes['dbt-rename-column']?.kept).toBe(mostTried + 10);
  });

  test('two writers lose nothing and count nothing twice', () => {
    const entry = fc.record({
      fingerprint: fc.constantFrom('f1', 'f2'),
      tree: fc.constantFrom('t1', 't2'),
      hash: fc.constantFrom('a', 'b', 'c'),
      remedy: fc.constantFrom('x', 'y'),
      outcome: fc.constantFrom('kept', 'undone', 'outlasted', 'reverted'),
      at: fc.nat({ max: 9 }),
    });
    const cases = fc.array(entry, { maxLength: 8 });
    fc.assert(
      fc.property(cases, cases, cases, (common, one, other) => {
        const base = common.reduce(recordCase, emptyBook);
        const ours = one.reduce(recordCase, base);
        const theirs = other.reduce(recordCase, base);
        const merged = mergeBooks(theirs, ours);
        const direct = [...other, ...one].reduce(recordCase, base);
        expect(merged.outcomes).toEqual(direct.outcomes);
        expect(new Set(merged.tried.map((each) => JSON.stringify(each)))).toEqual(
          new Set(direct.tried.map((each) => JSON.stringify(each))),
        );
        expect(mergeBooks(merged, ours)).toEqual(merged);
      }),
      { seed: 3 },
    );
  });
});

describe('a person took a fix back', () => {
  const before = 'select custmer_id,\n  amount\nfrom orders\n';
  const after = 'select customer_id,\n  amount\nfrom orders\n';
  const fix = [{ path: 'models/a.sql', before, after }];
  const now = (text: string | null) => isReverted(fix, () => text);

  test('where its lines are gone and the old ones are back', () => {
    expect(now(before)).toBe(true);
    expect(now(`${before}limit 10\n`)).toBe(true);
  });

  test('not where the fix is there, the file moved on, or is gone', () => {
    expect(now(after)).toBe(false);
    expect(now(`${after}limit 10\n`)).toBe(false);
    expect(now('select id, amount from orders\n')).toBe(false);
    expect(now(null)).toBe(false);
  });

  test('where a file that it made is gone', () => {
    expect(isReverted([{ path: 'a', before: null, after: 'x' }], () => null)).toBe(true);
    expect(isReverted([], () => null)).toBe(false);
  });
});
