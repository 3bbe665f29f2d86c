/** What a query of SQL consists of, as far as repairs need it. Offsets are those of the text that was read. */
export interface Query {
  readonly ctes: readonly Cte[];
  /** The SELECTs that UNION and its like put together; one without set operations. */
  readonly selects: readonly Select[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Cte {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Names in brackets behind it; empty: those of the query. */
  readonly columns: readonly string[];
  readonly query: Query;
}

export interface Select {
  readonly items: readonly SelectItem[];
  readonly relations: readonly Relation[];
  /** What GROUP BY lists; null where there is none, or where it says ALL. */
  readonly groups: readonly Span[] | null;
  readonly start: number;
  readonly end: number;
}

export interface SelectItem {
  readonly start: number;
  readonly end: number;
  /** The column that it gives; null where the text does not say (a call without alias, Jinja). */
  readonly name: string | null;
  /** Where `name` stands. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Its alias stands without AS. */
  readonly bare: boolean;
  /** `*` or `a.*`. */
  readonly star: { readonly of: string | null; readonly except: readonly string[] } | null;
}

export interface Relation {
  /** The last part of its name in lower case, or the Jinja that stands for it; null: a query or a call. */
  readonly name: string | null;
  readonly jinja: string | null;
  readonly alias: string | null;
  readonly aliasStart: number;
  readonly aliasEnd: number;
  readonly query: Query | null;
  readonly start: number;
  readonly end: number;
}
