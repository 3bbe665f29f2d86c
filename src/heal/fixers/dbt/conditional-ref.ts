import type { Fixer } from '../../fix/fixer.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { openDbtProject, ownSql, stemOf } from './dbt-project.ts';

const told = /unable to infer all dependencies for the model "([^"]+)"/;
/** The line that dbt itself asks for: two or three quoted names, nothing else. */
const hint = /-- depends_on: \{\{ ?(?:ref|source)\('[\w.]+'(?:, ?'[\w.]+')?\) ?\}\}/;

/** dbt says which line is missing at the top of a model. */
export const conditionalRef: Fixer = {
  name: 'dbt-conditional-ref',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(({ message }) => told.test(message));
    const model = told.exec(error?.message ?? '')?.[1];
    const line =
      hint.exec(error?.message ?? '')?.[0] ?? hint.exec(failure.diagnosis.captures.fix ?? '')?.[0];
    const files = ownSql(dbt).filter(({ path }) => stemOf(path) === model || path === error?.path);
    const [file] = files;
    if (!file || files.length !== 1 || !line || file.text.includes(line)) return [];
    return [
      {
        remedy: 'dbt-depends-on',
        title: `Add "${line}" at the top of ${file.path}`,
        why: 'The message itself holds the line; it is a comment to the database.',
        action: {
          kind: 'edit',
          edits: [{ path: file.path, line: 1, before: '', after: `${line}\n` }],
        },
        safe: true,
        prior: [19, 1],
        candidates: 1,
      },
    ];
  },
};
