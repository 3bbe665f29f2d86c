/** Databases, what a query says: the wording of DuckDB, PostgreSQL, and what others share with them. */
import type { Rule } from '../rule.ts';
import { byHand } from './remedies.ts';
import { sqlBody as body, sqlWhere as where } from './sql-evidence.ts';

const r = String.raw;

export const sqlRules: readonly Rule[] = [
  {
    name: 'sql-column-missing',
    category: 'sql_error',
    strength: 3,
    literals: [
      'Referenced column "',
      'does not have a column named',
      ' does not exist',
      'specified in USING clause',
      'Unknown column',
      'Invalid column name',
      'invalid identifier',
      'no such column',
    ],
    pattern: r`Referenced column "(?P<column>[^"]+)" not found|(?:Table|Values list) "(?P<table>[^"]+)" does not have a column named "(?P<column2>[^"]+)"|column "?(?P<column3>[\w.$]+)"?(?: of relation "(?P<relation>[^"]+)")? does not exist|column "(?P<column8>[^"]+)" specified in USING clause does not exist|Unknown column '(?P<column4>[^']+)' in|no such column: (?P<column5>\S+)|Invalid column name '(?P<column6>[^']+)'|invalid identifier '(?P<column7>[^']+)'`,
    block: body,
    details: [
      { pattern: r`Candidate bindings: :?"?(?P<candidate>[\w.]+)"?$`, from: 'block' },
      {
        pattern: r`Perhaps you meant to reference the column "(?P<candidate>[^"]+)"\.`,
        from: 'block',
      },
      where,
    ],
    summary: 'A query[ of {model}][ ({file})] names the column {column}, which is not there',
    cause: 'The column is misspelt, was renamed in one place only, or never existed in that table.',
    prior: [7, 3],
    remedies: [
      {
        title: 'Name the column {candidate} instead',
        why: 'The database offers it as the near match; the query is run again to prove it.',
        safe: false,
      },
      ...byHand('Correct the name of the column', 'The table has another name for it, or lost it.'),
    ],
    example:
      'Runtime Error in model orders (models/orders.sql)\n  Binder Error: Referenced column "amuont" not found in FROM clause!\n  Candidate bindings: "amount", "account"\n',
  },
  {
    name: 'sql-column-ambiguous',
    category: 'sql_error',
    strength: 3,
    literals: ['Ambiguous reference to column name', 'is ambiguous', 'ambiguous column name'],
    pattern: r`Ambiguous reference to column name "(?P<column>[^"]+)"(?: \(use: (?P<choices>[^)]+)\))?|column reference "(?P<column2>[^"]+)" is ambiguous|[Cc]olumn '(?P<column3>[^']+)' in .* is ambiguous|ambiguous column name: (?P<column4>\S+)`,
    block: body,
    details: [where],
    summary:
      'A query[ of {model}][ ({file})] names the column {column} without saying of which table',
    cause: 'Two joined tables have a column of that name.',
    prior: [3, 7],
    remedies: byHand(
      'Qualify the column with its table[: {choices}]',
      'Both tables have it, so that only a person knows which was meant.',
    ),
    example:
      'Runtime Error in model orders (models/orders.sql)\n  Binder Error: Ambiguous reference to column name "id" (use: "o.id" or "c.id")\n',
  },
  {
    name: 'sql-relation-missing',
    category: 'sql_error',
    strength: 3,
    literals: [
      'Catalog Error: ',
      'relation "',
      'schema "',
      "doesn't exist",
      'no such table',
      'Invalid object name',
      'does not exist or not authorized',
      'Table not found',
      'cross-database references',
    ],
    pattern: r`Catalog Error: (?P<what>Table|Schema|View|Scalar Function|Table Function) with name "?(?P<name>[^\s"]+)"? does not exist|(?:relation|schema) "(?P<name2>[^"]+)" does not exist|cross-database references are not implemented: "?(?P<name7>[^\s"]+)"?|Table '(?P<name3>[^']+)' doesn't exist|no such table: (?P<name4>\S+)|Invalid object name '(?P<name5>[^']+)'|(?:Object|Database|Schema) '(?P<name6>[^']+)' does not exist or not authorized`,
    block: body,
    details: [{ pattern: r`Did you mean "(?P<candidate>[^"]+)"`, from: 'block' }, where],
    summary: 'A query[ of {model}][ ({file})] reads {name}, which does not exist',
    cause:
      'The table or schema is misspelt, is made later than this, in another schema, or was dropped.',
    prior: [4, 6],
    remedies: [
      {
        title: 'Read {candidate} instead',
        why: 'The database offers it as the near match.',
        safe: false,
      },
      ...byHand('Make it first, or correct its name', 'What should exist is a decision.'),
    ],
    example:
      'Runtime Error in model orders (models/orders.sql)\n  Catalog Error: Table with name stg_ordrs does not exist!\n  Did you mean "stg_orders"?\n',
  },
  {
    name: 'sql-alias-missing',
    category: 'sql_error',
    strength: 3,
    literals: ['FROM-clause entry for table', 'Referenced table "'],
    pattern: r`(?:missing|invalid reference to) FROM-clause entry for table "(?P<name>[^"]+)"|Referenced table "(?P<name2>[^"]+)" not found`,
    block: body,
    details: [
      {
        pattern: r`Perhaps you meant to reference the table alias "(?P<candidate>[^"]+)"`,
        from: 'block',
      },
      where,
    ],
    summary: 'A query[ of {model}][ ({file})] names the table {name}, which its FROM does not have',
    cause: 'The table has an alias there, is misspelt, or its join was lost.',
    prior: [5, 5],
    remedies: [
      {
        title: 'Name {candidate} instead',
        why: 'The database offers it as the name that the table has there.',
        safe: false,
      },
      ...byHand('Correct the name of the table, or join it', 'Which one is meant is a decision.'),
    ],
    example:
      'psql:report.sql:1: ERROR:  invalid reference to FROM-clause entry for table "orders"\nLINE 1: select orders.id from orders o;\n               ^\nHINT:  Perhaps you meant to reference the table alias "o".\n',
  },
  {
    name: 'sql-syntax',
    category: 'sql_error',
    strength: 3,
    literals: [
      'Parser Error: ',
      'syntax error at or near',
      'syntax error at end of input',
      'unterminated quoted ',
      'You have an error in your SQL syntax',
      'Syntax error: ',
      'Incorrect syntax near',
      'SQL compilation error',
    ],
    pattern: r`Parser Error: (?P<message>.+)|(?P<message2>syntax error at (?:or near "[^"]*"|end of input)|unterminated quoted (?:string|identifier) at or near .+)|You have an error in your SQL syntax.* near (?P<message3>.+)|(?P<message4>Incorrect syntax near .+)|SQL compilation error:? ?(?P<message5>.*)|Syntax error: (?P<message6>.+ at \[\d+:\d+\])`,
    block: body,
    details: [where],
    summary: 'A query[ of {model}][ ({file})] is not valid SQL[: {message}]',
    cause:
      'A comma, a bracket, a quote or a keyword is missing or too many near the place that is named.',
    prior: [5, 5],
    remedies: byHand(
      'Correct the syntax[ in {file}]',
      'A lone trailing comma may be taken away if the query then runs; all else is read by a person.',
    ),
    example:
      'Runtime Error in model orders (models/orders.sql)\n  Parser Error: syntax error at or near "from"\n',
  },
  {
    name: 'sql-group-by',
    category: 'sql_error',
    strength: 3,
    literals: ['must appear in the GROUP BY clause', 'in GROUP BY', 'only_full_group_by'],
    pattern: r`column "(?P<column>[^"]+)" must appear in the GROUP BY|neither (?:grouped|present in the group)|only_full_group_by`,
    block: body,
    details: [where],
    summary: 'A query[ of {model}][ ({file})] shows the column[ {column}] without grouping by it',
    cause: 'It aggregates, but this column is neither aggregated nor in GROUP BY.',
    prior: [4, 6],
    remedies: byHand(
      'Add the column to GROUP BY, or aggregate it',
      'Both run; they mean different things.',
    ),
    example:
      'Runtime Error in model orders (models/orders.sql)\n  Binder Error: column "customer_id" must appear in the GROUP BY clause or must be part of an aggregate function.\n',
  },
  {
    name: 'sql-aggregate',
    category: 'sql_error',
    strength: 3,
    literals: [
      'functions are not allowed in',
      'function calls cannot be nested',
      'cannot contain aggregates',
    ],
    pattern: r`(?P<message>(?:aggregate|window|set-returning) functions are not allowed in .+|(?:aggregate|window) function calls cannot be nested|WHERE clause cannot contain (?:aggregates|window functions).*)`,
    block: body,
    details: [where],
    summary: 'A query[ of {model}][ ({file})] aggregates in the wrong place: {message}',
    cause: 'WHERE and GROUP BY are done before rows are aggregated or numbered.',
    prior: [2, 8],
    remedies: byHand(
      'Move it to HAVING, or into a query around it',
      'What was meant is not in the message.',
    ),
    example:
      '15:19:47    Database Error in model revenue (models/revenue.sql)\n  aggregate functions are not allowed in WHERE\n  LINE 7: ... customer_id from "rec"."main"."stg_orders" where sum(amount...\n                                                               ^\n',
  },
];
