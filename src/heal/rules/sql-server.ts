/** Databases, the server: rights, locks, logins, connections and limits. */
import type { Rule } from '../rule.ts';
import { byHand, grantAccess, runAgain } from './remedies.ts';
import { sqlBody as body, sqlWhere as where } from './sql-evidence.ts';

const r = String.raw;

export const sqlServerRules: readonly Rule[] = [
  {
    name: 'sql-permission',
    category: 'permission_or_secret',
    strength: 3,
    literals: [
      'permission denied for ',
      'permission denied to ',
      'Insufficient privileges',
      'Access denied for user',
      'must be owner of',
    ],
    pattern: r`permission denied for (?P<what>table|schema|database|relation|sequence|view|function|language|type|tablespace|foreign server) (?P<name>\S+)|(?:ERROR: +|^  )permission denied to (?P<deed>.+)|(?:Insufficient privileges|Access denied for user) ?(?P<who>.*)|must be owner of (?P<owned>.+)`,
    block: body,
    details: [where],
    summary:
      'The database user may not use[ the {what} {name}][ what it asked for: {who}][ {owned}][ its right to {deed}]',
    cause: 'Its role lacks a right.',
    prior: [1, 19],
    remedies: grantAccess,
    example:
      'Database Error in model orders (models/orders.sql)\n  permission denied for schema raw\n',
  },
  {
    name: 'sql-lock',
    category: 'resource_lock',
    strength: 3,
    literals: [
      'Could not set lock on file',
      'database is locked',
      'deadlock detected',
      'Deadlock found',
      'Lock wait timeout exceeded',
      'lock timeout',
      'could not obtain lock',
      'could not serialize access',
    ],
    pattern: r`Could not set lock on file "(?P<file>[^"]+)"|(?P<what>database is locked|deadlock detected|Deadlock found|Lock wait timeout exceeded|canceling statement due to lock timeout|could not obtain lock on .+|could not serialize access due to .+)`,
    block: body,
    summary: 'Another process holds the database[ file {file}][ ({what})]',
    cause: 'A second writer has a lock on the same file or rows.',
    transient: true,
    prior: [8, 2],
    remedies: [
      {
        title: 'Run it again when the other one is done',
        why: 'The lock goes with its holder.',
        safe: true,
      },
    ],
    example:
      'Runtime Error\n  IO Error: Could not set lock on file "/data/shop.duckdb": Conflicting lock is held in /usr/bin/python3.11 (PID 4242).\n',
  },
  {
    name: 'sql-login',
    category: 'permission_or_secret',
    strength: 3,
    literals: [
      'password authentication failed',
      'no pg_hba.conf entry',
      'no password supplied',
      'Incorrect username or password',
      'authentication failed for user',
      'Login failed for user',
    ],
    pattern: r`(?:password authentication failed|Login failed|authentication failed) for user ["']?(?P<user>[^"']+)|no pg_hba.conf entry for host|no password supplied|Incorrect username or password`,
    summary: 'The database refuses the login[ of {user}]',
    cause: 'The password is wrong, expired or not passed on to this job.',
    prior: [1, 19],
    remedies: grantAccess,
    example:
      'psql: error: connection to server at "db" (10.0.0.5), port 5432 failed: FATAL:  password authentication failed for user "ci"\n',
  },
  {
    name: 'sql-database-missing',
    category: 'configuration',
    strength: 3,
    literals: ['" does not exist', 'Unknown database', '" is not available'],
    pattern: r`(?P<what>database|role) "(?P<name>[^"]+)" does not exist|Unknown database '(?P<name2>[^']+)'|(?P<what2>extension) "(?P<name3>[^"]+)" is not available`,
    block: body,
    details: [where],
    summary: 'The server has no[ {what}] {name}',
    cause:
      'The connection or statement names what nobody has made on this server, or it is another server.',
    prior: [1, 9],
    remedies: byHand(
      'Correct the name or the server, or make it there',
      'What a server holds is decided by those who run it.',
    ),
    example:
      'psql: error: connection to server at "127.0.0.1", port 5432 failed: FATAL:  database "warehouse" does not exist\n',
  },
  {
    name: 'sql-ssl',
    category: 'configuration',
    strength: 3,
    literals: ['server does not support SSL', 'no encryption', 'sslmode value'],
    pattern: r`(?P<message>server does not support SSL, but SSL was required|no pg_hba.conf entry for .*no encryption|invalid sslmode value.*)`,
    block: body,
    summary: 'Client and database do not agree on encryption: {message}',
    cause: 'The sslmode of the connection is not what the server offers or demands.',
    prior: [1, 9],
    remedies: byHand(
      'Set the sslmode that this server has',
      'To give up encryption is a decision.',
    ),
    example:
      'Database Error\n  connection to server at "127.0.0.1", port 5432 failed: server does not support SSL, but SSL was required\n',
  },
  {
    name: 'sql-busy',
    category: 'network_or_flaky',
    strength: 3,
    literals: ['too many c', 'remaining connection slots', 'Too many connections'],
    pattern: r`(?P<message>sorry, too many clients already|too many connections for (?:role|database) "[^"]+"|remaining connection slots are reserved.*|Too many connections)`,
    block: body,
    summary: 'The database takes no more connections: {message}',
    cause: 'Others hold all the connections that the server or the role may have.',
    transient: true,
    prior: [7, 3],
    remedies: [
      ...runAgain,
      ...byHand('Use fewer threads, or a pool', 'It comes back while the limit is too near.'),
    ],
    example:
      'Database Error\n  connection to server at "127.0.0.1", port 5432 failed: FATAL:  too many connections for role "shop"\n',
  },
  {
    name: 'sql-timeout',
    category: 'timeout_or_oom',
    strength: 3,
    literals: ['due to statement timeout', 'session timeout', 'maximum statement execution time'],
    pattern: r`(?P<message>canceling statement due to statement timeout|terminating connection due to idle-\S+ (?:session )?timeout|maximum statement execution time exceeded)`,
    block: body,
    details: [where],
    summary: 'A query[ of {model}][ ({file})] takes longer than it may: {message}',
    cause:
      'The server ends statements after a time that is set for the role, the database or the session.',
    prior: [2, 8],
    remedies: byHand(
      'Make the query cheaper, or give it more time',
      'A limit is set by those who run the server.',
    ),
    example:
      '15:27:50    Database Error in model revenue (models/revenue.sql)\n  canceling statement due to statement timeout\n  compiled code at target/run/shop/models/revenue.sql\n',
  },
  {
    name: 'sql-read-only',
    category: 'configuration',
    strength: 3,
    literals: ['in a read-only transaction', 'read-only mode'],
    pattern: r`cannot execute (?P<deed>[A-Z ]+) in a read-only transaction|attached in read-only mode`,
    block: body,
    details: [where],
    summary: 'The database may only be read[: {deed} is refused]',
    cause: 'It is a replica, or the role or session is set to read-only.',
    prior: [1, 9],
    remedies: byHand(
      'Connect to the server that takes writes',
      'It may be read-only for a reason.',
    ),
    example:
      'Encountered an error:\nDatabase Error\n  cannot execute CREATE SCHEMA in a read-only transaction\n',
  },
  {
    name: 'sql-memory',
    category: 'timeout_or_oom',
    strength: 3,
    literals: ['out of shared memory', 'out of memory', 'could not resize shared memory'],
    pattern: r`(?:^ {2}|\bERROR: +|\bFATAL: +|\berrors\.\w+: |^error: |\bpq: )(?P<message>out of (?:shared )?memory|could not resize shared memory segment .+)$`,
    block: body,
    details: [where],
    summary: 'The database server has no memory left[ for {model}][ ({file})]: {message}',
    cause: 'A statement needs more memory or locks than the server has.',
    prior: [2, 8],
    remedies: byHand(
      'Do less at once, or give the server more',
      'The HINT names the setting, where there is one.',
    ),
    example:
      'psql:report.sql:1: ERROR:  out of shared memory\nHINT:  You might need to increase max_locks_per_transaction.\n',
  },
  {
    name: 'sql-connection',
    category: 'network_or_flaky',
    strength: 2,
    literals: [
      'server closed the connection unexpectedly',
      'could not connect to server',
      'connection to server at',
      'terminating connection',
      'Lost connection to MySQL',
      "Can't connect to MySQL",
      'the database system is ',
      'SSL SYSCALL error',
    ],
    pattern: r`(?P<message>server closed the connection unexpectedly|could not connect to server.*|connection to server at .* failed: .*|terminating connection due to .*|Lost connection to MySQL.*|Can't connect to MySQL.*|the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections)|SSL SYSCALL error.*)`,
    block: { lines: 4 },
    summary: 'The connection to the database failed: {message}',
    cause: 'The server was not reachable, not ready yet, or went away.',
    transient: true,
    prior: [8, 2],
    remedies: runAgain,
    example:
      'psql: error: connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n',
  },
];
