import { describe, expect, it } from '@jest/globals';
import { firstBranches } from '../../../src/heal/fixers/sql/first-branches.ts';
import { groupLists } from '../../../src/heal/fixers/sql/group-lists.ts';
import { repairSyntax } from '../../../src/heal/fixers/sql/repair-syntax.ts';
import { tokenizeSql } from '../../../src/heal/fixers/sql/tokenize-sql.ts';

/** What a text becomes by each of the repairs. */
function repaired(text: string, near: string | null = null): string[] {
  const words = text.match(/\w+/g) ?? [];
  const count = (word: string) => words.filter((one) => one === word).length;
  return repairSyntax(text, { count, near }).map(
    ({ change }) => text.slice(0, change.start) + change.text + text.slice(change.end),
  );
}

describe('conditions of Jinja in SQL', () => {
  it('keep their first branch, and everything stays where it is', () => {
    const text = 'a {% if x %} b {% elif y %} c {% else %} d {% endif %} e';
    const plain = firstBranches(text);
    expect(plain).toHaveLength(text.length);
    expect(plain.replace(/\{%.*?%\}/g, '').match(/\w/g)).toEqual(['a', 'b', 'e']);
    expect(plain.lastIndexOf('e')).toBe(text.lastIndexOf('e'));
  });

  it('are looked into when one stands in the other, and in loops', () => {
    const text =
      '{% for x in y %}{% if a %} b {% else %}{% if c %} d {% else %} e {% endif %}{% endif %} f {% else %} g {% endfor %}';
    expect(
      firstBranches(text)
        .replace(/\{%.*?%\}/g, '')
        .match(/\w/g),
    ).toEqual(['b', 'f']);
  });

  it('leave a text alone that has no other branch', () => {
    const text = '{% if x %} a {% endif %}';
    expect(firstBranches(text)).toBe(text);
  });

  it('do not keep a lost comma behind them from being found', () => {
    const text =
      "with a as (\n  {% if var('x') %}\n  select b from c\n  {% else %}\n  select d from e\n  {% endif %}\n)\nselect\n  a.b\n  a.c\nfrom a\n";
    expect(repaired(text, '.')).toEqual([text.replace('a.b\n', 'a.b,\n')]);
  });
});

describe('a lost comma', () => {
  it('is put between the columns, never between a function and its bracket', () => {
    const text = 'select\n  a.b\n  coalesce(a.c, 0) as d\nfrom a\n';
    expect(repaired(text, '(')).toEqual([text.replace('a.b\n', 'a.b,\n')]);
  });
});

describe('a lost quote', () => {
  it('is not looked for in Jinja', () => {
    const text = "select case when a > {{ var('b') }} then 'c\n  else 'd' end as e from f\n";
    expect(repaired(text)).toEqual([text.replace("'c\n", "'c'\n")]);
  });
});

describe('lists by which rows are told apart', () => {
  it('are those of GROUP BY and PARTITION BY, by the last parts of their names', () => {
    const sql =
      'select sum(a) over (partition by t.Region, "day" order by b) from c group by x.k, date_trunc(m, n), 2 having 1=1';
    expect(groupLists(tokenizeSql(sql))).toEqual([['region', 'day'], ['k']]);
  });
});
