import type { FixDraft } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { bringBack } from '../bring-back.ts';
import { editOf, editsOf } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { type DbtProject, openDbtProject, ownSql, varsIn } from './dbt-project.ts';
import { jinjaCalls } from './jinja-blocks.ts';
import { mentionsIn, slipOf } from './mentions.ts';
import { isRecord, readYaml } from './read-yaml.ts';
import { slipDrafts } from './slip-drafts.ts';

const told = /Required var '(\w+)' not found in config/;

/** A var() without a value whose name is a slip of one that has a value, or the other way round. */
export const missingVar: Fixer = {
  name: 'dbt-missing-var',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    const wrong = told.exec(error?.message ?? '')?.[1];
    if (!wrong || dbt.vars.includes(wrong)) return [];
    const mentions = mentionsIn(dbt);
    const drafts = slipDrafts(wrong, {
      pool: dbt.vars,
      slip(name) {
        // Where nobody can tell, either side gives the same value to the same place.
        const slip = slipOf(wrong, name, mentions);
        return slip === 'unclear' ? 'wrong' : slip;
      },
      atUse: (name) => inUse(dbt, wrong, name),
      atDefinition: (name) => inSettings(dbt, wrong, name),
    });
    const settings = `${dbt.root}dbt_project.yml`;
    const [before = ''] = project.earlier(settings);
    const had = varsOf(before).includes(wrong);
    if (drafts.length > 0 || !had) return drafts;
    return [bringBack(settings, `Give the variable ${wrong} the value that it had in ${settings}`)];
  },
};

function varsOf(settings: string): readonly string[] {
  const value = readYaml(settings);
  return isRecord(value) ? varsIn(value.vars) : [];
}

function usesOf(dbt: DbtProject, name: string) {
  return ownSql(dbt).flatMap((file) => {
    const places = jinjaCalls(file.text).flatMap(({ name: called, texts }) =>
      called === 'var' && texts[0]?.value === name ? [texts[0]] : [],
    );
    return places.length > 0 ? [{ file, places }] : [];
  });
}

function inUse(dbt: DbtProject, wrong: string, name: string): readonly FixDraft[] {
  const uses = usesOf(dbt, wrong);
  const edits = uses.flatMap(({ file, places }) =>
    editsOf(
      file.path,
      file.text,
      places.map(({ start, end }) => ({ start, end, text: name })),
    ),
  );
  if (uses.length !== 1) return [];
  return [
    {
      remedy: 'dbt-rename-var',
      title: `Ask for the variable ${name} instead of ${wrong} in ${uses[0]?.file.path}`,
      why: `${wrong} has no value anywhere; ${name} has one and is the only name near to it. No value is invented.`,
      action: { kind: 'edit', edits },
      safe: false,
      prior: [18, 2],
      candidates: 1,
    },
  ];
}

/** The settings give a value under a name that nobody asks for. */
function inSettings(dbt: DbtProject, wrong: string, name: string): readonly FixDraft[] {
  const [settings] = dbt.yaml;
  if (!settings || usesOf(dbt, name).length > 0) return [];
  const keys = [
    ...settings.text.matchAll(new RegExp(`(?<=\\n[ \\t]+["']?)${name}(?=["']?[ \\t]*:)`, 'g')),
  ];
  const [key] = keys;
  if (!key || keys.length !== 1) return [];
  const place = { start: key.index, end: key.index + name.length, text: wrong };
  return [
    {
      remedy: 'dbt-rename-var-setting',
      title: `Give the variable's value under the name that is asked for: ${wrong}`,
      why: `${settings.path} alone says ${name}; all who ask for it say ${wrong}. The value stays.`,
      action: { kind: 'edit', edits: [editOf(settings.path, settings.text, place)] },
      safe: false,
      prior: [17, 3],
      candidates: 1,
    },
  ];
}
