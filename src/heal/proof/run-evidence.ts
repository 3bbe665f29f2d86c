/** What one run left for a proof. Texts of artifacts only where this very run wrote them. */
export interface RunEvidence {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last characters of its output, without terminal codes. */
  readonly tail: string;
  /** dbt's `run_results.json`. */
  readonly runResults: string | null;
  /** dbt's `manifest.json`. */
  readonly manifest: string | null;
  /** Reports in JUnit's form. */
  readonly junit: readonly string[];
}
