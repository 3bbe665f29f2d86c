import type { FixDraft, Project } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { bringBack } from '../bring-back.ts';
import { editsOf, type Replacement } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { macroNames, manifestNames } from './dbt-names.ts';
import { type DbtFile, type DbtProject, openDbtProject, ownSql } from './dbt-project.ts';
import { jinjaBlocks } from './jinja-blocks.ts';
import { mentionsIn, slipOf } from './mentions.ts';
import { slipDrafts } from './slip-drafts.ts';

const told = /'(?:dict object' has no attribute ')?(\w+)' is undefined|has no attribute '(\w+)'/;
/** What dbt itself gives to every template. */
const given =
  'adapter api as_bool as_native as_number as_text builtins config dbt_version doc env_var exceptions execute flags fromjson fromyaml graph invocation_args_dict invocation_id is_incremental local_md5 log model modules print project_name ref return run_query run_started_at schema selected_resources set source statement target this tojson toyaml var zip loop range super none true false load_result run_started_at'.split(
    ' ',
  );

/** A macro, or a variable of Jinja, that nothing defines: misspelt where it is used or defined. */
export const undefinedName: Fixer = {
  name: 'dbt-undefined',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const errors = dbtErrors(failure, project, dbt).filter(({ message }) => told.test(message));
    const found = told.exec(errors[0]?.message ?? '');
    const wrong = found?.[1] ?? found?.[2];
    if (!wrong) return [];
    const pool = [...known(dbt, project), ...given, ...setNames(dbt, errors[0]?.path ?? null)];
    const mentions = mentionsIn(dbt);
    const drafts = slipDrafts(wrong, {
      pool,
      slip(name) {
        const slip = given.includes(name) ? 'wrong' : slipOf(wrong, name, mentions);
        // Where nobody can tell, either side calls the same macro.
        return slip === 'unclear' ? 'wrong' : slip;
      },
      atUse: (name) => inUse(dbt, wrong, name),
      atDefinition: (name) => inDefinition(dbt, wrong, name),
    });
    return drafts.length > 0 ? drafts : goneMacro(wrong, dbt, project);
  },
};

/** An earlier commit had the macro, in a file that is gone or that has lost nothing but lines. */
function goneMacro(wrong: string, dbt: DbtProject, project: Project): readonly FixDraft[] {
  const paths = [
    ...project.gone().filter((path) => path.startsWith(dbt.root) && path.endsWith('.sql')),
    ...dbt.macros.map(({ path }) => path),
  ].filter((path) => {
    const [text] = project.earlier(path);
    return text !== undefined && macroNames([{ path, text }]).some(({ name }) => name === wrong);
  });
  const [path] = paths;
  return path === undefined || paths.length > 1
    ? []
    : [bringBack(path, `Bring the macro ${wrong} back (${path})`)];
}

function known(dbt: DbtProject, project: Project): readonly string[] {
  const own = macroNames(dbt.macros).map(({ name }) => name);
  return [
    ...own,
    ...manifestNames(project, dbt).macros.filter((name) => !name.startsWith('test_')),
  ];
}

/** Variables and parameters of the file at fault. */
function setNames(dbt: DbtProject, path: string | null): readonly string[] {
  const file = ownSql(dbt).find((one) => one.path === path);
  const names = file?.text.matchAll(/\{%-?\s*(?:set|for)\s+(\w+)/g) ?? [];
  return [...names].map((found) => found[1] ?? '');
}

/** Whole words in Jinja, not in its strings or comments, and no attribute of something else's. */
function placesIn({ text }: DbtFile, wrong: string): readonly Replacement[] {
  return jinjaBlocks(text)
    .filter(({ kind }) => kind !== 'comment')
    .flatMap(({ start, end }) => {
      const block = text
        .slice(start, end)
        .replace(/'[^'\n]*'|"[^"\n]*"/g, (one) => ' '.repeat(one.length));
      return [...block.matchAll(new RegExp(`(?<!\\w)${wrong}(?!\\w)`, 'g'))].map(({ index }) => ({
        start: start + index,
        end: start + index + wrong.length,
        text: '',
      }));
    });
}

function inUse(dbt: DbtProject, wrong: string, name: string): readonly FixDraft[] {
  const found = ownSql(dbt).flatMap((file) => {
    const places = placesIn(file, wrong).map((place) => ({ ...place, text: name }));
    return places.length > 0 ? [{ file, places }] : [];
  });
  const [one] = found;
  if (!one || found.length !== 1) return [];
  return [
    {
      remedy: 'dbt-rename-macro-call',
      title: `Write ${name} instead of ${wrong} in ${one.file.path}`,
      why: `Nothing defines ${wrong}; ${name} is defined and the only name near to it.`,
      action: { kind: 'edit', edits: editsOf(one.file.path, one.file.text, one.places) },
      safe: false,
      prior: [18, 2],
      candidates: 1,
    },
  ];
}

function inDefinition(dbt: DbtProject, wrong: string, name: string): readonly FixDraft[] {
  const own = ownSql(dbt);
  const definitions = macroNames(own).filter((macro) => macro.name === name);
  const [one] = definitions;
  const file = own.find(({ path }) => path === one?.path);
  if (!one || !file || definitions.length !== 1) return [];
  return [
    {
      remedy: 'dbt-rename-macro',
      title: `Define the macro under the name that is called: ${wrong}`,
      why: `${file.path} alone says ${name}; all who call it say ${wrong}.`,
      action: {
        kind: 'edit',
        edits: editsOf(file.path, file.text, [{ start: one.start, end: one.end, text: wrong }]),
      },
      safe: false,
      prior: [17, 3],
      candidates: 1,
    },
  ];
}
