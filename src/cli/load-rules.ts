/** Reads the rules of a repository's maintainers: from its working tree, or from its default branch alone. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRules } from '../heal/rules/all-rules.ts';
import { type ParsedRules, parseRules, rulesFolder } from '../text/rules/parse-rules.ts';
import { defaultBranchFiles } from './state/default-branch-files.ts';

const isRules = /^[^/]+\.ya?ml$/;
const maxFiles = 50;
const builtIn: ReadonlySet<string> = new Set(allRules.map(({ name }) => name));

/** Paths of the files of rules in a working tree, sorted; a link is none. */
export function rulesPaths(root: string): readonly string[] {
  const folder = join(root, rulesFolder);
  const names = listing(folder).filter((name) => isRules.test(name));
  return names
    .filter((name) => lstatSync(join(folder, name)).isFile())
    .slice(0, maxFiles)
    .map((name) => `${rulesFolder}/${name}`);
}

/** The rules of a working tree, to check them. */
export function loadRules(root: string, paths: readonly string[]): ParsedRules {
  const files = paths.map((path) => ({ path, bytes: readFileSync(join(root, path)) }));
  return parseRules(files, builtIn);
}

/**
 * The rules that may be used in a checkout: those of its default branch, which its maintainers have accepted.
 * What a fork or a branch adds to them is not used; where no default branch is known, none are.
 */
export function trustedRules(root: string): ParsedRules {
  const files = defaultBranchFiles(root, rulesFolder)
    .filter(({ path }) => isRules.test(path.slice(rulesFolder.length + 1)))
    .slice(0, maxFiles);
  return parseRules(files, builtIn);
}

function listing(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
