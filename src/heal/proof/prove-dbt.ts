import { readManifest } from '../artifacts/manifest.ts';
import {
  type NodeResult,
  type NodeStatus,
  type RunResults,
  readRunResults,
} from '../artifacts/run-results.ts';
import type { ChangeSet } from '../fix/fix.ts';
import type { Proof } from '../loop/heal-ports.ts';
import type { FailedThings } from './failed-things.ts';
import { type RenamedColumn, renamedColumn, renamedTest } from './renamed-column.ts';
import type { RunEvidence } from './run-evidence.ts';

const passes: ReadonlySet<NodeStatus> = new Set<NodeStatus>(['success', 'pass']);
const shown = 3;

/** What dbt's own results say of the nodes that had failed; tests of a column that has got another name by their new one. */
export function proveDbt(failed: FailedThings, after: RunEvidence, changes: ChangeSet = []): Proof {
  const results = after.runResults === null ? null : readRunResults(after.runResults);
  if (!results) return withoutResults(failed, after);
  const before = asCalledNow(failed, results, renamedColumn(changes));
  const why = missing(before, after, results);
  if (why !== null) return { ok: false, why };
  const mended = before.nodes.map(({ id }) => id);
  const named = mended.length > 0 ? mended : before.names.flatMap((name) => nodesOf(name, results));
  const all = `${results.executed} dbt node${results.executed === 1 ? '' : 's'} ran`;
  if (named.length === 0) return { ok: true, proof: `${all} and passed; before, dbt got to none.` };
  const list =
    named.slice(0, shown).join(', ') +
    (named.length > shown ? ` and ${named.length - shown} more` : '');
  return { ok: true, proof: `${all}, among them what had not passed before: ${list}.` };
}

/** The same things with the names that the tests of a renamed column have now. */
function asCalledNow(
  before: FailedThings,
  { nodes }: RunResults,
  renamed: RenamedColumn | null,
): FailedThings {
  if (renamed === null) return before;
  const known = new Set([...before.nodes.map(({ id }) => id), ...(before.resources ?? [])]);
  const fresh = nodes.map(({ id }) => id).filter((id) => !known.has(id));
  const now = (id: string) => renamedTest(id, renamed, fresh) ?? id;
  return {
    ...before,
    nodes: before.nodes.map(({ id, status }) => ({ id: now(id), status })),
    resources: before.resources?.map(now) ?? null,
  };
}

const ended = /Done\. PASS=(\d+) WARN=\d+ ERROR=(\d+) SKIP=(\d+)/;
/** What commands that run no nodes print. */
const otherWork =
  /Performance info|All checks passed|Installed from|Installing |Updates? available/;

/** Where a script around dbt hides its artifacts, dbt's own last line counts; else no node ran. */
function withoutResults({ selected, nodes, names }: FailedThings, { tail }: RunEvidence): Proof {
  const [line, passed, errors, skipped] = ended.exec(tail) ?? [];
  if (line !== undefined) {
    const all = Number(passed) > 0 && errors === '0' && skipped === '0';
    const wanted = [...names, ...nodes.map(({ id }) => id.split('.')[2] ?? id)].map(
      (name) => name.split('.').at(-1) ?? name,
    );
    const lost = wanted.find(
      (name) => !new RegExp(`\\b(?:OK|PASS|WARN)\\b.*\\b${name.replace(/\W/g, '.')}\\b`).test(tail),
    );
    if (!all) return { ok: false, why: `dbt says: ${line}.` };
    if (lost !== undefined)
      return { ok: false, why: `${lost} had not passed, and the output does not name it now.` };
    return { ok: true, proof: `dbt left no results here, but says: ${line}.` };
  }
  if (selected !== null || names.length > 0 || !otherWork.test(tail))
    return { ok: false, why: 'dbt ran no node.' };
  return { ok: true, proof: 'dbt ended with exit code 0; the command runs no nodes.' };
}

function missing(before: FailedThings, after: RunEvidence, results: RunResults): string | null {
  if (results.invocationId === before.invocation)
    return 'The results are those of the run that failed.';
  if (results.executed === 0)
    return 'dbt executed no node: all were skipped, or none was selected.';
  const byId = new Map(results.nodes.map((node) => [node.id, node]));
  for (const { id, status } of before.nodes) {
    const now = byId.get(id);
    if (!now) return `${id} had not passed and was not executed now.`;
    if (!passes.has(now.status) && !(status === 'skipped' && mayEnd.has(now.status)))
      return `${id} ended as ${now.status}.`;
  }
  return (
    unfinished(results.nodes) ?? unnamed(before, results) ?? fewer(before, after, results, byId)
  );
}

/** How a node may end that was only skipped before: nobody knows what it would have been. */
const mayEnd: ReadonlySet<NodeStatus> = new Set<NodeStatus>(['warn', 'no-op']);

function unfinished(nodes: readonly NodeResult[]): string | null {
  const bad = nodes.find(
    ({ status }) => !passes.has(status) && status !== 'warn' && status !== 'no-op',
  );
  return bad ? `${bad.id} ended as ${bad.status}.` : null;
}

/** What dbt reads and never executes: that it was parsed is all that can be shown of it. */
const inert = /^(?:exposure|metric|semantic_model|saved_query|group)\./;

/** What a message of parsing named must have been executed now. */
function unnamed({ names }: FailedThings, results: RunResults): string | null {
  const lost = names.find((name) => !inert.test(name) && nodesOf(name, results).length === 0);
  return lost === undefined ? null : `${lost} was named by the failure and was not executed now.`;
}

function nodesOf(name: string, { nodes }: RunResults): readonly string[] {
  return nodes.flatMap(({ id, status }) => {
    const same = id === name || id.split('.').slice(2).includes(name);
    return same && passes.has(status) ? [id] : [];
  });
}

/** Fewer nodes than before: a test or model went away instead of being mended. */
function fewer(
  before: FailedThings,
  after: RunEvidence,
  results: RunResults,
  byId: ReadonlyMap<string, NodeResult>,
): string | null {
  if (before.selected !== null && results.nodes.length < before.selected)
    return `dbt selected ${results.nodes.length} nodes, ${before.selected} before.`;
  const gone = before.passed.find((id) => !byId.has(id));
  if (gone !== undefined) return `${gone} passed before and was not executed now.`;
  const manifest = after.manifest === null ? null : readManifest(after.manifest);
  const lost = manifest && before.resources?.find((id) => !manifest.nodes.has(id));
  return lost ? `${lost} is no longer part of the project.` : null;
}
