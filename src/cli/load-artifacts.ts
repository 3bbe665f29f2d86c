import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readArtifacts } from '../heal/artifacts/read-artifacts.ts';
import type { Artifacts } from '../heal/diagnosis.ts';
import { oneLine } from '../text/safety/one-line.ts';
import { CliProblem } from './cli-problem.ts';
import type { Terminal } from './terminal.ts';

const mostBytes = 100_000_000;

/** Files that a run left, known by what is in them. Throws `CliProblem` for one that is none, or cannot be read. */
export function loadArtifacts(
  { directory }: Pick<Terminal, 'directory'>,
  paths: readonly string[],
): Artifacts {
  const { artifacts, unknown } = readArtifacts(paths.map((path) => textOf(directory, path)));
  const [first] = unknown;
  if (first === undefined) return artifacts;
  throw new CliProblem(
    'artifact-unknown',
    `The artifact ${oneLine(paths[first] ?? '')} is none that is known.`,
    "Give dbt's `run_results.json` (v4 to v6), its `manifest.json`, or a report in JUnit's form.",
  );
}

function textOf(directory: string, path: string): string {
  try {
    const file = resolve(directory, path);
    const { size } = statSync(file);
    if (size > mostBytes) throw new Error(`it has ${size} bytes, ${mostBytes} are read at most`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? oneLine(error.message) : 'unknown error';
    // biome-ignore lint/style/useErrorCause: a CliProblem is told to a person, who gets the cause in words
    throw new CliProblem(
      'artifact-unreadable',
      `The artifact ${oneLine(path)} cannot be read: ${why}`,
      'Give the path of a file that the run left.',
    );
  }
}
