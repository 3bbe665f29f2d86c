/** Operators that take something away from the project, or put it elsewhere. */
import { misspell } from '../misspell.ts';
import type { Change, Operator } from '../mutation.ts';
import { changeOf } from '../mutation.ts';
import type { ProjectFiles } from '../project-files.ts';
import { isUsed, models, nameOf, sitesOf } from '../sites.ts';

const gone = (path: string, what: string): Change => ({
  what: `${what} (${path})`,
  files: new Map([[path, undefined]]),
});

const readModels = (files: ProjectFiles) =>
  [...files.keys()].filter(
    (path) =>
      models.test(path) &&
      sitesOf(files, /\.sql$/, new RegExp(`ref\\('${nameOf(path)}'\\)`)).length > 0,
  );

export const structureOperators: readonly Operator[] = [
  {
    name: 'drop-packages',
    project: 'dbt-shop',
    healable: true,
    rule: 'dbt says that the packages are not installed and how to install them; no source changes.',
    draw: () => ({
      what: 'the installed packages are gone (dbt_packages)',
      files: new Map(),
      circumstance: { kind: 'no-folder', path: 'dbt_packages' },
    }),
  },
  {
    name: 'hold-lock',
    project: 'dbt-shop',
    healable: true,
    rule: 'The database is held by another process, which ends: running again is the whole remedy.',
    draw: (_, random) => {
      const seconds = random.int(9, 20);
      return {
        what: `another process holds the database for ${seconds} s`,
        files: new Map(),
        circumstance: { kind: 'lock', seconds },
      };
    },
  },
  {
    name: 'delete-configuration',
    project: 'dbt-shop',
    healable: true,
    passedBefore: true,
    rule: 'dbt cannot start without the file, and git has the version with which healing saw the command pass.',
    draw: (files, random) => {
      const path = random.pick(['dbt_project.yml', 'profiles.yml']);
      return files.has(path) ? gone(path, 'a configuration file is deleted') : undefined;
    },
  },
  {
    name: 'drop-model',
    project: 'dbt-shop',
    healable: false,
    rule: 'Others read a model that is gone; whether it must come back or its readers must go is for a person.',
    draw: (files, random) => gone(random.pick(readModels(files)), 'a model is deleted'),
  },
  {
    name: 'misspell-model-file',
    project: 'dbt-shop',
    healable: true,
    rule: "A slip of the keyboard stands in the name of a model's file and nowhere else; all who read the model agree on another name.",
    draw(files, random) {
      const path = random.pick(readModels(files));
      const wrong = misspell(nameOf(path), random, (word) => isUsed(files, word));
      return {
        what: `the file of a model is called ${wrong} (${path})`,
        files: new Map([
          [path, undefined],
          [path.replace(/[^/]+$/, `${wrong}.sql`), files.get(path)],
        ]),
      };
    },
  },
  {
    name: 'rename-model-file',
    project: 'dbt-shop',
    healable: false,
    rule: 'A model has a new name and its readers use the old one; whether the rename is to be finished or undone is for a person.',
    draw(files, random) {
      const path = random.pick(readModels(files));
      const fresh = random.pick(['reporting_base', 'combined_view', 'prepared_rows']);
      if (isUsed(files, fresh)) return undefined;
      const place = path.replace(/[^/]+$/, `${fresh}.sql`);
      return {
        what: `a model is renamed to ${fresh}, but its readers are not told (${path})`,
        files: new Map([
          [path, undefined],
          [place, files.get(path)],
        ]),
      };
    },
  },
  {
    name: 'drop-macro',
    project: 'dbt-shop',
    healable: false,
    rule: 'The body of a macro that is gone is nowhere in the project.',
    draw(files, random) {
      const macros = [...files.keys()].filter(
        (path) =>
          /macros\/.*\.sql$/.test(path) &&
          !/test_|generate_/.test(path) &&
          sitesOf(files, models, new RegExp(`\\b${nameOf(path)}\\(`)).length > 0,
      );
      return macros.length > 0 ? gone(random.pick(macros), 'a macro is deleted') : undefined;
    },
  },
  {
    name: 'drop-var',
    project: 'dbt-shop',
    healable: false,
    rule: 'A variable has no value any more, and a value is never invented.',
    draw(files, random) {
      const text = files.get('dbt_project.yml') ?? '';
      const vars = sitesOf(files, /^dbt_project\.yml$/, / {2}(\w+): .+\n/).filter(
        (site) =>
          text.lastIndexOf('\nvars:', site.start) > 0 &&
          text.indexOf('\nmodels:') > site.start &&
          sitesOf(files, models, new RegExp(`var\\(['"]${site.groups[0]}['"]\\)`)).length > 0,
      );
      if (vars.length === 0) return undefined;
      const site = random.pick(vars);
      return changeOf(files, { ...site, text: '' }, `the variable ${site.groups[0]} is dropped`);
    },
  },
  {
    name: 'missing-env-var',
    project: 'dbt-shop',
    healable: false,
    rule: 'An environment variable without a default is not set, and a value is never invented.',
    draw(files, random) {
      const name = random.pick(['SHOP_DUCKDB_PATH', 'SHOP_WAREHOUSE_FILE', 'SHOP_DB']);
      const calls = sitesOf(files, /^profiles\.yml$/, /env_var\('\w+', '[^']+'\)/);
      if (calls.length === 0) return undefined;
      const edit = { ...random.pick(calls), text: `env_var('${name}')` };
      return changeOf(files, edit, `the profile needs ${name}, which nobody sets`);
    },
  },
  {
    name: 'wrong-profile',
    project: 'dbt-shop',
    healable: false,
    rule: 'A profile says to which database is written; that choice is never made by a machine.',
    draw(files, random) {
      const name = random.pick(['warehouse', 'shop_prod', 'analytics', 'shop2']);
      const sites = sitesOf(files, /^dbt_project\.yml$/, /(?<=\nprofile: )\w+/);
      if (sites.length === 0) return undefined;
      const edit = { ...random.pick(sites), text: name };
      return changeOf(files, edit, `the project asks for the profile ${name}`);
    },
  },
  {
    name: 'duplicate-model',
    project: 'dbt-shop',
    healable: false,
    rule: 'Two files define one model; which one is meant is for a person.',
    draw(files, random) {
      const path = random.pick(readModels(files));
      const place = path.includes('/marts/')
        ? `models/staging/${nameOf(path)}.sql`
        : `models/marts/${nameOf(path)}.sql`;
      return {
        what: `a model has two files (${path} and ${place})`,
        files: new Map([[place, files.get(path)]]),
      };
    },
  },
];
