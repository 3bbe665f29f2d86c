import type { FixDraft, Project } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { sitesOf } from '../identifiers.ts';
import { isOtherWord } from '../is-other-word.ts';
import { nearestNames } from '../near-name.ts';
import { editOf, type Replacement } from '../text-edit.ts';
import { repositoryPath } from './repository-path.ts';

const noName = /ImportError: cannot import name '(\w+)' from '([\w.]+)' \(([^()]+\.py)\)/;
const noModule = /ModuleNotFoundError: No module named '(\w+)'/;
const frame = /^\s*File "([^"]+\.py)", line (\d+)/;
const definition = /^(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=(?!=)/gm;

/** An import of a name or a module that is a slip of one that is there. */
export const pythonImport: Fixer = {
  name: 'python-import',
  kinds: ['*'],
  propose({ evidence }, project) {
    const text = evidence.join('\n');
    const last = evidence.flatMap((line) => frame.exec(line) ?? []).slice(-3);
    const path = repositoryPath(project, last[1] ?? '');
    const source = path === null ? null : project.read(path);
    if (path === null || source === null) return [];
    const importing = { path, source, project };
    const [, name, , from] = noName.exec(text) ?? [];
    if (name && from) return misspeltName(importing, name, from);
    const module = noModule.exec(text)?.[1];
    return module ? misspeltModule(importing, module) : [];
  },
};

interface Importing {
  readonly path: string;
  readonly source: string;
  readonly project: Project;
}

/** The module does not define the name, and the rest of the file calls the one that it defines. */
function misspeltName(importing: Importing, wrong: string, from: string): readonly FixDraft[] {
  const { path, source, project } = importing;
  const module = repositoryPath(project, from);
  const text = module === null ? null : project.read(module);
  const sites = sitesOf(wrong, [{ path, text: source }]);
  if (text === null || sites.length !== 1) return [];
  const defined = [...text.matchAll(definition)].map((found) => found[1] ?? found[2] ?? '');
  const used = defined.filter((name) => sitesOf(name, [{ path, text: source }]).length > 0);
  return drafts(importing, wrong, used, sites[0]);
}

/** No module of the folder has the name, and no other file says it. */
function misspeltModule(importing: Importing, wrong: string): readonly FixDraft[] {
  const { path, source, project } = importing;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const modules = project.paths.flatMap((one) => {
    const found = one.startsWith(folder)
      ? /^(\w+)(?:\.py|\/__init__\.py)$/.exec(one.slice(folder.length))
      : null;
    return found?.[1] === undefined || one === path ? [] : [found[1]];
  });
  const sites = sitesOf(wrong, [{ path, text: source }]);
  const start = sites[0]?.start ?? 0;
  const imports = /(?:^|\n)[ \t]*(?:from|import)[ \t]+$/.test(
    source.slice(Math.max(0, start - 80), start),
  );
  return sites.length === 1 && imports ? drafts(importing, wrong, modules, sites[0]) : [];
}

function drafts(
  { path, source }: Importing,
  wrong: string,
  pool: readonly string[],
  site: Pick<Replacement, 'start' | 'end'> | undefined,
): readonly FixDraft[] {
  if (!site) return [];
  const names = nearestNames(wrong, pool).filter((name) => !isOtherWord(wrong, name));
  return names.map((name) => ({
    remedy: 'python-rename-import',
    title: `Import ${name} instead of ${wrong} in ${path}`,
    why: `There is no ${wrong}; ${name} is there, and the only one near to it.`,
    action: {
      kind: 'edit',
      edits: [editOf(path, source, { start: site.start, end: site.end, text: name })],
    },
    safe: false,
    prior: [17, 3],
    candidates: names.length,
  }));
}
