import type { FixDraft } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { editOf, lineAt, type Replacement } from '../text-edit.ts';
import { repairYaml } from '../yaml/repair-yaml.ts';
import { keyPairs, readStrictly } from '../yaml/yaml-shape.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKeyPairs } from './dbt-key-pairs.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { type DbtFile, openDbtProject } from './dbt-project.ts';

const told = /Syntax error near line (\d+)|is not of type '(?:object|array)'/;
const line = /(?:Syntax error near line |in "<unicode string>", line )(\d+)/g;

/** A YAML file of dbt that cannot be read because of its layout: tabs, indentation, one lost sign. */
export const yamlLayout: Fixer = {
  name: 'dbt-yaml-layout',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    if (!error) return [];
    const broken = dbt.yaml.filter(({ text }) => readStrictly(text) === null);
    const file =
      broken.find(({ path }) => named(path, error.message)) ??
      (broken.length === 1 ? broken[0] : undefined);
    if (!file) return [];
    const lines = [...error.message.matchAll(line)].map((found) => Number(found[1]));
    return draftsFor(file, lines, knownPairs(dbt.yaml));
  },
};

function named(path: string, message: string): boolean {
  const names = [...message.matchAll(/([\w./-]+\.ya?ml)\b/g)].map((found) => found[1] ?? '');
  return names.some((name) => path === name || path.endsWith(`/${name}`));
}

/** What dbt knows, and what the project's files that can be read have. */
function knownPairs(files: readonly DbtFile[]): ReadonlySet<string> {
  return new Set([
    ...dbtKeyPairs,
    ...files.flatMap(({ text }) => keyPairs(readStrictly(text)?.value)),
  ]);
}

function isLayout({ start, end, text }: Replacement, all: string): boolean {
  return text.replace(/\s+/g, '') === all.slice(start, end).replace(/\s+/g, '');
}

function draftsFor(
  file: DbtFile,
  lines: readonly number[],
  known: ReadonlySet<string>,
): readonly FixDraft[] {
  const places = repairYaml(file.text, { lines, known });
  return places.slice(0, 3).map((place) => ({
    remedy: isLayout(place, file.text) ? 'yaml-indentation' : 'yaml-sign',
    title: `Mend the layout of ${file.path}:${lineAt(file.text, place.start)}`,
    why: 'It is the only change of the layout there after which the file can be read and has the shape of its siblings.',
    action: { kind: 'edit' as const, edits: [editOf(file.path, file.text, place)] },
    safe: false,
    prior: [18, 2] as const,
    candidates: places.length,
  }));
}
