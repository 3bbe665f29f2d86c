import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { diagnosisOf, shownOf } from './diagnosis-of.ts';
import { postgresFailures } from './postgres/statements.ts';

const folder = new URL('./postgres/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8');

/** Per run: what it is, and what the summary must name. How each was made stands in postgres/README.md. */
const runs: Readonly<Record<string, readonly [category: string, kind: string, names: string]>> = {
  'dbt-adapter': ['dependency_install', 'dbt-adapter', 'snowflake'],
  'dbt-aggregate-where': ['sql_error', 'sql-aggregate', 'not allowed in WHERE'],
  'dbt-alias': ['sql_error', 'sql-alias-missing', 'the table orders'],
  'dbt-ambiguous': ['sql_error', 'sql-column-ambiguous', 'customer_id'],
  'dbt-cannot-cast': ['sql_error', 'sql-type', 'integer to date'],
  'dbt-case-types': ['sql_error', 'sql-type', 'none is no integer'],
  'dbt-check': ['data_quality', 'sql-constraint', 'revenue__dbt_tmp_amount_check'],
  'dbt-column-hint': ['sql_error', 'sql-column-missing', 'amuont'],
  'dbt-column-nohint': ['sql_error', 'sql-column-missing', 'discount_percent'],
  'dbt-column-qualified': ['sql_error', 'sql-column-missing', 'orders.custmer_id'],
  'dbt-column-two': ['sql_error', 'sql-column-missing', 'o.shipped_at'],
  'dbt-conditional-ref': ['sql_error', 'dbt-conditional-ref', 'revenue'],
  'dbt-contract': ['data_quality', 'dbt-contract', 'revenue (models/revenue.sql)'],
  'dbt-crash': ['network_or_flaky', 'sql-connection', 'closed the connection'],
  'dbt-cycle': ['configuration', 'dbt-cycle', 'model.shop.a'],
  'dbt-database-missing': ['configuration', 'sql-database-missing', 'warehouse'],
  'dbt-database': ['sql_error', 'sql-relation-missing', 'other.main.orders'],
  'dbt-date-range': ['sql_error', 'sql-value', '2026-02-30'],
  'dbt-deadlock': ['resource_lock', 'sql-lock', 'deadlock detected'],
  'dbt-deps': ['dependency_install', 'dbt-deps-missing', 'not installed'],
  'dbt-division': ['sql_error', 'sql-value', 'division by zero'],
  'dbt-duplicate': ['configuration', 'dbt-duplicate', 'stg_orders'],
  'dbt-enum': ['sql_error', 'sql-type', 'lost is no order_state'],
  'dbt-freshness': ['data_quality', 'dbt-freshness', 'web.sessions'],
  'dbt-function': ['sql_error', 'sql-type', 'date_diff(unknown, date, date)'],
  'dbt-group-by': ['sql_error', 'sql-group-by', 'stg_orders.status'],
  'dbt-hook': ['configuration', 'sql-database-missing', 'role reporting'],
  'dbt-host': ['network_or_flaky', 'dns', 'host'],
  'dbt-incremental-schema': ['sql_error', 'dbt-schema-change', 'status is new'],
  'dbt-input-date': ['sql_error', 'sql-type', 'placed is no date'],
  'dbt-input-integer': ['sql_error', 'sql-type', 'placed is no integer'],
  'dbt-invalid-config': ['configuration', 'dbt-invalid-config', 'models/schema.yml'],
  'dbt-jinja': ['sql_error', 'dbt-error', 'end of print statement'],
  'dbt-lock-timeout': ['resource_lock', 'sql-lock', 'lock timeout'],
  'dbt-macro': ['sql_error', 'dbt-undefined', 'cents_to_euro'],
  'dbt-missing-ref': ['sql_error', 'dbt-missing-ref', 'stg_ordrs'],
  'dbt-missing-source': ['sql_error', 'dbt-missing-ref', 'web.sesions'],
  'dbt-model-type': ['sql_error', 'dbt-error', "'tabel'"],
  'dbt-not-null': ['data_quality', 'sql-constraint', 'column "amount"'],
  'dbt-on-run-end': ['configuration', 'sql-database-missing', 'role reporting'],
  'dbt-operator': ['sql_error', 'sql-type', 'text = integer'],
  'dbt-out-of-range': ['sql_error', 'sql-value', 'integer out of range'],
  'dbt-owner': ['permission_or_secret', 'sql-permission', 'raw_customers'],
  'dbt-password': ['permission_or_secret', 'sql-login', 'shop'],
  'dbt-permission-create': ['permission_or_secret', 'sql-permission', 'the database rec'],
  'dbt-permission-schema': ['permission_or_secret', 'sql-permission', 'the schema finance'],
  'dbt-permission-table': ['permission_or_secret', 'sql-permission', 'the table ledger'],
  'dbt-profile': ['configuration', 'dbt-profile', 'warehouse'],
  'dbt-read-only': ['configuration', 'sql-read-only', 'CREATE SCHEMA'],
  'dbt-refused': ['network_or_flaky', 'sql-connection', 'Connection refused'],
  'dbt-relation': ['sql_error', 'sql-relation-missing', 'main.stg_ordrs'],
  'dbt-role': ['permission_or_secret', 'sql-login', 'robin'],
  'dbt-run-operation': ['sql_error', 'sql-relation-missing', 'main'],
  'dbt-schema': ['sql_error', 'sql-relation-missing', 'warehouse.orders'],
  'dbt-seed-type': ['sql_error', 'sql-type', 'seeds/raw_orders.csv'],
  'dbt-snapshot': ['sql_error', 'sql-column-missing', 'orders_snapshot'],
  'dbt-source': ['sql_error', 'sql-relation-missing', 'web.sessions'],
  'dbt-ssl': ['configuration', 'sql-ssl', 'SSL was required'],
  'dbt-statement-timeout': ['timeout_or_oom', 'sql-timeout', 'statement timeout'],
  'dbt-subquery-rows': ['data_quality', 'sql-rows', 'more than one row'],
  'dbt-syntax-bracket': ['sql_error', 'sql-syntax', '"from"'],
  'dbt-syntax-comma': ['sql_error', 'sql-syntax', '"status"'],
  'dbt-syntax-end': ['sql_error', 'sql-syntax', '")"'],
  'dbt-syntax-quote': ['sql_error', 'sql-syntax', 'unterminated quoted string'],
  'dbt-syntax-trailing': ['sql_error', 'sql-syntax', '"from"'],
  'dbt-target': ['configuration', 'dbt-profile', 'prod'],
  'dbt-terminated': ['network_or_flaky', 'sql-connection', 'closed the connection'],
  'dbt-test-column': ['sql_error', 'sql-column-missing', 'order_ids'],
  'dbt-test': ['data_quality', 'dbt-test-failure', 'accepted_values_stg_orders_status'],
  'dbt-too-long': ['sql_error', 'sql-value', 'character varying(1)'],
  'dbt-too-many': ['network_or_flaky', 'sql-busy', 'role "shop"'],
  'dbt-type-missing': ['sql_error', 'sql-type', '"double"'],
  'dbt-union-columns': ['sql_error', 'sql-type', 'number of columns'],
  'dbt-union-types': ['sql_error', 'sql-type', 'integer and text'],
  'dbt-unique': ['data_quality', 'sql-constraint', 'revenue__dbt_tmp_pkey'],
  'dbt-unit-test': ['test_assertion', 'dbt-unit-test', 'sums_amounts'],
  'dbt-var': ['configuration', 'dbt-required-var', 'first_order'],
  'dbt-view-type': ['sql_error', 'sql-type', 'amount'],
  'dbt-yaml': ['configuration', 'dbt-yaml-syntax', 'near line 3'],
  'psql-copy-columns': ['sql_error', 'sql-value', 'status'],
  'psql-copy-value': ['sql_error', 'sql-type', 'x is no integer'],
  'psql-database': ['configuration', 'sql-database-missing', 'warehouse'],
  'psql-deadlock': ['resource_lock', 'sql-lock', 'deadlock detected'],
  'psql-disk': ['disk_full', 'disk-full', 'No space left'],
  'psql-dsn-password': ['configuration', 'sql-ssl', 'disabel'],
  'psql-host': ['network_or_flaky', 'dns', 'host'],
  'psql-lock-nowait': ['resource_lock', 'sql-lock', 'orders'],
  'psql-lock-timeout': ['resource_lock', 'sql-lock', 'lock timeout'],
  'psql-missing-file': ['configuration', 'postgres-program', 'raport.sql'],
  'psql-no-password': ['permission_or_secret', 'sql-login', 'login'],
  'psql-password': ['permission_or_secret', 'sql-login', 'shop'],
  'psql-pg-dump': ['configuration', 'postgres-program', 'no matching tables'],
  'psql-pg-restore': ['configuration', 'postgres-program', 'shop.dump'],
  'psql-psycopg': ['sql_error', 'sql-column-missing', 'amuont'],
  'psql-refused': ['network_or_flaky', 'sql-connection', 'Connection refused'],
  'psql-serialize': ['resource_lock', 'sql-lock', 'could not serialize access'],
  'psql-ssl': ['configuration', 'sql-ssl', 'SSL was required'],
  'psql-terminated': ['network_or_flaky', 'sql-connection', 'administrator command'],
  'psql-too-many': ['network_or_flaky', 'sql-busy', 'role "shop"'],
};
/** What passes by itself: who waits a little may succeed. */
const passing =
  /^(?:dbt|psql)-(?:crash|deadlock|host|lock-.*|refused|serialize|terminated|too-many)$/;

