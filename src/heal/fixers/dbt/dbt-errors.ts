import type { Project } from '../../fix/fix.ts';
import type { Failure } from '../../fix/fixer.ts';
import type { DbtProject } from './dbt-project.ts';
import { isRecord } from './read-yaml.ts';

/** One thing that dbt could not do, in its own words. */
export interface DbtError {
  /** Relative to the repository's root; null: the message names none. */
  readonly path: string | null;
  /** `model`, `test`, ...; null: no resource is named. */
  readonly resource: string | null;
  readonly name: string | null;
  readonly message: string;
  /** The SQL that was sent, where the artifacts hold it. */
  readonly compiled: string | null;
}

const header = /Error in ([a-z]+(?: [a-z]+)*) (\S+)(?: \(([^)\n]+)\))?/;
const most = 5;

/**
 * What failed, in full: results of the run that the log is about (its messages hold the log's lines), else
 * the log's own lines.
 */
export function dbtErrors(
  failure: Failure,
  project: Project,
  dbt: DbtProject,
): readonly DbtError[] {
  const lines = failure.evidence.map((line) => line.trim()).filter((line) => line.length > 12);
  const results = resultsOf(project.artifact(`${dbt.targetPath}/run_results.json`)).filter(
    ({ message }) => lines.some((line) => message.includes(withoutTime(line))),
  );
  if (results.length > 0) return results.slice(0, most).map((one) => located(one, dbt));
  const message = failure.evidence.map(withoutTime).join('\n');
  const own = located({ message, compiled: null }, dbt);
  const { file, model, resource } = failure.diagnosis.captures;
  return [
    {
      ...own,
      path: own.path ?? (file ? pathOf(file, dbt) : null),
      name: own.name ?? model ?? null,
      resource: own.resource ?? resource ?? null,
    },
  ];
}

function withoutTime(line: string): string {
  return line.replace(/^\s*\d\d:\d\d:\d\d(?:\.\d+)?\s\s?/, '');
}

interface Told {
  readonly message: string;
  readonly compiled: string | null;
}

function located({ message, compiled }: Told, dbt: DbtProject): DbtError {
  const [, resource = null, name = null, path = null] = header.exec(message) ?? [];
  return { message, compiled, resource, name, path: path === null ? null : pathOf(path, dbt) };
}

/** dbt writes paths relative to its project; some messages leave the folder of models out. */
function pathOf(path: string, dbt: DbtProject): string {
  const files = [...dbt.models, ...dbt.macros, ...dbt.tests, ...dbt.snapshots, ...dbt.yaml];
  const full = `${dbt.root}${path}`;
  if (files.some((file) => file.path === full)) return full;
  const ends = files.filter((file) => file.path.endsWith(`/${path}`));
  return ends.length === 1 ? (ends[0]?.path ?? full) : full;
}

function resultsOf(text: string | null): readonly Told[] {
  if (text === null) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const results = isRecord(value) && Array.isArray(value.results) ? value.results : [];
  return results.flatMap((result) => {
    if (!isRecord(result) || typeof result.message !== 'string') return [];
    if (result.status !== 'error' && result.status !== 'runtime error') return [];
    const compiled = typeof result.compiled_code === 'string' ? result.compiled_code : null;
    return [{ message: result.message, compiled }];
  });
}
