/** One way in which PostgreSQL refuses a script, and what must be said of it. */
export interface PostgresFailure {
  readonly name: string;
  /** Run by the role that owns the database, before the script. */
  readonly before?: string;
  /** Its last statement fails. */
  readonly sql: string;
  /** The script runs as this role. */
  readonly as?: 'guest';
  readonly kind: string;
  /** What the summary names. */
  readonly names: string;
  /** What the evidence holds. */
  readonly shows: string;
}

type Row = readonly [name: string, sql: string, kind: string, names: string, shows: string];

/** Faults of queries, each in a database that holds the tables of `postgresTables`. */
const faults: readonly Row[] = [
  ['column', 'select amuont from orders', 'sql-column-missing', 'amuont', 'orders.amount'],
  [
    'column-of-alias',
    'select o.custmer_id from orders o',
    'sql-column-missing',
    'o.custmer_id',
    'o.customer_id',
  ],
  [
    'column-of-insert',
    "insert into orders (id, satus) values (9, 'new')",
    'sql-column-missing',
    'satus',
    'of relation "orders"',
  ],
  [
    'column-in-using',
    'select 1 from orders join customers using (customerid)',
    'sql-column-missing',
    'customerid',
    'USING clause',
  ],
  ['relation', 'select * from ordrs', 'sql-relation-missing', 'ordrs', 'does not exist'],
  ['schema', 'create table web.hits (id int)', 'sql-relation-missing', 'web', 'does not exist'],
  [
    'other-database',
    'select * from crm.public.orders',
    'sql-relation-missing',
    'crm.public.orders',
    'cross-database',
  ],
  [
    'alias',
    'select orders.id from orders o',
    'sql-alias-missing',
    'orders',
    'Perhaps you meant to reference the table alias "o"',
  ],
  ['no-from', 'select c.name from orders o', 'sql-alias-missing', ' c,', 'missing FROM-clause'],
  ['syntax', 'select id amount status from orders', 'sql-syntax', '"status"', 'LINE 1'],
  ['syntax-end', 'select id from orders where', 'sql-syntax', 'syntax error', 'LINE 1'],
  ['quote', "select 'open from orders", 'sql-syntax', 'unterminated quoted string', 'LINE 1'],
  [
    'ambiguous',
    'select customer_id from orders o join customers c on c.customer_id = o.customer_id',
    'sql-column-ambiguous',
    'customer_id',
    'is ambiguous',
  ],
  [
    'group-by',
    'select status, sum(amount) from orders group by customer_id',
    'sql-group-by',
    'orders.status',
    'GROUP BY',
  ],
  [
    'aggregate-in-where',
    'select status from orders where sum(amount) > 1 group by 1',
    'sql-aggregate',
    'aggregate functions are not allowed in WHERE',
    'LINE 1',
  ],
  [
    'window-in-where',
    'select id from orders where row_number() over (order by id) = 1',
    'sql-aggregate',
    'window functions are not allowed in WHERE',
    'LINE 1',
  ],
  ['division', 'select 100 / amount from orders', 'sql-value', 'division by zero', 'division'],
  [
    'out-of-range',
    'select cast(amount + 3000000000 as int) from orders',
    'sql-value',
    'integer out of range',
    'out of range',
  ],
  [
    'numeric-overflow',
    'select cast(123456 as numeric(4, 2))',
    'sql-value',
    'numeric field overflow',
    'DETAIL',
  ],
  [
    'too-long',
    "insert into countries values ('NLD')",
    'sql-value',
    'value too long for type character varying(2)',
    'too long',
  ],
  ['date-range', "select date '2026-02-30'", 'sql-value', '2026-02-30', 'out of range'],
  ['input-integer', "select cast('n/a' as int)", 'sql-type', 'n/a is no integer', 'n/a'],
  ['input-date', "select cast('soon' as date)", 'sql-type', 'soon is no date', 'soon'],
  [
    'input-timestamp',
    "select cast('soon' as timestamp)",
    'sql-type',
    'soon is no timestamp',
    'soon',
  ],
  [
    'input-json',
    `select '{"a": nope}'::json`,
    'sql-type',
    'invalid input syntax for type json',
    'Token',
  ],
  ['enum', "insert into states values ('lost')", 'sql-type', 'lost is no order_state', 'enum'],
  ['function', 'select coalesec(1, 2)', 'sql-type', 'coalesec(integer, integer)', 'HINT'],
  ['operator', 'select 1 from orders where status = id', 'sql-type', 'text = integer', 'HINT'],
  ['cast', 'select cast(id as date) from orders', 'sql-type', 'integer to date', 'LINE 1'],
  [
    'column-type',
    'insert into orders (id) select status from orders',
    'sql-type',
    'column "id" is of type integer but expression is of type text',
    'HINT',
  ],
  [
    'case-types',
    'select case when id > 1 then id else status end from orders',
    'sql-type',
    'CASE types text and integer cannot be matched',
    'LINE 1',
  ],
  [
    'union-types',
    'select id from orders union select name from customers',
    'sql-type',
    'UNION types integer and text cannot be matched',
    'LINE 1',
  ],
  [
    'union-columns',
    'select id, amount from orders union select customer_id from customers',
    'sql-type',
    'each UNION query must have the same number of columns',
    'LINE 1',
  ],
  ['type', 'select cast(1 as double)', 'sql-type', 'type "double" does not exist', 'LINE 1'],
  [
    'subquery-rows',
    'select (select id from orders)',
    'sql-rows',
    'more than one row returned by a subquery',
    'subquery',
  ],
  [
    'conflict-twice',
    "insert into customers values (10, 'A'), (10, 'B') on conflict (customer_id) do update set name = excluded.name",
    'sql-rows',
    'ON CONFLICT DO UPDATE command cannot affect row a second time',
    'HINT',
  ],
  [
    'unique',
    "insert into customers values (10, 'Ada')",
    'sql-constraint',
    'customers_pkey',
    'Key (customer_id)=(10) already exists',
  ],
  [
    'unique-index',
    'create unique index by_status on orders (status)',
    'sql-constraint',
    'by_status',
    'is duplicated',
  ],
  ['not-null', 'insert into orders values (null)', 'sql-constraint', '"id"', 'Failing row'],
  [
    'foreign-key',
    'insert into orders values (9, 99)',
    'sql-constraint',
    'orders_customer_id_fkey',
    'is not present',
  ],
  [
    'check',
    'insert into orders values (9, 10, -1)',
    'sql-constraint',
    'orders_amount_check',
    'Failing row',
  ],
  [
    'set-not-null',
    'alter table orders alter column status set not null',
    'sql-constraint',
    'column "status"',
    'contains null values',
  ],
  ['exists', 'create table orders (id int)', 'sql-exists', 'relation "orders"', 'already exists'],
  [
    'column-exists',
    'alter table orders add column status text',
    'sql-exists',
    'column "status"',
    'already exists',
  ],
  [
    'depended-on',
    'drop table customers',
    'sql-depended-on',
    'table customers',
    'constraint orders_customer_id_fkey',
  ],
  [
    'view-columns',
    'create or replace view open_orders as select status from orders',
    'sql-depended-on',
    'cannot change name of view column "id"',
    'HINT',
  ],
  [
    'aborted',
    'begin; select nothing; select 1 from orders',
    'sql-column-missing',
    'nothing',
    'does not exist',
  ],
  [
    'statement-timeout',
    "set statement_timeout = '200ms'; select pg_sleep(5)",
    'sql-timeout',
    'statement timeout',
    'canceling statement',
  ],
  [
    'read-only',
    "set default_transaction_read_only = on; delete from orders where status = 'none'",
    'sql-read-only',
    'DELETE',
    'read-only transaction',
  ],
  [
    'memory',
    "do $$ begin for n in 1..9000 loop execute 'create temp table t' || n || ' (id int)'; end loop; end $$",
    'sql-memory',
    'out of shared memory',
    'max_locks_per_transaction',
  ],
  [
    'extension',
    'create extension nosuch',
    'sql-database-missing',
    'nosuch',
    'extension "nosuch" is not available',
  ],
  [
    'raised',
    "do $$ begin raise exception 'no rates for 2026'; end $$",
    'sql-client',
    'no rates for 2026',
    'PL/pgSQL',
  ],
  [
    'no-file',
    "\\copy orders from '/nowhere/orders.csv'",
    'sql-client',
    '/nowhere/orders.csv',
    'No such file',
  ],
  [
    'encoding',
    "select convert_from('\\xff', 'UTF8')",
    'sql-value',
    'invalid byte sequence for encoding "UTF8"',
    '0xff',
  ],
];

