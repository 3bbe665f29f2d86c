/** Operators that misspell one name where it is used. */
import { misspell } from '../misspell.ts';
import { changeOf, type Operator } from '../mutation.ts';
import type { Prng } from '../prng.ts';
import type { ProjectFiles } from '../project-files.ts';
import { bareSql, columnNames, isUsed, models, type Site, sitesOf, yaml } from '../sites.ts';

/** Misspells the last group of one of the sites. */
function misspelt(files: ProjectFiles, random: Prng, sites: readonly Site[], kind: string) {
  const fit = sites.filter((site) => (site.groups.at(-1) ?? '').length >= 5);
  if (fit.length === 0) return undefined;
  const site = random.pick(fit);
  const name = site.groups.at(-1) ?? '';
  const wrong = misspell(name, random, (word) => isUsed(files, word));
  const start = site.start + site.text.lastIndexOf(name);
  const edit = { path: site.path, start, end: start + name.length, text: wrong };
  return changeOf(files, edit, `the ${kind} ${name} is written ${wrong}`);
}

const builtIns =
  /\b(coalesce|round|date_diff|date_trunc|split_part|row_number|count|lower|upper|nullif)(?=\()/;

export const nameOperators: readonly Operator[] = [
  {
    name: 'misspell-column',
    project: 'dbt-shop',
    healable: true,
    rule: 'The database says which name it does not know; that name stands nowhere else in the project, and one known column is a slip of the keyboard away.',
    draw(files, random) {
      const known = columnNames(files);
      const uses = sitesOf(
        files,
        models,
        /(?<!\bas )(?<!\bas\s{2,40})\b(?:[a-z_]\w*\.)?([a-z_]\w*)\b(?!\s*[(.])/,
        bareSql,
      );
      const columns = uses.filter((site) => known.has(site.groups[0] ?? ''));
      return misspelt(files, random, columns, 'column');
    },
  },
  {
    name: 'misspell-ref',
    project: 'dbt-shop',
    healable: true,
    rule: 'dbt says which model it did not find; one of the manifest is a slip of the keyboard away, and the wrong name stands nowhere else.',
    draw: (files, random) =>
      misspelt(files, random, sitesOf(files, models, /ref\('(\w+)'\)/), 'model'),
  },
  {
    name: 'misspell-source',
    project: 'dbt-shop',
    healable: true,
    rule: 'dbt says which source it did not find; sources are declared, and one of them is a slip of the keyboard away.',
    draw: (files, random) =>
      misspelt(files, random, sitesOf(files, models, /source\('(\w+)', '(\w+)'\)/), 'source table'),
  },
  {
    name: 'misspell-macro',
    project: 'dbt-shop',
    healable: true,
    rule: 'dbt says which macro is undefined; one macro of the project or its packages is a slip of the keyboard away.',
    draw(files, random) {
      const macros = sitesOf(files, /macros\/.*\.sql$/, /\{% macro (\w+)\(/).map(
        (site) => site.groups[0],
      );
      const calls = sitesOf(files, models, /\{[{%][^}]*?\b(?:shop_utils\.)?(\w+)\(/);
      const own = calls.filter((site) => macros.includes(site.groups[0]));
      return misspelt(files, random, own, 'macro');
    },
  },
  {
    name: 'misspell-function',
    project: 'dbt-shop',
    healable: true,
    rule: 'The database says which function does not exist; one function that SQL has is a slip of the keyboard away.',
    draw: (files, random) =>
      misspelt(files, random, sitesOf(files, models, builtIns, bareSql), 'function'),
  },
  {
    name: 'misspell-var',
    project: 'dbt-shop',
    healable: true,
    rule: 'dbt says which variable has no value; one that dbt_project.yml gives is a slip of the keyboard away, so no value is invented.',
    draw: (files, random) =>
      misspelt(files, random, sitesOf(files, models, /var\(['"](\w+)['"]\)/), 'variable'),
  },
  {
    name: 'misspell-alias',
    project: 'dbt-shop',
    healable: true,
    rule: 'The new name stands once, where a column is defined; all that reads the column agrees on another name that is a slip of the keyboard away.',
    draw(files, random) {
      const aliases = sitesOf(files, models, /\bas\s+([a-z_]\w*)\s*(?=,|\n|$)/, bareSql);
      const read = aliases.filter((site) => {
        const uses = sitesOf(files, /\.(sql|yml)$/, new RegExp(`\\b${site.groups[0]}\\b`));
        return uses.length >= 3;
      });
      return misspelt(files, random, read, 'column (where it is defined)');
    },
  },
  {
    name: 'misspell-described-column',
    project: 'dbt-shop',
    healable: true,
    rule: 'Tests hang on an entry whose name no column has and nothing else says; one column of the model is a slip of the keyboard away, and no other entry describes it.',
    draw(files, random) {
      // A contract is a promise to others: which of both keeps its name is for a person.
      const plain = new Map([...files].filter(([, text]) => !text.includes('contract:')));
      const sites = sitesOf(
        plain,
        yaml,
        /(?<=\n {6}- name: )(\w+)(?=\n {8}(?:description: [^\n]+\n {8})?data_tests:)/,
      );
      return misspelt(files, random, sites, 'described column');
    },
  },
  {
    name: 'misspell-test',
    project: 'dbt-shop',
    healable: false,
    rule: 'The wrong name stands in a test, and tests are never edited. (Of a ref() in a test that leads nowhere dbt only warns.)',
    draw: (files, random) =>
      misspelt(
        files,
        random,
        sitesOf(files, yaml, /- (unique|not_null|accepted_values|relationships)(?=:?\n)/),
        'test',
      ),
  },
];
