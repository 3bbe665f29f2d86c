/** Operators that change what a query says. */
import { changeOf, type Operator } from '../mutation.ts';
import { bareSql, columnNames, isUsed, models, sitesOf } from '../sites.ts';

export const meaningOperators: readonly Operator[] = [
  {
    name: 'lose-group-by-column',
    project: 'dbt-shop',
    healable: true,
    rule: 'The database names the column; it is selected as it is, so grouping by it is the only edit that keeps the columns and gives the same rows each time.',
    draw(files, random) {
      const entries = sitesOf(
        files,
        models,
        /(?<=group by\n(?: +\w[\w.]*,\n)*)( +)(\w[\w.]*)(,?)\n/,
        bareSql,
      );
      // Not one that groups by an alias: its column is selected as something else.
      const items = entries.filter((site) =>
        new RegExp(`\\n +${site.groups[1]},?\\n[^]*group by`).test(
          (files.get(site.path) ?? '').slice(0, site.start),
        ),
      );
      if (items.length === 0) return undefined;
      const site = random.pick(items);
      const text = files.get(site.path) ?? '';
      // The last column takes the comma of the one before along.
      const start = site.groups[2] === ',' ? site.start : text.lastIndexOf(',', site.start);
      const end = site.groups[2] === ',' ? site.end : site.end - 1;
      const edit = { path: site.path, start, end, text: '' };
      return changeOf(files, edit, `group by loses ${site.groups[1]}`);
    },
  },
  {
    name: 'lose-group-by',
    project: 'dbt-shop',
    healable: true,
    rule: 'The query aggregates, selects columns as they are, and groups by nothing; to group by just these gives the text of the commit before.',
    draw(files, random) {
      const clauses = sitesOf(files, models, /(?<=\n) *group by\n(?: +\w[\w.]*,?\n)+/, bareSql);
      if (clauses.length === 0) return undefined;
      return changeOf(files, { ...random.pick(clauses), text: '' }, 'a query loses its group by');
    },
  },
  {
    name: 'lose-aggregate',
    project: 'dbt-shop',
    healable: false,
    rule: 'A column is neither grouped by nor aggregated; which of the two it should be changes the figures, and is for a person.',
    draw(files, random) {
      const sums = sitesOf(files, models, /(?<=\n +)(?:sum|max|min|avg)\((\w+)\)(?= as )/, bareSql);
      if (sums.length === 0) return undefined;
      const site = random.pick(sums);
      return changeOf(
        files,
        { ...site, text: site.groups[0] ?? '' },
        `${site.text} loses its aggregate`,
      );
    },
  },
  {
    name: 'drop-depends-on',
    project: 'dbt-shop',
    healable: true,
    rule: 'The message holds the very line that is missing.',
    draw(files, random) {
      const hints = sitesOf(files, models, /-- depends_on: .*\n+/);
      if (hints.length === 0) return undefined;
      return changeOf(files, { ...random.pick(hints), text: '' }, 'a depends_on hint is lost');
    },
  },
  {
    name: 'rename-alias',
    project: 'dbt-shop',
    healable: false,
    rule: 'A column has a new name where it is defined and the old one where it is read; whether the rename is to be finished or undone is for a person.',
    draw(files, random) {
      const aliases = sitesOf(files, models, /\bas\s+([a-z_]\w{4,})\s*(?=,|\n|$)/, bareSql);
      const read = aliases.filter(
        (site) => sitesOf(files, /\.(sql|yml)$/, new RegExp(`\\b${site.groups[0]}\\b`)).length >= 2,
      );
      if (read.length === 0) return undefined;
      const site = random.pick(read);
      const name = site.groups[0] ?? '';
      const fresh = random.pick(['new_value', 'reported_figure', 'measure', 'field_two']);
      if (isUsed(files, fresh)) return undefined;
      const start = site.start + site.text.lastIndexOf(name);
      const edit = { path: site.path, start, end: start + name.length, text: fresh };
      return changeOf(files, edit, `the column ${name} is now called ${fresh}, but only here`);
    },
  },
  {
    name: 'wrong-ref',
    project: 'dbt-shop',
    healable: false,
    rule: 'A query reads another model than it did, and asks it for columns that it does not have; which model is meant is for a person.',
    draw(files, random) {
      const sites = sitesOf(files, models, /(?<=ref\(')\w+(?='\))/);
      if (sites.length === 0) return undefined;
      const site = random.pick(sites);
      const others = [...new Set(sites.map(({ text }) => text))].filter(
        (name) => name !== site.text && !site.path.endsWith(`/${name}.sql`),
      );
      const other = random.pick(others);
      return changeOf(files, { ...site, text: other }, `${other} is read instead of ${site.text}`);
    },
  },
  {
    name: 'wrong-cast',
    project: 'dbt-shop',
    healable: false,
    rule: 'A text does not fit the type that the query now asks for; whether the type or the data is wrong is for a person.',
    draw(files, random) {
      const texts = [...columnNames(files)].filter((name) =>
        /status|method|sku|category|region|channel|name|email|code/.test(name),
      );
      const items = sitesOf(files, models, /(?<=\n +)((?:\w+\.)?(\w+)) as (\w+)(?=,?\n)/, bareSql);
      const fit = items.filter((site) => texts.includes(site.groups[1] ?? ''));
      const casts = sitesOf(files, models, /(?<=cast\(\w+ as )varchar(?=\))/, bareSql);
      const changes = [
        ...fit.map((site) => ({
          ...site,
          text: `cast(${site.groups[0]} as integer) as ${site.groups[2]}`,
        })),
        ...casts.map((site) => ({ ...site, text: 'integer' })),
      ];
      if (changes.length === 0) return undefined;
      return changeOf(files, random.pick(changes), 'a text is cast to a whole number');
    },
  },
  {
    name: 'ambiguous-column',
    project: 'dbt-shop',
    healable: false,
    rule: 'Two tables of the join have the column, and in an outer join they differ; which one is meant is for a person.',
    draw(files, random) {
      const joined = new Set(
        sitesOf(files, models, /\w+\.(\w+) = \w+\.\1\b/, bareSql).map(
          (site) => `${site.path} ${site.groups[0]}`,
        ),
      );
      const prefixed = sitesOf(files, models, /(?<=\n +)(\w+)\.(\w+)(?=,?\n)/, bareSql).filter(
        (site) => joined.has(`${site.path} ${site.groups[1]}`),
      );
      if (prefixed.length === 0) return undefined;
      const site = random.pick(prefixed);
      const edit = { ...site, text: site.groups[1] ?? '' };
      return changeOf(files, edit, `${site.text} loses its table`);
    },
  },
];
