import type { Problem } from '../problem/problem.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type SchemaWords, schemaFindings } from '../yaml/schema-findings.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { settingsSchema } from './settings-schema.ts';

export const settingsPath = '.github/yardmaster.yml';

export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const ofPipelines = new Set(['name', 'tasks', 'env', 'defaults']);

const words: SchemaWords = {
  nameOf: (path) => (path.length === 0 ? 'the settings' : `\`${path.map(String).join('.')}\``),
  hint: (key) =>
    ofPipelines.has(key) ? 'Move it into a pipeline, a file in `.github/pipelines`.' : null,
};

/**
 * Reads the settings of a repository; null where it has no such file. A file of comments alone says nothing
 * and is no problem.
 */
export function parseSettings(bytes: Uint8Array | null, path = settingsPath): ParsedSettings {
  if (bytes === null) return { ok: true, settings: defaultSettings };
  const file = readYaml(path, bytes);
  if (!file.ok) {
    const blank = file.problems.every((problem) => problem.code === 'empty-file');
    return blank ? { ok: true, settings: defaultSettings } : file;
  }
  const read = settingsSchema.safeParse(file.tree.value);
  if (read.success) {
    const { data } = read;
    return {
      ok: true,
      settings: {
        slots: data.slots ?? defaultSettings.slots,
        kinds: data.kinds ?? defaultSettings.kinds,
        groups: data.groups ?? defaultSettings.groups,
        resources: data.resources ?? defaultSettings.resources,
        issues: data.issues ?? defaultSettings.issues,
        heal: data.heal ?? defaultSettings.heal,
        maxTimeoutMinutes: data['max-timeout-minutes'] ?? defaultSettings.maxTimeoutMinutes,
      },
    };
  }
  const { findings } = schemaFindings(read.error.issues, file.tree, file.source, words);
  const problems = findings.map((finding) => file.source.problem(finding));
  return { ok: false, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}
