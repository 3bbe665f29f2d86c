import type { Fixer } from '../../fix/fixer.ts';
import { nearestNames } from '../near-name.ts';
import { commonFunctions } from '../sql/common-functions.ts';
import { editOf } from '../text-edit.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { openDbtProject, ownSql } from './dbt-project.ts';
import { mentionsIn } from './mentions.ts';
import { only } from './missing-column.ts';

const told =
  /(?:Scalar|Aggregate|Table|Window) (?:Macro )?Function with name "?(\w+)"? does not exist|function (\w+)\([^)]*\) does not exist/i;
const offered = /Did you mean "(?:[\w.]*\.)?(\w+)"/;

/** A function that the database does not have, near to one that it offers, or that the project calls elsewhere. */
export const missingFunction: Fixer = {
  name: 'dbt-missing-function',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    const found = told.exec(error?.message ?? '');
    const wrong = found?.[1] ?? found?.[2];
    if (!error || !wrong || mentionsIn(dbt).count(wrong) > 1) return [];
    const site = only(wrong, dbt);
    if (!site || !/^\s*\(/.test(site.text.slice(site.end, site.end + 20))) return [];
    const called = ownSql(dbt).flatMap(({ text }) =>
      [...text.matchAll(/\b(\w+)\(/g)].map((one) => one[1] ?? ''),
    );
    const offer = offered.exec(error.message)?.[1];
    const pool = [...commonFunctions, ...called, ...(offer ? [offer] : [])].map((name) =>
      name.toLowerCase(),
    );
    const names = nearestNames(
      wrong,
      pool.filter((name) => name !== wrong.toLowerCase()),
    );
    // `date_diff` and `datediff` are the same to a database; a project keeps to one of them.
    const own = names.filter((name) => called.some((one) => one.toLowerCase() === name));
    const kept = own.length === 1 && sameBut(names, '_') ? own : names;
    return kept.map((name) => ({
      remedy: 'sql-rename-function',
      title: `Call ${name} instead of ${wrong} in ${site.path}`,
      why: `The database has no ${wrong}; ${name} is the only function near to it that is known here.`,
      action: {
        kind: 'edit',
        edits: [editOf(site.path, site.text, { start: site.start, end: site.end, text: name })],
      },
      safe: false,
      prior: [18, 2],
      candidates: kept.length,
    }));
  },
};

/** `min` and `max` are not: that a project calls one of them says nothing about the other. */
function sameBut(names: readonly string[], sign: string): boolean {
  return new Set(names.map((name) => name.replaceAll(sign, ''))).size === 1;
}
