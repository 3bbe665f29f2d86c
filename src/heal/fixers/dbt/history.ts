import { earlierTexts } from '../../fix/decided-by-history.ts';
import type { Project } from '../../fix/fix.ts';
import { sitesOf } from '../identifiers.ts';
import type { DbtProject } from './dbt-project.ts';
import { stemOf } from './dbt-project.ts';

/**
 * Which of two near names is the slip, as the files' earlier texts tell: what was written lately is. `use` says the wrong
 * name, `made` the one that is there. null: they do not tell.
 */
export function writtenLately(
  wrong: string,
  name: string,
  places: { readonly use: string | null; readonly made: string | null },
  project: Project,
): 'wrong' | 'near' | null {
  const says = (text: string, word: string) => sitesOf(word, [{ path: '', text }]).length > 0;
  const before = (path: string | null) => (path === null ? [] : earlierTexts(path, project));
  const used = before(places.use).some((text) => !says(text, wrong) && says(text, name));
  const made = before(places.made).some((text) => !says(text, name) && says(text, wrong));
  if (used === made) return null;
  return used ? 'wrong' : 'near';
}

/** A node's file that is gone, with the text that it had. */
export function goneNode(
  name: string,
  dbt: DbtProject,
  project: Project,
): { readonly path: string; readonly text: string } | null {
  const paths = project
    .gone()
    .filter((path) => path.startsWith(dbt.root) && /\.(?:sql|csv|py)$/.test(path))
    .filter((path) => stemOf(path) === name);
  const [path] = paths;
  const [text] = path === undefined ? [] : project.earlier(path);
  return path === undefined || text === undefined || paths.length > 1 ? null : { path, text };
}
