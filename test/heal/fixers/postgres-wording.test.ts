import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aFailure, aProject, fixesFor, healing, mended } from './a-project.ts';

const log = (name: string) =>
  readFileSync(new URL(`../postgres/runs/${name}.log`, import.meta.url), 'utf8');

/** The project in which the runs were recorded, with the model that was at fault. */
const projectWith = (revenue: string, more: Readonly<Record<string, string>> = {}) => ({
  'dbt_project.yml': 'name: shop\nversion: "1.0"\nconfig-version: 2\nprofile: shop\n',
  'seeds/raw_orders.csv': 'id,customer_id,amount,status\n1,10,5,placed\n',
  'seeds/raw_customers.csv': 'id,name,country\n10,Ada,NL\n',
  'models/stg_orders.sql':
    "select id as order_id, customer_id, amount, status from {{ ref('raw_orders') }}\n",
  'models/stg_customers.sql':
    "select id as customer_id, name, country from {{ ref('raw_customers') }}\n",
  'models/revenue.sql': revenue,
  ...more,
});
const orders = "from {{ ref('stg_orders') }}";

type Case = readonly [name: string, wrong: string, right: string];
const healed: readonly Case[] = [
  [
    'dbt-column-hint',
    `select\n    order_id,\n    amuont\n${orders}\n`,
    `select\n    order_id,\n    amount\n${orders}\n`,
  ],
  [
    'dbt-column-qualified',
    `select\n    orders.order_id,\n    orders.custmer_id\n${orders} as orders\n`,
    `select\n    orders.order_id,\n    orders.customer_id\n${orders} as orders\n`,
  ],
  [
    'dbt-syntax-trailing',
    `select\n    order_id,\n    amount,\n${orders}\n`,
    `select\n    order_id,\n    amount\n${orders}\n`,
  ],
  ['dbt-syntax-bracket', `select sum(amount ${orders}\n`, `select sum(amount) ${orders}\n`],
  [
    'dbt-missing-ref',
    "select * from {{ ref('stg_ordrs') }}\n",
    "select * from {{ ref('stg_orders') }}\n",
  ],
];

describe('a fault of which only PostgreSQL has told', () => {
  it.each(healed)('is mended: %s', (name, wrong, right) => {
    const files = projectWith(wrong);
    const fix = healing(fixesFor(aFailure(log(name)), aProject({ files })));
    expect(fix && mended(fix, files)['models/revenue.sql']).toBe(right);
  });

  const handedOver: readonly (readonly [string, string])[] = [
    ['dbt-column-nohint', `select\n    order_id,\n    discount_percent\n${orders}\n`],
    [
      'dbt-ambiguous',
      `select\n    customer_id,\n    sum(amount) as amount\n${orders} o\njoin {{ ref('stg_customers') }} c on c.customer_id = o.customer_id\ngroup by 1\n`,
    ],
    ['dbt-division', `select order_id, 100 / amount as share ${orders}\n`],
    ['dbt-input-integer', `select cast(status as integer) as status ${orders}\n`],
    ['dbt-operator', `select order_id ${orders} where status = order_id\n`],
    ['dbt-schema', 'select * from warehouse.orders\n'],
    ['dbt-permission-table', 'select * from finance.ledger\n'],
    ['dbt-contract', `select order_id, amount, status ${orders}\n`],
    ['dbt-unique', `select customer_id, amount ${orders}\n`],
  ];
  it.each(handedOver)('is left to a person: %s', (name, revenue) => {
    const fixes = fixesFor(aFailure(log(name)), aProject({ files: projectWith(revenue) }));
    expect(healing(fixes)?.title).toBeUndefined();
  });
});
