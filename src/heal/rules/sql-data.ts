/** Databases, what a query meets: values, rows and objects that do not fit it. */
import type { Rule } from '../rule.ts';
import { byHand } from './remedies.ts';

const r = String.raw;
const where = {
  pattern: r`Error in (?P<resource>[a-z ]+?) (?P<model>\S+) \((?P<file>[^)]+)\)`,
  from: 'above',
  show: true,
} as const;
const body = { lines: 8, until: r`^\d\d:\d\d|^\s*$` } as const;

export const sqlDataRules: readonly Rule[] = [
  {
    name: 'sql-type',
    category: 'sql_error',
    strength: 3,
    literals: [
      'Conversion Error: ',
      'No function matches',
      'invalid input syntax for',
      'operator does not exist',
      'Mismatch Type Error',
      'cannot cast type',
      ') does not exist',
      'invalid input value for enum',
      'cannot be matched',
      'but expression is of type',
      'must have the same number of columns',
      '" does not exist',
    ],
    pattern: r`Conversion Error: (?P<message>.+)|No function matches (?P<message2>.+?)(?:\. |$)|invalid input (?:syntax for type|value for enum) (?P<type>[\w ]+): "(?P<value>[^"]*)"|(?P<message6>invalid input syntax for type \w+)$|(?P<message7>(?:[A-Z/]+ types|COALESCE types) .+ cannot be matched)|(?P<message8>column "[^"]+" is of type .+ but expression is of type .+)|(?P<message9>each [A-Z]+ query must have the same number of columns)|(?P<message10>\btype "[^"]+" does not exist)|operator does not exist: (?P<message3>.+)|function (?P<message4>\w[\w.]*\([^)]*\)) does not exist|cannot cast type (?P<message5>.+)`,
    block: body,
    details: [where],
    summary:
      'A query[ of {model}][ ({file})] uses a value of the wrong kind[: {message}][: {value} is no {type}]',
    cause: 'A value cannot be taken as the type that the query wants.',
    prior: [2, 8],
    remedies: byHand(
      'Cast, or clean the data',
      'Which of both is right depends on what the data should be.',
    ),
    example:
      "Runtime Error in model orders (models/orders.sql)\n  Conversion Error: Could not convert string 'abc' to INT32\n",
  },
  {
    name: 'sql-value',
    category: 'sql_error',
    strength: 3,
    literals: [
      'division by zero',
      'out of range',
      'numeric field overflow',
      'value too long for type',
      'invalid byte sequence for encoding',
      'missing data for column',
      'extra data after last expected column',
    ],
    pattern: r`(?:^ {2}|\bERROR: +|\berrors\.\w+: |^error: |\bpq: )(?P<message>division by zero|(?:small|big)?int(?:eger)? out of range|(?:value "[^"]*" is )?out of range for type \w+.*|value "[^"]*" is out of range for type \w+.*|date/time field value out of range: .+|timestamp out of range.*|numeric field overflow|value too long for type .+|invalid byte sequence for encoding .+|missing data for column .+|extra data after last expected column)`,
    block: body,
    details: [where],
    summary: 'A query[ of {model}][ ({file})] meets a value that it cannot work with: {message}',
    cause: 'The data hold a value for which the expression or the column has no room.',
    prior: [1, 9],
    remedies: byHand(
      'Find the rows at fault, then clean the data or say in the query what holds for them',
      'What such a value means is a decision.',
    ),
    example:
      '15:19:56    Database Error in model revenue (models/revenue.sql)\n  division by zero\n  compiled code at target/run/shop/models/revenue.sql\n',
  },
  {
    name: 'sql-rows',
    category: 'data_quality',
    strength: 3,
    literals: ['more than one row returned by a subquery', 'cannot affect row a second time'],
    pattern: r`(?P<message>more than one row returned by a subquery used as an expression|(?:ON CONFLICT DO UPDATE|MERGE) command cannot affect row a second time)`,
    block: body,
    details: [where],
    summary: 'A query[ of {model}][ ({file})] meets several rows where it can use one: {message}',
    cause: 'A key that was taken as unique is not.',
    prior: [1, 9],
    remedies: byHand('Find the rows that are there twice', 'Which of them counts is a decision.'),
    example:
      '15:22:17    Database Error in model revenue (models/revenue.sql)\n  more than one row returned by a subquery used as an expression\n  compiled code at target/run/shop/models/revenue.sql\n',
  },
  {
    name: 'sql-constraint',
    category: 'data_quality',
    strength: 3,
    literals: [
      'Constraint Error: ',
      'violates ',
      'UNIQUE constraint failed',
      'NOT NULL constraint failed',
      'Duplicate entry',
      'FOREIGN KEY constraint',
      'could not create unique index',
      'contains null values',
    ],
    pattern: r`Constraint Error: (?P<message>.+)|(?P<kind>duplicate key value|null value in column "[^"]+"|new row for relation "[^"]+"|insert or update on table "[^"]+") .*violates (?P<constraint>.+)|(?P<message4>could not create unique index "[^"]+"|column "[^"]+" of relation "[^"]+" contains null values)|(?P<message2>(?:UNIQUE|NOT NULL|FOREIGN KEY|CHECK) constraint failed(?:: \S+)?)|(?P<message3>Duplicate entry '[^']*' for key '[^']+')`,
    block: body,
    details: [where],
    summary: 'Data break a constraint[ in {model}][: {message}][: {kind} violates {constraint}]',
    cause: 'Rows were written that a key, a check or a NOT NULL of the table forbids.',
    prior: [1, 9],
    remedies: byHand('Find the rows at fault', 'Data are mended where they come from.'),
    example:
      'Runtime Error in model orders (models/orders.sql)\n  Constraint Error: Duplicate key "id: 1" violates primary key constraint.\n',
  },
  {
    name: 'sql-exists',
    category: 'sql_error',
    strength: 3,
    literals: ['already exists'],
    pattern: r`(?:^ {2}|\bERROR: +|\berrors\.\w+: |^error: |\bpq: )(?P<message>(?:relation|column|schema|type|function|role|database|constraint|index|policy|trigger|extension|view) "[^"]+"(?: (?:of|for) relation "[^"]+")? already exists.*)`,
    block: body,
    details: [where],
    summary: 'A statement[ of {model}][ ({file})] makes what is there: {message}',
    cause: 'It ran before, in part or elsewhere, or two things have one name.',
    prior: [1, 9],
    remedies: byHand('See what made it, and whether it is the same', 'To drop it may lose data.'),
    example: 'psql:report.sql:1: ERROR:  relation "orders" already exists\n',
  },
  {
    name: 'sql-depended-on',
    category: 'sql_error',
    strength: 3,
    literals: ['because other objects depend on it', 'view column', 'used by a view or rule'],
    pattern: r`(?P<message>cannot drop .+ because other objects depend on it|cannot (?:change (?:name|data type) of|drop columns from) view.*|cannot alter type of a column used by a view or rule)`,
    block: body,
    details: [where],
    summary: 'A statement[ of {model}][ ({file})] would break what is made of it: {message}',
    cause: 'Views, constraints or other objects are made of what it changes.',
    prior: [1, 9],
    remedies: byHand('Change what depends on it first', 'CASCADE would drop all of it, unread.'),
    example:
      'psql:report.sql:1: ERROR:  cannot drop table customers because other objects depend on it\nDETAIL:  constraint orders_customer_id_fkey on table orders depends on table customers\nHINT:  Use DROP ... CASCADE to drop the dependent objects too.\n',
  },
];
