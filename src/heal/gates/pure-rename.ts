import type { ChangeSet } from '../fix/fix.ts';
import type { FilesBefore } from '../fix/gate.ts';
import { modelFolders, settingsAbove } from './dbt-folders.ts';

/** A model's file that gets another name and keeps every byte. */
export interface PureRename {
  readonly from: string;
  readonly to: string;
}

/**
 * The renaming that a change is, and is nothing else than: one file of SQL goes, one with the same bytes comes in the same
 * folder. null: it is something else.
 */
export function pureRename(changes: ChangeSet): PureRename | null {
  const [one, other] = changes;
  if (changes.length !== 2 || !one || !other) return null;
  const [gone, come] = one.after === null ? [one, other] : [other, one];
  if (gone.after !== null || come.before !== null || gone.before === null) return null;
  if (gone.before !== come.after || gone.before.trim() === '') return null;
  const [from, to] = [partsOf(gone.path), partsOf(come.path)];
  return from && to && from.folder === to.folder ? { from: gone.path, to: come.path } : null;
}

/** The name that dbt gives to the model in a file. */
export function modelName(path: string): string {
  return partsOf(path)?.name ?? '';
}

/**
 * Why a file of SQL may not get another name; null: it is a model that ref() asks for under the new name, and nothing in
 * its project or among the commands of its repository says the old one, so that neither a reader nor a test loses it.
 */
export function renameFault({ from, to }: PureRename, files: FilesBefore): string | null {
  const root = rootAbove(from, files);
  const folders = root === null ? null : modelFolders(files.read(`${root}dbt_project.yml`));
  const inside = from.slice(root?.length ?? 0).toLowerCase();
  if (root === null || !folders?.some((folder) => folder === '' || inside.startsWith(`${folder}/`)))
    return 'would be renamed, and is no model of a dbt project that can be read';
  const fresh = modelName(to);
  if (files.paths.some((path) => path.startsWith(root) && isNode(path, fresh)))
    return 'would be renamed to what another file is called';
  return useFault({ old: modelName(from), fresh, root }, files, (path) => path === from);
}

interface Renaming {
  readonly old: string;
  readonly fresh: string;
  /** The folder of the project. */
  readonly root: string;
}

function useFault(
  { old, fresh, root }: Renaming,
  files: FilesBefore,
  isRenamed: (path: string) => boolean,
): string | null {
  const oldName = new RegExp(`(?<![\\w$])${old}(?![\\w$])`, 'i');
  const reader = new RegExp(`\\bref\\s*\\(\\s*(?:(["'])\\w+\\1\\s*,\\s*)?(["'])${fresh}\\2`);
  let asked = false;
  for (const path of files.paths) {
    if (isRenamed(path) || !mayName(path, root)) continue;
    const text = files.read(path);
    if (text === null) return 'would be renamed, and not all that may read it can be read';
    if (oldName.test(text)) return 'would be renamed, and its old name is still in use';
    asked ||= path.startsWith(root) && reader.test(text);
  }
  return asked ? null : 'would be renamed, and nothing asks for the new name';
}

/**
 * Whether a file may call a model by its name: all that a project in the folder `root` reads, and elsewhere what says
 * which commands are run, as `--select` of a name that is gone tests nothing and ends well.
 */
export function mayName(path: string, root: string): boolean {
  if (/\.(?:ya?ml|py|sh|bash|mk|toml)$|(?:^|\/)(?:makefile|justfile)$/i.test(path)) return true;
  return path.startsWith(root) && /\.(?:sql|md)$/i.test(path);
}

interface Parts {
  readonly folder: string;
  readonly name: string;
}

function partsOf(path: string): Parts | null {
  const found = /^(?<folder>(?:[^/]+\/)*)(?<name>[A-Za-z_]\w*)\.sql$/.exec(path)?.groups;
  return found?.name === undefined ? null : { folder: found.folder ?? '', name: found.name };
}

/** Models, seeds, and models in Python share one space of names. */
function isNode(path: string, name: string): boolean {
  const own = /([^/]+)\.(?:sql|csv|py)$/i.exec(path)?.[1];
  return own?.toLowerCase() === name.toLowerCase();
}

/** The folder of the innermost project, with a slash behind it. */
function rootAbove(path: string, { paths }: FilesBefore): string | null {
  const settings = settingsAbove(path).findLast((one) => paths.includes(one));
  return settings === undefined ? null : settings.slice(0, -'dbt_project.yml'.length);
}
