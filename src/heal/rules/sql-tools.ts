/** What runs SQL for a project: sqlite3, psql, Flyway, Liquibase, the migrations of frameworks. */
import type { Rule } from '../rule.ts';
import { byHand, mendCode } from './remedies.ts';

const r = String.raw;

export const sqlToolRules: readonly Rule[] = [
  {
    name: 'sql-migration',
    category: 'sql_error',
    strength: 3,
    literals: ['Migration ', 'migration failed', 'P3018', 'P3009'],
    pattern: r`^(?P<message>Migration \S+\.sql failed|.*Migration failed for changeset \S+.*|Error: P30(?:18|09).*|A migration failed to apply.*)`,
    block: {
      lines: 8,
      until: r`^##`,
      keep: r`SQL State|Message|ERROR|Database error|Error Code|Location`,
    },
    details: [
      { pattern: r`^Migration (?P<file>\S+\.sql) failed`, from: 'block' },
      { pattern: r`^(?:Message *: )?(?:ERROR|Database error): (?P<detail>.+)`, from: 'block' },
    ],
    summary: 'A migration of the database fails: {message}[: {detail}]',
    cause: 'The database refuses a statement of the migration.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      'Migration V12__add_total.sql failed\nSQL State  : 42701\nError Code : 0\nMessage    : ERROR: column "total" of relation "carts" already exists\n',
  },
  {
    name: 'sql-pending-migration',
    category: 'configuration',
    strength: 3,
    literals: ['Migrations are pending', 'PendingMigrationError'],
    pattern: r`(?P<message>Migrations are pending.*|.*PendingMigrationError.*)`,
    block: { lines: 4, keep: r`migrate|pending` },
    summary: 'The database is older than the code: {message}',
    cause: 'Migrations were added and not run on this database.',
    prior: [5, 5],
    remedies: byHand('Run the migrations before the tests', 'The message names the command.'),
    example:
      'Migrations are pending. To resolve this issue, run:\n\n        bin/rails db:migrate RAILS_ENV=test\n',
  },
  {
    name: 'sql-client',
    category: 'sql_error',
    strength: 3,
    literals: ['Error: in prepare, ', 'error near line ', 'psql:', 'Error: near line '],
    pattern: r`^(?:Error: in prepare, (?P<message>.+)|(?:Parse|Runtime) error near line (?P<line>\d+): (?P<message2>.+)|Error: near line (?P<line2>\d+): (?P<message3>.+)|psql:(?P<file>[^:]+):(?P<line3>\d+): (?:ERROR|error): +(?P<message4>.+))`,
    unless: 'No space left on device|connection to server was lost',
    block: { lines: 3 },
    summary: 'The database refuses a statement[ ({file}:{line})]: {message}',
    cause: 'It is not valid, or names what is not there.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      'Error: in prepare, near "nothing": syntax error\n  select nope from nothing;\n                   ^--- error here\n',
  },
  {
    name: 'postgres-program',
    category: 'configuration',
    strength: 2,
    literals: ['psql: error: ', 'pg_', 'createdb: error: ', 'dropdb: error: ', 'initdb: error: '],
    pattern: r`^(?P<program>psql|pg_\w+|createdb|dropdb|initdb): (?:error|fatal): (?P<message>.+)`,
    unless: 'connection to server|could not translate host name|No space left on device',
    summary: '{program} cannot do what it was asked for: {message}',
    cause: 'It was called with what is not there: a file, a table, an option.',
    prior: [1, 9],
    remedies: mendCode,
    example: '$ pg_dump -t nothing shop\npg_dump: error: no matching tables were found\nexit 1\n',
  },
];
