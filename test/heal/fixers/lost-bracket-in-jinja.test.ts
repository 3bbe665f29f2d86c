import { describe, expect, it } from '@jest/globals';
import { repairJinja } from '../../../src/heal/fixers/jinja/repair-jinja.ts';

describe('a list that has lost its bracket', () => {
  it('ends where its statement ends', () => {
    const text = "{% set ways = ['card', 'coupon', 'gift' %}\nselect 1\n";
    const repairs = repairJinja(text, () => true);
    expect(repairs).toEqual([{ start: text.indexOf(' %}'), end: text.indexOf(' %}'), text: ']' }]);
  });

  it('has as many ends as values where it is an argument', () => {
    const repairs = repairJinja("{{ bucket('amount', [5, 15) }}\n", () => true);
    expect(repairs.length).toBeGreaterThan(1);
  });
});
