import type { ProjectFiles } from './project-files.ts';

/** Where something stands in a file. */
export interface Site {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly groups: readonly string[];
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ');

/** SQL with Jinja, comments and strings blanked out; every place stays where it is. */
export function bareSql(text: string): string {
  return text
    .replace(/\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/gs, blank)
    .replace(/--.*|\/\*.*?\*\/|'[^']*'/g, blank);
}

/** All places of a pattern in files whose path fits; `look` may blank out what is not to be found. */
export function sitesOf(
  files: ProjectFiles,
  path: RegExp,
  pattern: RegExp,
  look: (text: string) => string = (text) => text,
): Site[] {
  return [...files]
    .filter(([name]) => path.test(name))
    .flatMap(([name, text]) =>
      [...look(text).matchAll(new RegExp(pattern, pattern.flags.replace('g', '').concat('g')))].map(
        (found) => ({
          path: name,
          start: found.index,
          end: found.index + found[0].length,
          text: found[0],
          groups: found.slice(1).map((group) => group ?? ''),
        }),
      ),
    );
}

export const models = /^models\/.*\.sql$/;
export const yaml = /^(models|seeds)\/.*\.yml$/;

/** Whether a word stands anywhere in the project. */
export function isUsed(files: ProjectFiles, word: string): boolean {
  const pattern = new RegExp(`\\b${word}\\b`, 'i');
  return [...files.values()].some((text) => pattern.test(text));
}

/** Names of the columns that the project's queries and seeds define. */
export function columnNames(files: ProjectFiles): Set<string> {
  const aliases = sitesOf(files, models, /\bas\s+([a-z_]\w*)\s*(?=,|\n|$)/, bareSql).map(
    (site) => site.groups[0] ?? '',
  );
  const headers = [...files]
    .filter(([path]) => path.endsWith('.csv'))
    .flatMap(([, text]) => text.slice(0, text.indexOf('\n')).split(','));
  return new Set([...aliases, ...headers]);
}

/** The name of a model, seed or macro file: what stands between the last slash and the ending. */
export const nameOf = (path: string) => path.replace(/^.*\//, '').replace(/\.\w+$/, '');
