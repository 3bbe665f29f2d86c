import { failedTests, type JunitTest } from './artifacts/junit.ts';
import { failedNodes, type NodeResult } from './artifacts/run-results.ts';
import type { Artifacts } from './diagnosis.ts';
import type { Match } from './find-matches.ts';
import type { Log } from './log/log.ts';

/** Something that artifacts say failed. */
export interface NamedFailure {
  readonly of: 'node' | 'test';
  /** What a log calls it by. */
  readonly name: string;
  readonly file: string;
  /** Its name as a test; empty for what is none. */
  readonly test: string;
  /** What it found is not as it should be; not that it could not run. */
  readonly judged: boolean;
  readonly message: string;
}

/** Lines above a match in which it may be named. */
const above = 3;

/** What failed by the artifacts: nodes of dbt before tests, each in the order of its report. */
export function namedFailures(log: Log, artifacts: Artifacts | undefined): readonly NamedFailure[] {
  if (!artifacts) return [];
  const { runResults, manifest, junit } = artifacts;
  const stale =
    log.invocationId !== undefined && runResults && runResults.invocationId !== log.invocationId;
  const nodes = runResults && !stale ? failedNodes(runResults) : [];
  const known = manifest && manifest.invocationId === runResults?.invocationId ? manifest : null;
  return [
    ...nodes.map((node) => fromNode(node, known?.nodes.get(node.id)?.path ?? '')),
    ...(junit ?? []).flatMap((report) => failedTests(report).map(fromTest)),
  ];
}

function fromNode({ id, status, message }: NodeResult, file: string): NamedFailure {
  const [type, , name] = id.split('.');
  const test = type === 'test' || type === 'unit_test' ? (name ?? id) : '';
  const said = name && message.includes(name) ? message : `${headerOf(id, file)}\n  ${message}`;
  return { of: 'node', name: name ?? id, file, test, judged: status === 'fail', message: said };
}

/** As dbt's log has it above the message. */
function headerOf(id: string, file: string): string {
  const [type, , name] = id.split('.');
  return `Failure in ${type} ${name ?? id}${file && ` (${file})`}`;
}

function fromTest({ name, classname, file, outcome, message }: JunitTest): NamedFailure {
  // Node's own reporter says `test` for each.
  const bare = classname === '' || classname === 'test' || name.includes(classname);
  const whole = bare ? name : `${classname}.${name}`;
  return { of: 'test', name, file, test: whole, judged: outcome === 'failed', message };
}

/** The matches whose lines, or the lines just above, name one of the failures. */
export function matchesAbout(
  matches: readonly Match[],
  failures: readonly NamedFailure[],
  log: Log,
): readonly Match[] {
  const needles = failures
    .flatMap(({ name, file }) => [name, file])
    .filter((needle) => needle.length > 2)
    .slice(0, 200);
  return matches.filter(({ start, end, step }) => {
    for (let at = Math.max(step.body, start - above); at < end; at++) {
      const text = log.lines[at]?.text ?? '';
      if (needles.some((needle) => text.includes(needle))) return true;
    }
    return false;
  });
}

/** Lines of the log that name a failure, the last ones where there are many. */
export function linesAbout(
  log: Log,
  { name, file }: NamedFailure,
  most: number,
): readonly number[] {
  const numbers: number[] = [];
  for (const line of log.lines)
    if ((name.length > 2 && line.text.includes(name)) || (file && line.text.includes(file)))
      numbers.push(line.number);
  return [...new Set(numbers)].slice(-most);
}
