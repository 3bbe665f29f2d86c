import { objectOf, parseObject, textOf } from './json-object.ts';

/** How a node of dbt ended, as `run_results.json` (v4 to v6) has it; `warn` and `no-op` are no failures. */
export type NodeStatus =
  | 'success'
  | 'error'
  | 'fail'
  | 'warn'
  | 'skipped'
  | 'partial success'
  | 'pass'
  | 'runtime error'
  | 'no-op';

export interface NodeResult {
  /** dbt's `unique_id`, for example `model.shop.orders`. */
  readonly id: string;
  readonly status: NodeStatus;
  /** Empty where dbt gives none. */
  readonly message: string;
  /** Seconds. */
  readonly executionTime: number;
  /** Rows of a test that do not hold, where it counts them. */
  readonly failures: number | null;
}

/** What one invocation of dbt did. */
export interface RunResults {
  readonly invocationId: string;
  /** ISO 8601, in UTC; empty where it is not told. */
  readonly generatedAt: string;
  readonly nodes: readonly NodeResult[];
  /** Nodes that were neither skipped nor without work: what was really executed. */
  readonly executed: number;
}

const statuses: ReadonlySet<string> = new Set<NodeStatus>([
  'success',
  'error',
  'fail',
  'warn',
  'skipped',
  'partial success',
  'pass',
  'runtime error',
  'no-op',
]);
const maxMessage = 20_000;

/** Reads dbt's `run_results.json`; null for what is none, or has a status that is not known. */
export function readRunResults(text: string): RunResults | null {
  const file = parseObject(text);
  const metadata = objectOf(file?.metadata);
  const invocationId = textOf(metadata, 'invocation_id');
  if (!file || !invocationId || !Array.isArray(file.results)) return null;
  if (!textOf(metadata, 'dbt_schema_version')?.includes('/run-results/')) return null;
  const nodes: NodeResult[] = [];
  for (const item of file.results) {
    const node = readNode(item);
    if (!node) return null;
    nodes.push(node);
  }
  const executed = nodes.filter(({ status }) => status !== 'skipped' && status !== 'no-op').length;
  const generatedAt = textOf(metadata, 'generated_at') ?? '';
  return { invocationId, generatedAt, nodes, executed };
}

/** The nodes that failed, in the order in which they ended. */
export function failedNodes(results: RunResults): readonly NodeResult[] {
  return results.nodes.filter(({ status }) => failures.has(status));
}

const failures: ReadonlySet<NodeStatus> = new Set<NodeStatus>([
  'error',
  'fail',
  'runtime error',
  'partial success',
]);

function readNode(item: unknown): NodeResult | null {
  const node = objectOf(item);
  const id = textOf(node, 'unique_id');
  const status = textOf(node, 'status');
  if (!node || !id || !status || !statuses.has(status)) return null;
  const { execution_time: time, failures: count } = node;
  return {
    id,
    status: status as NodeStatus,
    message: (textOf(node, 'message') ?? '').slice(0, maxMessage),
    executionTime: typeof time === 'number' && Number.isFinite(time) ? time : 0,
    failures: typeof count === 'number' ? count : null,
  };
}
