import type { DbtError } from './dbt-errors.ts';

/** A column that somebody names and nobody gives. */
export interface ColumnComplaint {
  readonly column: string;
  /** The table or alias that it is said of. */
  readonly of: string | null;
  /** What the database offers instead. */
  readonly offered: readonly string[];
  readonly error: DbtError;
}

const wordings = [
  /Referenced column "(?<column>[^"]+)" not found/,
  /(?:Table|Values list) "(?<of>[^"]+)" does not have a column named "(?<column>[^"]+)"/,
  /Column "(?<column>[^"]+)" does not exist on (?:left|right) side of join/,
  /column "(?<column>[^".\s]+)" (?:of relation "[^"]+" )?does not exist/,
  /column "?(?<of>\w+)\.(?<column>\w+)"? does not exist/,
  /column "(?<column>[^"]+)" specified in USING clause does not exist/,
];
const offers = [
  /Candidate bindings: ([^\n]*)/,
  /Perhaps you meant to reference the column ([^\n]*)/,
];
const mismatch = /^\s*\|\s*(\w+)\s*\|[^|\n]*\|[^|\n]*\|\s*missing in (definition|contract)\s*\|/gm;

/** What an error says about columns that are not there; PostgreSQL's and DuckDB's words, and dbt's contracts. */
export function columnComplaints(errors: readonly DbtError[]): readonly ColumnComplaint[] {
  return errors.flatMap((error) => [...missing(error), ...contract(error)]);
}

function missing(error: DbtError): readonly ColumnComplaint[] {
  for (const wording of wordings) {
    const groups = wording.exec(error.message)?.groups;
    if (!groups?.column) continue;
    return [
      {
        column: groups.column,
        of: groups.of?.toLowerCase() ?? null,
        offered: offered(error.message),
        error,
      },
    ];
  }
  return [];
}

function offered(message: string): readonly string[] {
  const line =
    offers.map((pattern) => pattern.exec(message)?.[1]).find((one) => one !== undefined) ?? '';
  return [...line.matchAll(/"([^"]+)"/g)].map((found) => found[1]?.split('.').at(-1) ?? '');
}

/** A contract names what the query does not give, and the query gives what the contract does not name. */
function contract(error: DbtError): readonly ColumnComplaint[] {
  if (!error.message.includes('enforced contract that failed')) return [];
  const rows = [...error.message.matchAll(mismatch)];
  const named = (side: string) => rows.filter((row) => row[2] === side).map((row) => row[1] ?? '');
  const extra = named('contract');
  return named('definition').map((column) => ({ column, of: error.name, offered: extra, error }));
}
