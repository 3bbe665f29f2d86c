/** dbt: what its tests, contracts and freshness say of the data, and what is left. */
import type { Rule } from '../rule.ts';
import { byHand, readTest } from './remedies.ts';

const r = String.raw;
const header = {
  pattern: r`(?:Compilation|Parsing|Runtime|Database|Dependency|Schema|Validation) Error(?: in (?P<resource>[a-z_ ]+?) (?P<model>\S+) \((?P<file>[^)]+)\))?`,
  from: 'above',
  show: true,
} as const;

export const dbtDataRules: readonly Rule[] = [
  {
    name: 'dbt-contract',
    category: 'data_quality',
    strength: 3,
    literals: ['enforced contract that failed'],
    pattern: r`has an enforced contract that failed`,
    block: { lines: 14, until: r`^\S|^ {2}> ` },
    details: [header, { pattern: r`^\s*\| (?P<column>\w+)\s+\| `, from: 'block' }],
    summary: 'The columns of[ {model}][ ({file})] differ from its contract',
    cause: 'The names or types that the query gives are not those that the contract promises.',
    prior: [1, 9],
    remedies: byHand(
      'Change the query, or the contract with its readers',
      'A contract is a promise to others.',
    ),
    example:
      "15:28:59    Compilation Error in model revenue (models/revenue.sql)\n  This model has an enforced contract that failed.\n  Please ensure the name, data_type, and number of columns in your contract match the columns in your model's definition.\n  \n  | column_name | definition_type | contract_type | mismatch_reason       |\n  | ----------- | --------------- | ------------- | --------------------- |\n  | order_id    | INTEGER         | TEXT          | data type mismatch    |\n  | region      |                 | TEXT          | missing in definition |\n  \n",
  },
  {
    name: 'dbt-test-failure',
    category: 'data_quality',
    strength: 3,
    literals: ['configured to fail if'],
    pattern: r`Got (?P<count>\d+) results?, configured to fail if (?P<condition>.+)`,
    block: { lines: 4, until: r`^\d\d:\d\d`, before: 1 },
    details: [
      {
        pattern: r`Failure in (?:unit_)?test (?P<test>\S+)(?: \((?P<file>[^)]+)\))?`,
        from: 'above',
        show: true,
      },
    ],
    summary: 'The data test[ {test}][ ({file})] found {count} bad rows',
    cause:
      'The data do not have the property that the test demands; the query or the data source changed.',
    prior: [1, 9],
    remedies: byHand(
      'Look at the rows that the compiled test returns',
      'A test is never edited, skipped or made milder to pass.',
    ),
    example:
      'Failure in test unique_orders_order_id (models/schema.yml)\n  Got 3 results, configured to fail if != 0\n\n  compiled code at target/compiled/shop/models/schema.yml/unique_orders_order_id.sql\n',
  },
  {
    name: 'dbt-unit-test',
    category: 'test_assertion',
    strength: 3,
    literals: ['actual differs from expected'],
    pattern: r`actual differs from expected:`,
    block: {
      lines: 30,
      through: r`^\d\d:\d\d:\d\d`,
      before: 2,
      keep: r`^@@|^[^ \d]*(?:→|---|\+\+\+)|^\S`,
    },
    details: [
      {
        pattern: r`Failure in unit_test (?P<test>\S+) \((?P<file>[^)]+)\)`,
        from: 'above',
        show: true,
      },
    ],
    summary: 'The unit test[ {test}][ ({file})] gets other rows than it expects',
    cause: 'The model gives other rows for the given input than the test says.',
    prior: [1, 9],
    remedies: readTest,
    example:
      '15:31:59  Failure in unit_test sums_amounts (models/unit.yml)\n15:31:59    \n\nactual differs from expected:\n\n@@,customer_id,amount\n→ ,1          ,6→5\n\n\n15:31:59  \n',
  },
  {
    name: 'dbt-schema-change',
    category: 'sql_error',
    strength: 3,
    literals: ['on this incremental model are out of sync'],
    pattern: r`The source and target schemas on this incremental model are out of sync`,
    block: {
      lines: 14,
      until: r`^\d\d:\d\d|^ {2}> in macro`,
      keep: r`(?:not in (?:target|source)|New column types): \[.+\]`,
      before: 2,
    },
    details: [
      header,
      { pattern: r`Source columns not in target: \[\w+\(column='(?P<added>[^']+)'`, from: 'block' },
      { pattern: r`Target columns not in source: \[\w+\(column='(?P<lost>[^']+)'`, from: 'block' },
    ],
    summary:
      'The incremental model[ {model}][ ({file})] gives other columns than its table has[: {added} is new][, {lost} is gone]',
    cause: 'Its columns were changed, and on_schema_change is set to fail.',
    prior: [1, 9],
    remedies: byHand(
      'Rebuild it with --full-refresh, or say in on_schema_change how the table follows',
      'A rebuild may lose rows that cannot be read again.',
    ),
    example:
      "15:29:53    Compilation Error in model revenue (models/revenue.sql)\n  \n                The source and target schemas on this incremental model are out of sync!\n                They can be reconciled in several ways:\n                Additional troubleshooting context:\n                   Source columns not in target: [PostgresColumn(column='status', dtype='text', char_size=None, numeric_precision=None, numeric_scale=None)]\n                   Target columns not in source: []\n                   New column types: []\n",
  },
  {
    name: 'dbt-freshness',
    category: 'data_quality',
    strength: 3,
    literals: ['ERROR STALE', 'ERROR freshness of'],
    pattern: r`ERROR (?:STALE )?freshness of (?P<source>\S+)`,
    summary: 'The source {source} is stale',
    cause: 'Its newest row is older than its freshness allows: what fills it is late or stopped.',
    prior: [1, 9],
    remedies: byHand(
      'See why the source was not filled',
      'A limit of freshness is never raised to pass.',
    ),
    example: '1 of 1 ERROR STALE freshness of raw.orders ............ [ERROR STALE in 0.12s]\n',
  },
  {
    name: 'dbt-error',
    category: 'sql_error',
    strength: 1,
    literals: [
      'Error in model ',
      'Error in test ',
      'Error in seed ',
      'Error in snapshot ',
      'Error in macro ',
    ],
    pattern: r`(?P<type>Compilation|Parsing|Runtime|Database) Error in (?P<resource>[a-z ]+?) (?P<model>\S+) \((?P<file>[^)]+)\)`,
    block: { lines: 10, until: r`^\S|^\s*$` },
    details: [{ pattern: r`^\s+(?P<message>\S.*)`, from: 'block' }],
    summary: 'The {resource} {model} ({file}) fails[: {message}]',
    cause: 'dbt could not compile or run it; the message is that of dbt or of the database.',
    prior: [2, 8],
    remedies: byHand('Mend {file}', 'The message says what is wrong; what was meant is not in it.'),
    example:
      'Runtime Error in model orders (models/orders.sql)\n  Something that no other rule knows.\n',
  },
];
