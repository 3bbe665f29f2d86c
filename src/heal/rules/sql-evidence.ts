/** What surrounds a database's message: which model dbt was at, and how far the message goes. */
const r = String.raw;

export const sqlWhere = {
  pattern: r`Error in (?P<resource>[a-z ]+?) (?P<model>\S+) \((?P<file>[^)]+)\)`,
  from: 'above',
  show: true,
} as const;

export const sqlBody = { lines: 8, until: r`^\d\d:\d\d|^\s*$` } as const;
