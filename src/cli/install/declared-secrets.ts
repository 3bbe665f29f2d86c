/** The secrets that the pipelines of a checkout declare, all together. */
import type { Problem } from '../../text/problem/problem.ts';
import { CliProblem } from '../cli-problem.ts';
import { pipelinePaths } from '../find-pipeline.ts';
import { loadPipeline, loadSettings } from '../load-pipeline.ts';

export type DeclaredSecrets =
  | { readonly ok: true; readonly secrets: readonly string[]; readonly pipelines: number }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Sorted, each once. Throws `CliProblem` where one is written in two ways, which GitHub does not tell apart. */
export function declaredSecrets(root: string): DeclaredSecrets {
  const loaded = loadSettings(root);
  const problems: Problem[] = loaded.ok ? [] : [...loaded.problems];
  const spelled = new Map<string, string>();
  const paths = pipelinePaths(root);
  for (const path of paths) {
    const read = loadPipeline(root, path, loaded);
    if (!read.ok) {
      problems.push(...read.problems);
      continue;
    }
    for (const name of read.pipeline.tasks.flatMap(({ secrets }) => secrets)) {
      const known = spelled.get(name.toUpperCase()) ?? name;
      if (known !== name) throw twoSpellings(known, name);
      spelled.set(name.toUpperCase(), name);
    }
  }
  if (!loaded.ok || problems.length > 0) return { ok: false, problems };
  return { ok: true, secrets: [...spelled.values()].sort(), pipelines: paths.length };
}

function twoSpellings(one: string, other: string): CliProblem {
  return new CliProblem(
    'secret-spelled-twice',
    `The pipelines write the secret \`${one}\` also as \`${other}\`, and GitHub does not tell them apart.`,
    'Write it the same everywhere.',
  );
}