/** Rights that a role lacks. */
const denials: readonly Row[] = [
  ['table', 'select * from customers', 'sql-permission', 'table customers', 'permission denied'],
  [
    'schema',
    'select * from finance.ledger',
    'sql-permission',
    'schema finance',
    'permission denied',
  ],
  ['create', 'create schema mine', 'sql-permission', 'database', 'permission denied for database'],
  ['owner', 'drop table orders', 'sql-permission', 'table orders', 'must be owner'],
  ['role', 'create role robin', 'sql-permission', 'create role', 'permission denied'],
];

const rows = (all: readonly Row[], more: Partial<PostgresFailure> = {}) =>
  all.map(([name, sql, kind, names, shows]) => ({ name, sql, kind, names, shows, ...more }));

export const postgresFailures: readonly PostgresFailure[] = [
  ...rows(faults),
  ...rows(denials, { as: 'guest' }).map((one) => ({ ...one, name: `denied-${one.name}` })),
];

/** What the failures need to be there. */
export const postgresTables = `
create table customers (customer_id int primary key, name text);
create table orders (
  id int not null, customer_id int references customers, amount int check (amount >= 0), status text
);
create table countries (code varchar(2));
create type order_state as enum ('placed', 'shipped');
create table states (state order_state);
create view open_orders as select id from orders;
create schema finance;
create table finance.ledger (id int);
insert into customers values (10, 'Ada'), (11, 'Bob');
insert into orders values (1, 10, 5, 'placed'), (2, 11, 0, 'placed'), (3, 10, 7, null);
create role guest login password 'Guest-Pa55word';
grant select on orders to guest;
`;
