/** A log as it was reduced for diagnosis: where its lines were, and what is left of them. */

export interface LogLine {
  /** 1-based line of the file; lines that one record carried (JSON logs) share it. */
  readonly number: number;
  /** Without time stamp, terminal codes and GitHub's own marks; cut at `maxLineLength`. */
  readonly text: string;
  readonly mark: LineMark;
  /** Ids of the literals found in the text; empty for lines kept as context. */
  readonly literals: readonly number[];
  /** Of `gh run view --log`: the step's name, which stands before each line. */
  readonly step: string | undefined;
}

/** What the runner said a line is (`##[group]`, `::error::` and their like); `plain` for all others. */
export type LineMark =
  | 'plain'
  | 'error'
  | 'warning'
  | 'notice'
  | 'debug'
  | 'group'
  | 'endgroup'
  | 'command'
  | 'section';

export interface Log {
  /** In the file's order. Gaps in the numbers are lines that held nothing of interest. */
  readonly lines: readonly LogLine[];
  /** Lines of the file. */
  readonly total: number;
  /** Of dbt, where its log says so. */
  readonly invocationId?: string;
}
