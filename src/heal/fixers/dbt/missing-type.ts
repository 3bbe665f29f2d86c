import type { Fixer } from '../../fix/fixer.ts';
import { nearestNames } from '../near-name.ts';
import { editOf } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { openDbtProject } from './dbt-project.ts';
import { mentionsIn } from './mentions.ts';
import { only } from './missing-column.ts';

const told = /Type with name "?(\w+)"? does not exist|type "(\w+)" does not exist/i;
const types =
  'bigint blob boolean bytea char date decimal double float integer interval json numeric real smallint text time timestamp timestamptz uuid varchar'.split(
    ' ',
  );

/** A type that the database does not have, in a cast, near to one that SQL has. */
export const missingType: Fixer = {
  name: 'dbt-missing-type',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    const found = told.exec(error?.message ?? '');
    const wrong = found?.[1] ?? found?.[2];
    const site = wrong === undefined ? null : only(wrong, dbt);
    if (!wrong || !site || mentionsIn(dbt).count(wrong) > 1) return [];
    if (!/(?:::\s*|\bas\s+)$/i.test(site.text.slice(Math.max(0, site.start - 40), site.start)))
      return [];
    const names = nearestNames(wrong, types);
    return names.map((name) => ({
      remedy: 'sql-rename-type',
      title: `Cast to ${name} instead of ${wrong} in ${site.path}`,
      why: `The database has no type ${wrong}; ${name} is the only one near to it.`,
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
