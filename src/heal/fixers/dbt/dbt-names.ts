import type { Project } from '../../fix/fix.ts';
import { type DbtFile, type DbtProject, stemOf } from './dbt-project.ts';
import { isRecord, readYaml } from './read-yaml.ts';

/** A source's table as a YAML file declares it. */
export interface SourceTable {
  readonly source: string;
  readonly table: string;
  readonly path: string;
}

export interface MacroName {
  readonly name: string;
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Names that ref() may use: models, seeds, snapshots. */
export function nodeNames(dbt: DbtProject): readonly string[] {
  const inSql = dbt.snapshots.flatMap(({ text }) =>
    [...text.matchAll(/\{%-?\s*snapshot\s+(\w+)/g)].map((found) => found[1] ?? ''),
  );
  const inYaml = dbt.yaml.flatMap(({ text }) => namesUnder(readYaml(text), 'snapshots'));
  const files = [...dbt.models, ...dbt.seeds].map(({ path }) => stemOf(path));
  return [...new Set([...files, ...inSql, ...inYaml])];
}

/** Models, seeds and others that a YAML file describes under their name. */
export function describedNames(dbt: DbtProject): readonly string[] {
  return dbt.yaml.flatMap(({ text }) => {
    const value = readYaml(text);
    return ['models', 'seeds', 'snapshots'].flatMap((key) => namesUnder(value, key));
  });
}

function namesUnder(value: unknown, key: string): readonly string[] {
  const list = isRecord(value) ? value[key] : null;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) =>
    isRecord(entry) && typeof entry.name === 'string' ? [entry.name] : [],
  );
}

export function sourceTables(dbt: DbtProject): readonly SourceTable[] {
  return dbt.yaml.flatMap(({ path, text }) => {
    const value = readYaml(text);
    const sources = isRecord(value) && Array.isArray(value.sources) ? value.sources : [];
    return sources.flatMap((source) =>
      isRecord(source) && typeof source.name === 'string'
        ? namesUnder(source, 'tables').map((table) => ({
            source: String(source.name),
            table,
            path,
          }))
        : [],
    );
  });
}

const definition = /\{%-?\s*macro\s+(\w+)/g;

export function macroNames(files: readonly DbtFile[]): readonly MacroName[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(definition)].map((found) => {
      const name = found[1] ?? '';
      const end = found.index + found[0].length;
      return { name, path, start: end - name.length, end };
    }),
  );
}

/** Names of macros and nodes that the last manifest knew, of packages as well; it may be stale. */
export function manifestNames(
  project: Project,
  dbt: DbtProject,
): { readonly macros: readonly string[]; readonly nodes: readonly string[] } {
  const text = project.artifact(`${dbt.targetPath}/manifest.json`);
  let value: unknown = null;
  try {
    value = text === null ? null : JSON.parse(text);
  } catch {
    value = null;
  }
  const names = (key: string) => {
    const all = isRecord(value) ? value[key] : null;
    if (!isRecord(all)) return [];
    return Object.values(all).flatMap((one) =>
      isRecord(one) && typeof one.name === 'string' ? [one.name] : [],
    );
  };
  return { macros: names('macros'), nodes: names('nodes') };
}
