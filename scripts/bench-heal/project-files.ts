import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** The files of a project that git would keep, by path with `/`; text as it is. */
export type ProjectFiles = ReadonlyMap<string, string>;

/** What runs leave behind: ignored by the projects' own `.gitignore`. */
const left =
  /(^|\/)(\.git|target|dbt_packages|logs|node_modules|build|reports|\.yardmaster|\.user\.yml)(\/|$)|\.duckdb(\.wal)?$|\.log$/;

/** Reads a project without what runs leave behind. A link is read as `link to ...`, never followed. */
export function readProject(folder: string): ProjectFiles {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = new Map<string, string>();
  for (const name of names.map((path) => path.split(sep).join('/')).sort()) {
    if (left.test(name)) continue;
    const state = lstatSync(join(folder, name));
    if (state.isSymbolicLink()) files.set(name, `link to ${readlinkSync(join(folder, name))}`);
    else if (state.isFile()) files.set(name, readFileSync(join(folder, name), 'utf8'));
  }
  return files;
}

/** Writes files into a folder; a file whose text is undefined is taken away. */
export function writeFiles(
  folder: string,
  files: Iterable<readonly [string, string | undefined]>,
): void {
  for (const [path, text] of files) {
    const place = join(folder, path);
    if (text === undefined) {
      rmSync(place, { force: true });
      continue;
    }
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
}

/** Equal for equal paths and texts. */
export function hashOf(files: ProjectFiles): string {
  const hash = createHash('sha256');
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path}\0${text.length}\0${text}\0`);
  return hash.digest('hex').slice(0, 20);
}

/** The files with some of them replaced (undefined: taken away). */
export function withChanges(
  files: ProjectFiles,
  changes: Iterable<readonly [string, string | undefined]>,
): ProjectFiles {
  const changed = new Map(files);
  for (const [path, text] of changes)
    if (text === undefined) changed.delete(path);
    else changed.set(path, text);
  return changed;
}

/** Paths whose text differs, or that only one of the two has. */
export function differingPaths(before: ProjectFiles, after: ProjectFiles): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
