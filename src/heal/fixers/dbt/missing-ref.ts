import { earlierTexts } from '../../fix/decided-by-history.ts';
import type { FixDraft, Project } from '../../fix/fix.ts';
import type { Failure, Fixer } from '../../fix/fixer.ts';
import { bringBack } from '../bring-back.ts';
import { editOf, editsOf } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { describedNames, nodeNames } from './dbt-names.ts';
import { type DbtFile, type DbtProject, openDbtProject, ownSql, stemOf } from './dbt-project.ts';
import { goneNode } from './history.ts';
import { jinjaCalls } from './jinja-blocks.ts';
import { mentionsIn, slipOf } from './mentions.ts';
import { slipDrafts } from './slip-drafts.ts';

const told =
  /\(([^()\s]+\.\w+)\) depends on a node named '([^']+)'(?: in package or project '[^']*')? which was not found/;

/** A ref() to a model that is not there: misspelt where it is used, or the model's file is misnamed. */
export const missingRef: Fixer = {
  name: 'dbt-missing-ref',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    const [, reader = '', missing = ''] = told.exec(error?.message ?? '') ?? [];
    if (missing === '') return [];
    return proposeFor({ reader: `${dbt.root}${reader}`, missing, dbt, project, failure });
  },
};

interface Case {
  readonly reader: string;
  readonly missing: string;
  readonly dbt: DbtProject;
  readonly project: Project;
  readonly failure: Failure;
}

function proposeFor(one: Case): readonly FixDraft[] {
  const { missing, dbt, project } = one;
  const mentions = mentionsIn(dbt);
  const existed = existedBefore(one);
  const gone = goneNode(missing, dbt, project);
  const drafts = slipDrafts(missing, {
    pool: nodeNames(dbt),
    slip(name) {
      // A model of that name was there and said something else: it is no slip of this one.
      if (gone && fileOf(name, dbt, project)?.text !== gone.text) return 'neither';
      return existed ? 'near' : slipOf(missing, name, mentions);
    },
    lately: (name) => {
      const before = earlierTexts(one.reader, project).map((text) => ({ path: one.reader, text }));
      if (gone) return 'near';
      return before.some(
        (file) => refsTo(missing, file).length === 0 && refsTo(name, file).length > 0,
      )
        ? 'wrong'
        : null;
    },
    atUse: (name) => inReader(one, name),
    atDefinition: (name) => ofFile(one, name),
  });
  if (drafts.length > 0 || !gone) return drafts;
  const renamed = dbt.models.filter(({ text }) => text === gone.text).map(({ path }) => path);
  return [
    // Whether a rename is to be finished or undone is for a person.
    ...renamed.flatMap((path) =>
      ofFile(one, stemOf(path)).map((draft) => ({ ...draft, candidates: 2 })),
    ),
    ...(renamed.length > 0
      ? []
      : [bringBack(gone.path, `Bring the model ${missing} back (${gone.path})`)]),
  ];
}

function fileOf(name: string, dbt: DbtProject, project: Project) {
  const file = [...dbt.models, ...dbt.snapshots].find(({ path }) => stemOf(path) === name);
  const seed = dbt.seeds.find(({ path }) => stemOf(path) === name);
  const text = file?.text ?? (seed ? project.read(seed.path) : null);
  return text === null ? null : { text };
}

/** The reader said the same when it last passed: then the name was right. */
function existedBefore({ reader, missing, project }: Case): boolean {
  const before = project.lastGood(reader);
  return before !== null && refsTo(missing, { path: reader, text: before }).length > 0;
}

function refsTo(name: string, file: DbtFile) {
  if (/\.ya?ml$/.test(file.path)) return refsInYaml(name, file.text);
  return jinjaCalls(file.text).flatMap((call) => {
    const last = call.texts.at(-1);
    return call.name === 'ref' && last?.value === name ? [last] : [];
  });
}

/** `ref('x')` in what describes an exposure: no braces stand around it. */
function refsInYaml(name: string, text: string) {
  const found = text.matchAll(/(?<![\w.])ref\(\s*(['"])(\w+)\1\s*\)/g);
  return [...found].flatMap((one) => {
    const start = one.index + one[0].indexOf(one[1] ?? '') + 1;
    return one[2] === name ? [{ value: name, start, end: start + name.length }] : [];
  });
}

function inReader({ reader, missing, dbt }: Case, name: string): readonly FixDraft[] {
  const file = [...ownSql(dbt), ...dbt.yaml].find(({ path }) => path === reader);
  if (!file || stemOf(reader) === name) return [];
  const places = refsTo(missing, file);
  if (places.length === 0) return [];
  const edits = editsOf(
    file.path,
    file.text,
    places.map(({ start, end }) => ({ start, end, text: name })),
  );
  return [
    {
      remedy: 'dbt-rename-ref',
      title: `Refer to ${name} instead of ${missing} in ${file.path}`,
      why: `The project has no ${missing}; ${name} is the only name near to it, and nothing else in the project says ${missing}.`,
      action: { kind: 'edit', edits },
      safe: false,
      prior: [18, 2],
      candidates: 1,
    },
  ];
}

/** The file has a name that nobody uses, while several places agree on the near one. */
function ofFile({ missing, dbt, project }: Case, name: string): readonly FixDraft[] {
  const users = [...ownSql(dbt), ...dbt.yaml].filter((file) => refsTo(name, file).length > 0);
  const file = [...dbt.models, ...dbt.seeds].filter(({ path }) => stemOf(path) === name);
  const path = file[0]?.path;
  const text = path && project.read(path);
  if (file.length !== 1 || !path || !text || users.length > 0 || describedNames(dbt).includes(name))
    return [];
  const fresh =
    path.slice(0, path.lastIndexOf('/') + 1) + missing + path.slice(path.lastIndexOf('.'));
  if (project.paths.includes(fresh)) return [];
  return [
    {
      remedy: 'dbt-rename-file',
      title: `Name the file of ${missing} as its readers do: ${path} becomes ${fresh}`,
      why: `Nothing in the project says ${name} but the name of its file; all who read it say ${missing}.`,
      action: {
        kind: 'edit',
        edits: [
          editOf(path, text, { start: 0, end: text.length, text: '' }),
          { path: fresh, line: 1, before: '', after: text },
        ],
      },
      safe: false,
      prior: [17, 3],
      candidates: 1,
    },
  ];
}
