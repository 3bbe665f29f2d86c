import { describe, expect, it } from '@jest/globals';
import { isOtherWord } from '../../../src/heal/fixers/is-other-word.ts';
import { aFailure, aProject, fixesFor, healing } from './a-project.ts';

describe('a name that is near to another one', () => {
  it.each([
    ['net_v1', 'net_v2'],
    ['rate_2023', 'rate_2024'],
    ['max_amount', 'min_amount'],
    ['amount', 'account'],
    ['sent_at', 'send_at'],
    ['buyer_id', 'payer_id'],
    ['total_a', 'total_b'],
  ])('is one of its own: %s beside %s', (wrong, near) => {
    expect(isOtherWord(wrong, near)).toBe(true);
  });

  it.each([
    ['custmer_id', 'customer_id'],
    ['customer_id', 'custmer_id'],
    ['stg_order', 'stg_orders'],
    ['amuont', 'amount'],
    ['orderid', 'order_id'],
    ['form_date', 'from_date'],
    ['first_nam', 'first_name'],
  ])('is a slip: %s instead of %s', (wrong, near) => {
    expect(isOtherWord(wrong, near)).toBe(false);
  });

  it('is one of its own where other names of the project have the same parts', () => {
    const said = (part: string) => ['fork', 'cork'].includes(part);
    expect(isOtherWord('fork_weight', 'cork_weight', said)).toBe(true);
    expect(isOtherWord('dork_weight', 'cork_weight', said)).toBe(false);
  });
});

describe('one of a family of names', () => {
  it('is not taken for another member when its variable was dropped', () => {
    const failure = aFailure(
      "Compilation Error in model due (models/due.sql)\n  Required var 'max_amount' not found in config:\n  Vars supplied to <Configuration> = {\n}",
    );
    const files = {
      'dbt_project.yml': 'name: shop\nvars:\n  min_amount: 5\n',
      'models/due.sql':
        "select * from {{ ref('raw') }} where total >= {{ var('min_amount') }} and total < {{ var('max_amount') }}\n",
      'seeds/raw.csv': 'id,total\n1,7\n',
    };
    expect(healing(fixesFor(failure, aProject({ files })))).toBeUndefined();
    const misspelt = {
      ...files,
      'dbt_project.yml': 'name: shop\nvars:\n  min_amount: 5\n  max_amuont: 9\n',
    };
    expect(healing(fixesFor(failure, aProject({ files: misspelt })))).toBeDefined();
  });

  it('is not taken for another member when its macro was dropped', () => {
    const failure = aFailure(
      "Compilation Error in model due (models/due.sql)\n  'net_v1' is undefined. This can happen when calling a macro that does not exist.",
    );
    const files = {
      'dbt_project.yml': 'name: shop\n',
      'macros/net.sql': '{% macro net_v2(x) %}{{ x }} / 1.2{% endmacro %}\n',
      'models/due.sql': "select {{ net_v1('total') }} as net from {{ ref('raw') }}\n",
      'models/new.sql': "select {{ net_v2('total') }} as net from {{ ref('raw') }}\n",
      'seeds/raw.csv': 'id,total\n1,7\n',
    };
    expect(healing(fixesFor(failure, aProject({ files })))).toBeUndefined();
  });
});
