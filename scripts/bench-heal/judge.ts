import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { ProjectName } from './mutation.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { differingPaths, type ProjectFiles } from './project-files.ts';
import type { Setting } from './setting.ts';

/** Files that say what is right; they may differ in layout at the most. */
const promises =
  /^(tests|snapshots)\/|\/test_[^/]*\.sql$|\.csv$|^(package(-lock)?\.json|eslint\.config\.js|\.prettierrc\.json|\.prettierignore|packages\.yml|\.gitignore)$/;

/**
 * What a healed project differs in from the original, in words: contents of tables on both data sets, tests
 * that were run and their severity, files of tests and data. Empty when it means the same.
 */
export async function differences(
  setting: Setting,
  project: ProjectName,
  healed: ProjectFiles,
): Promise<string[]> {
  const original = setting.projects[project];
  const found = changedPromises(original, healed);
  for (const [label, data] of [
    ['its own data', new Map<string, string>()],
    ['the second data set', setting.otherData[project]],
  ] as const) {
    const [should, is] = [
      await outcomeOf(setting, project, original, data),
      await outcomeOf(setting, project, healed, data),
    ];
    if (should.exit !== 0) throw new Error(`the original ${project} fails on ${label}`);
    found.push(...compared(should, is).map((difference) => `${difference} (on ${label})`));
  }
  return found;
}

function compared(should: Outcome, is: Outcome): string[] {
  if (is.exit !== 0) return [`it fails with ${is.exit}`];
  return (['tables', 'tests'] as const).flatMap((kind) => {
    const names = new Set([...Object.keys(should[kind]), ...Object.keys(is[kind])]);
    const other = [...names].filter((name) => should[kind][name] !== is[kind][name]);
    return other.length > 0 ? [`other ${kind}: ${other.join(', ')}`] : [];
  });
}

function changedPromises(original: ProjectFiles, healed: ProjectFiles): string[] {
  return differingPaths(original, healed).flatMap((path) => {
    const [before, after] = [original.get(path), healed.get(path)];
    const yaml = /\.ya?ml$/.test(path) && before !== undefined && after !== undefined;
    if (yaml && isDeepStrictEqual(parse(before), parse(after))) return [];
    return promises.test(path) || /\.ya?ml$/.test(path) ? [`${path} says something else`] : [];
  });
}
