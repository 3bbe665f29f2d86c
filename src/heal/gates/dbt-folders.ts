import type { FilesBefore } from '../fix/gate.ts';
import { isList, isMap, readYaml, type Tree } from './yaml-trees.ts';

const unreadable = 'lies in a dbt project whose dbt_project.yml cannot be read';
const tests = 'belongs to the tests';
const snapshots = 'is test data or a snapshot of what is expected';
const data = 'is data, which no program can correct';
const whats: ReadonlyMap<string, string> = new Map([
  ['test-paths', tests],
  ['snapshot-paths', snapshots],
  ['seed-paths', data],
  ['data-paths', data],
]);

/**
 * Why no fix may touch a file, by what the dbt projects around it say of their folders; null: they say nothing.
 * A project may keep its tests, snapshots and seeds where it likes (`test-paths`); where what it says is not plain,
 * nothing in it may change but the file that says it.
 */
export function projectProtection(path: string, files: FilesBefore): string | null {
  for (const root of foldersAbove(path)) {
    const settings = `${root}dbt_project.yml`;
    if (path === settings || !files.paths.includes(settings)) continue;
    const named = foldersNamed(files.read(settings));
    if (named === null) return unreadable;
    const inside = folded(path.slice(root.length));
    const hit = named.find(({ folder, key }) => isBelow(inside, folder) && isMeant(key, inside));
    if (hit) return whats.get(hit.key) ?? null;
  }
  return null;
}

/** Where the settings lie that `projectProtection` reads for a file, from the root down. */
export function settingsAbove(path: string): readonly string[] {
  return foldersAbove(path).map((root) => `${root}dbt_project.yml`);
}

/** Folders of models, relative to the project's, in lower case; null: what it says is not plain. */
export function modelFolders(settings: string | null): readonly string[] | null {
  const named = foldersNamed(settings, new Set(['model-paths', 'source-paths']));
  if (named === null) return null;
  return named.length > 0 ? named.map(({ folder }) => folder) : ['models'];
}

interface NamedFolder {
  readonly key: string;
  /** In lower case, without slashes at its ends. */
  readonly folder: string;
}

function foldersNamed(
  text: string | null,
  keys: Pick<ReadonlySet<string>, 'has'> = whats,
): readonly NamedFolder[] | null {
  const read = text === null ? null : readYaml(text);
  const [settings] = read?.ok ? read.documents : [];
  if (!isMap(settings)) return null;
  const found: NamedFolder[] = [];
  for (const [name, value] of settings) {
    const key = name.trim().toLowerCase().replaceAll('_', '-');
    if (!keys.has(key)) continue;
    const folders = isList(value) ? value.map(plainFolder) : [null];
    for (const folder of folders) {
      if (folder === null) return null;
      found.push({ key, folder });
    }
  }
  return found;
}

/** A folder of the project by its name; null for what leads elsewhere, or is only known when dbt runs. */
function plainFolder(value: Tree): string | null {
  if (typeof value !== 'string') return null;
  const folder = folded(value.trim()).replace(/^(?:\.\/+)+|\/+$/g, '');
  if (folder === '' || folder === '.') return '';
  const plain = /^[^/*?[\]{}\\]+(?:\/[^/*?[\]{}\\]+)*$/.test(folder);
  return plain && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(folder) ? folder : null;
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Beside seeds lie their descriptions, which other gates look at. */
function isMeant(key: string, path: string): boolean {
  return whats.get(key) !== data || !/\.(?:ya?ml|md|sql)$/.test(path);
}

function foldersAbove(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return [
    '',
    ...names.map((_, at) =>
      names
        .slice(0, at + 1)
        .map((name) => `${name}/`)
        .join(''),
    ),
  ];
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
