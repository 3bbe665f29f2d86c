import type { Fixer } from '../../fix/fixer.ts';
import { sitesOf } from '../identifiers.ts';
import { nearestNames } from '../near-name.ts';
import { editOf } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { openDbtProject, ownSql } from './dbt-project.ts';
import { meansOther, mentionsIn } from './mentions.ts';

const told = /No materialization '(\w+)' was found/;
const known = [
  'table',
  'view',
  'incremental',
  'ephemeral',
  'snapshot',
  'materialized_view',
  'external',
];

/** A materialization that dbt does not have, near to one that it has. */
export const materialization: Fixer = {
  name: 'dbt-materialization',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    const wrong = told.exec(error?.message ?? '')?.[1];
    if (!wrong) return [];
    const own = [...dbt.macros, ...dbt.models].flatMap(({ text }) =>
      [...text.matchAll(/\{%-?\s*materialization\s+(\w+)/g)].map((found) => found[1] ?? ''),
    );
    const sites = sitesOf(wrong, [...ownSql(dbt), ...dbt.yaml]);
    const [site] = sites;
    if (!site || sites.length !== 1) return [];
    const mentions = mentionsIn(dbt);
    const names = nearestNames(wrong, [...known, ...own]).filter(
      (name) => !meansOther(wrong, name, mentions),
    );
    return names.map((name) => ({
      remedy: 'dbt-rename-materialization',
      title: `Write ${name} instead of ${wrong} in ${site.path}`,
      why: `dbt knows no materialization ${wrong}; ${name} is the only one near to it.`,
      action: {
        kind: 'edit',
        edits: [editOf(site.path, site.text, { start: site.start, end: site.end, text: name })],
      },
      safe: false,
      prior: [18, 2],
      candidates: names.length,
    }));
  },
};
