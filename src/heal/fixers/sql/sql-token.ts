/** A piece of SQL as it stands in a file, with dbt's Jinja in it. White space and comments are no tokens. */
export interface SqlToken {
  /**
   * `word`: name or keyword. `quoted`: "name" or `name`. `jinja`: `{{ ... }}`, or a name in which one
   * stands (`{{ target }}_x`), taken as one name. `open`: a string or Jinja that never ends.
   */
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'jinja' | 'mark' | 'open';
  readonly text: string;
  /** Lower case for words, the text otherwise. */
  readonly low: string;
  /** Offsets in the text, from 0; `end` is behind it. */
  readonly start: number;
  readonly end: number;
  /** A comma that stands alone in a Jinja block (`{% if not loop.last %},{% endif %}`): it may be there or not. */
  readonly soft?: boolean;
}
