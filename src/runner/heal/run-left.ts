/** What one run left besides its log: files that its tool wrote, as a proof reads them. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RunLeft {
  readonly startedAt: number;
  readonly endedAt: number;
  /** The last characters of its output. */
  readonly tail: string;
  /** Text of dbt's `run_results.json`, where this run wrote one. */
  readonly runResults: string | null;
  readonly manifest: string | null;
  /** Texts of JUnit files that this run wrote. */
  readonly junit: readonly string[];
}

const mostBytes = 64 << 20;
const mostReports = 50;
/** Clocks of file systems tick in steps. */
const slack = 20;

/** `directory`: absolute, where it ran; `environment`: what it saw. */
export function readLeft(
  directory: string,
  environment: Readonly<Record<string, string>>,
  startedAt: number,
): Pick<RunLeft, 'runResults' | 'manifest' | 'junit'> {
  const target = targetFolder(directory, environment);
  const runResults = target && readFresh(join(target, 'run_results.json'), startedAt);
  const manifest = target && readFresh(join(target, 'manifest.json'), startedAt);
  const same = runResults && manifest ? invocation(runResults) === invocation(manifest) : true;
  return {
    runResults: runResults ?? null,
    manifest: (same ? manifest : null) ?? null,
    junit: findReports(directory, startedAt),
  };
}

/** Where dbt writes: absolute; null: this is no dbt project. */
function targetFolder(
  directory: string,
  environment: Readonly<Record<string, string>>,
): string | null {
  const project = readText(join(directory, 'dbt_project.yml'), 1 << 20);
  if (project === null) return null;
  const named = environment.DBT_TARGET_PATH;
  if (named) return named.startsWith('/') ? named : join(directory, named);
  const [, path] = /^target-path:\s*["']?([\w./-]+)["']?\s*(?:#.*)?$/m.exec(project) ?? [];
  return join(directory, path ?? 'target');
}

function invocation(text: string): string | null {
  // The metadata stand first in both files.
  return /"invocation_id":\s*"([0-9a-f-]{36})"/.exec(text.slice(0, 4_000))?.[1] ?? null;
}

function readFresh(path: string, startedAt: number): string | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || found.mtimeMs < startedAt - slack) return null;
  return readText(path, mostBytes);
}

function readText(path: string, most: number): string | null {
  try {
    const found = lstatSync(path);
    return found.isFile() && found.size <= most ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}

/** JUnit files lie where the tools' documentation puts them; deeper ones are not looked for. */
function findReports(directory: string, startedAt: number): readonly string[] {
  const folders = [
    '.',
    'reports',
    'test-results',
    'junit',
    'build/test-results',
    'target/surefire-reports',
  ];
  const found: string[] = [];
  for (const folder of folders)
    for (const name of listing(join(directory, folder))) {
      if (!name.endsWith('.xml') || found.length >= mostReports) continue;
      const text = readFresh(join(directory, folder, name), startedAt);
      if (text && /<testsuites?[\s>]/.test(text.slice(0, 4_000))) found.push(text);
    }
  return found;
}

function listing(path: string): readonly string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}