describe('a run that a real PostgreSQL refused', () => {
  it('stands in the table, each of them', () => {
    const names = readdirSync(new URL('runs/', folder)).map((name) => name.replace(/\.log$/, ''));
    expect(names.sort()).toEqual(Object.keys(runs).sort());
  });

  it.each(Object.entries(runs))('%s is understood', (name, [category, kind, names]) => {
    const diagnosis = diagnosisOf(read(`runs/${name}.log`));
    expect([diagnosis.category, diagnosis.kind]).toEqual([category, kind]);
    expect(diagnosis.summary).toContain(names);
    expect(diagnosis.transient).toBe(passing.test(name));
  });

  it('is offered the column of a HINT, and none where two are offered', () => {
    const titles = (text: string) => diagnosisOf(text).proposals.map(({ title }) => title);
    const hint = read('runs/dbt-column-hint.log');
    expect(titles(hint)).toContain('Name the column stg_orders.amount instead');
    const two = hint.replace('"stg_orders.amount".', '"o.amount" or the column "c.amount".');
    expect(titles(two).join()).not.toContain('amount instead');
  });
});

describe('a statement that a real PostgreSQL refused', () => {
  const said = new Map(
    read('statements.log')
      .split(/^# /m)
      .slice(2)
      .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
  );

  it('stands in the log, each of them', () => {
    expect([...said.keys()].sort()).toEqual(postgresFailures.map(({ name }) => name).sort());
  });

  it.each(postgresFailures.map((one) => [one.name, one] as const))(
    '%s is understood',
    (name, { kind, names, shows }) => {
      const text = said.get(name) ?? '';
      const diagnosis = diagnosisOf(text);
      expect(diagnosis.kind).toBe(kind);
      expect(diagnosis.summary).toContain(names);
      expect(shownOf(text, diagnosis)).toContain(shows);
    },
  );
});
