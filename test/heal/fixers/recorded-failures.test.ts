import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aFailure, aProject, fixesFor, healing, mended } from './a-project.ts';

interface Recorded {
  readonly name: string;
  readonly change: {
    readonly path?: string;
    readonly from?: string;
    readonly to?: string;
    readonly move?: readonly [string, string];
    readonly remove?: string;
  };
  readonly exit: number;
  readonly log: string;
  readonly results: readonly object[];
}

const { files, failures } = JSON.parse(
  readFileSync(new URL('fixtures/library-failures.json', import.meta.url), 'utf8'),
) as { files: Readonly<Record<string, string>>; failures: readonly Recorded[] };

function broken({ change }: Recorded): Readonly<Record<string, string>> {
  const all = new Map(Object.entries(files));
  const text = (path: string) => all.get(path) ?? '';
  if (change.remove) all.delete(change.remove);
  if (change.move) {
    all.set(change.move[1], text(change.move[0]));
    all.delete(change.move[0]);
  }
  if (change.path)
    all.set(
      change.path,
      text(change.path).replace(change.from ?? '', () => change.to ?? ''),
    );
  return Object.fromEntries(all);
}

function fixesOf(recorded: Recorded) {
  const project = broken(recorded);
  const results = JSON.stringify({ results: recorded.results });
  const artifacts: Record<string, string> =
    recorded.results.length > 0 ? { 'target/run_results.json': results } : {};
  return fixesFor(
    aFailure(recorded.log, 'dbt build', recorded.exit),
    aProject({ files: project, artifacts }),
  );
}

/** Blanks do not count: a bracket may stand at the end of a line or on its own. */
function dense(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path, text.replace(/\s+/g, '')]),
  );
}

/** What only a person can decide, each with the reason. */
const forPeople: Readonly<Record<string, string>> = {
  ambiguous: 'both tables have the column',
  bracket_coalesce: 'the bracket can stand at two places',
  cast_wrong: 'the type or the data may be wrong',
  col_seed: 'the seed or its reader may be misspelt, and nothing else says the name',
  col_rename_unrelated: 'the rename may be finished or undone',
  contract_type: 'the query or the contract may be wrong',
  depends_lost: 'the message names no remedy',
  drop_macro: 'what the macro said is nowhere',
  drop_model: 'what the model said is nowhere',
  drop_seed: 'what the seed said is nowhere',
  fn_wrong: 'what should be summed is not said',
  group_lost: 'a column may be grouped by or aggregated',
  group_lost2: 'a column may be grouped by or aggregated',
  group_narrow: 'another column may have been meant',
  profile: 'it decides to which database is written',
  quote_yaml_start: 'the values of a test are never edited',
  seed_header: 'the seed or its reader may be misspelt',
  seed_header2: 'data are mended by their owner',
  source_comma: 'Jinja takes both texts as one',
  test_narrow: 'tests are never edited',
  type_upstream: 'data are mended by their owner',
  var_drop: 'a value is never invented',
  yaml_col_name: 'contracts are never edited',
};

/** Mended at the other side of a name, or one of two faults: right, but not the text that it was. */
const otherwise: Readonly<Record<string, string>> = {
  kw_distinct: 'the query had no word there, and this is the one that was misspelt',
  two_errors: 'one fault at a time',
  var_def: 'the variable has its value under either name',
};

describe('recorded failures of dbt', () => {
  const rest = failures.filter(({ name }) => !(name in forPeople) && !(name in otherwise));

  it.each(rest.map((one) => [one.name, one] as const))(
    '%s is healed to what it was',
    (_, recorded) => {
      const fix = healing(fixesOf(recorded));
      expect(fix).toBeDefined();
      expect(fix && dense(mended(fix, broken(recorded)))).toEqual(dense(files));
    },
  );

  it.each(Object.entries(forPeople))('%s is handed over: %s', (name) => {
    const recorded = failures.find((one) => one.name === name);
    const fixes = recorded ? fixesOf(recorded) : [];
    expect(recorded).toBeDefined();
    expect(healing(fixes)?.action).toBeUndefined();
  });

  it.each(Object.keys(otherwise))('%s gets one confident fix', (name) => {
    const recorded = failures.find((one) => one.name === name);
    expect(recorded && healing(fixesOf(recorded))?.action.kind).toBe('edit');
  });
});
