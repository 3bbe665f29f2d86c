import type { Artifacts } from '../diagnosis.ts';
import { readJunit } from './junit.ts';
import { readManifest } from './manifest.ts';
import { failedNodes, type RunResults, readRunResults } from './run-results.ts';

/** Files that one run left, as texts; each is known by what is in it, whatever it is called. */
export interface ReadArtifacts {
  readonly artifacts: Artifacts;
  /** Which of the texts are none that is known, by their places. */
  readonly unknown: readonly number[];
}

/**
 * dbt's `run_results.json` and `manifest.json` and reports in JUnit's form, read for a diagnosis. Of several
 * results the last ones count, and a manifest only where it is that of the same invocation.
 */
export function readArtifacts(texts: readonly string[]): ReadArtifacts {
  const results = texts.map((text) => (isJson(text) ? readRunResults(text) : null));
  const runResults = results.findLast((one) => one !== null);
  const ids = failedIds(runResults);
  // They are large: only what failed is kept of them.
  const manifests = texts.map((text, at) =>
    isJson(text) && !results[at] ? readManifest(text, ids) : null,
  );
  const reports = texts.map((text) => (isJson(text) ? null : readJunit(text)));
  const manifest = manifests.find((one) => one?.invocationId === runResults?.invocationId);
  const junit = reports.filter((report) => report !== null);
  return {
    artifacts: {
      ...(runResults ? { runResults } : {}),
      ...(runResults && manifest ? { manifest } : {}),
      ...(junit.length > 0 ? { junit } : {}),
    },
    unknown: [...texts.keys()].filter((at) => !(results[at] || manifests[at] || reports[at])),
  };
}

function failedIds(results: RunResults | undefined): readonly string[] {
  return results ? failedNodes(results).map(({ id }) => id) : [];
}

function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}
