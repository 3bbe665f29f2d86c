import { failedTests, readJunit } from '../artifacts/junit.ts';
import { readManifest } from '../artifacts/manifest.ts';
import { type NodeStatus, readRunResults } from '../artifacts/run-results.ts';
import type { Category } from '../category.ts';
import type { Failure } from '../fix/fixer.ts';
import type { RunEvidence } from './run-evidence.ts';

interface FailedNode {
  /** dbt's `unique_id`. */
  readonly id: string;
  readonly status: NodeStatus;
}

/** What a verification has to show executed and passed. Plain data: it is kept while a fix waits for a person. */
export interface FailedThings {
  readonly tool: 'dbt' | 'other';
  readonly category: Category;
  /** Nodes that failed or were skipped because of it; empty where dbt ran none. */
  readonly nodes: readonly FailedNode[];
  /** Ids or names of nodes that the message names, where dbt ran none. */
  readonly names: readonly string[];
  /** How many nodes dbt selected, with those that it skipped; null: it got to none. */
  readonly selected: number | null;
  /** Nodes that ended well. */
  readonly passed: readonly string[];
  /** All nodes of the project; null: there was no manifest of this run. */
  readonly resources: readonly string[] | null;
  /** Tests by class and name (from reports), and how many a report had in all. */
  readonly reported: readonly string[];
  readonly reportedTests: number;
  /** Tests that the log names. */
  readonly tests: readonly string[];
  readonly files: readonly string[];
  readonly invocation: string | null;
}

const maxTests = 500;

/** What failed, by name, from the artifacts of the run where it left any, else from its log. */
export function failedThings({ diagnosis, argv }: Failure, run: RunEvidence): FailedThings {
  const results = run.runResults === null ? null : readRunResults(run.runResults);
  const manifest = run.manifest === null ? null : readManifest(run.manifest);
  const reports = run.junit.flatMap((text) => readJunit(text) ?? []);
  const failed = results?.nodes.filter(({ status }) => !fine.has(status)) ?? [];
  const { model, node } = diagnosis.captures;
  return {
    tool: results !== null || isDbt(argv, diagnosis.kind) ? 'dbt' : 'other',
    category: diagnosis.category,
    nodes: failed.map(({ id, status }) => ({ id, status })),
    names: results ? [] : [...new Set([model, node].flatMap((name) => name ?? []))],
    selected: results?.nodes.length ?? null,
    passed: results?.nodes.filter(({ status }) => fine.has(status)).map(({ id }) => id) ?? [],
    resources: manifest ? [...manifest.nodes.keys()] : null,
    reported: reports.flatMap(failedTests).slice(0, maxTests).map(testKey),
    reportedTests: reports.reduce((sum, { tests }) => sum + tests.length, 0),
    tests: diagnosis.tests.slice(0, maxTests),
    files: diagnosis.files.slice(0, maxTests),
    invocation: results?.invocationId ?? null,
  };
}

const fine: ReadonlySet<NodeStatus> = new Set<NodeStatus>(['success', 'pass', 'no-op', 'warn']);

function isDbt(argv: readonly string[], kind: string): boolean {
  return kind.startsWith('dbt') || argv.some((word) => /(?:^|\/)dbt$/.test(word));
}

/** How a test is named in this program's records. */
export function testKey({
  classname,
  name,
}: {
  readonly classname: string;
  readonly name: string;
}): string {
  return classname === '' ? name : `${classname} › ${name}`;
}
