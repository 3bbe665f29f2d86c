/** Operators on the Node project: its formatter, its linter, its configuration and its packages. */
import { misspell } from '../misspell.ts';
import { changeOf, type Operator } from '../mutation.ts';
import { isUsed, sitesOf } from '../sites.ts';

const scripts = /^scripts\/.*\.mjs$/;
const steps = /^scripts\/(?!lib).*\.mjs$/;

export const nightlyOperators: readonly Operator[] = [
  {
    name: 'lose-format',
    project: 'nightly-shop',
    healable: true,
    rule: 'The formatter names the file, and its own --write gives the one text that it accepts without changing what the program does.',
    draw(files, random) {
      const sites = [
        ...sitesOf(files, scripts, /(?<=\n)( {2,})(?=const )/).map((site) => ({
          ...site,
          text: `${site.text}   `,
        })),
        ...sitesOf(files, scripts, /(?<== )'(\w+)'(?=;)/).map((site) => ({
          ...site,
          text: `"${site.groups[0]}"`,
        })),
        ...sitesOf(files, scripts, /;(?=\n)/).map((site) => ({ ...site, text: '' })),
        ...sitesOf(files, scripts, /(?<=\n)\n(?=const )/).map((site) => ({
          ...site,
          text: '\n\n\n',
        })),
      ];
      return changeOf(files, random.pick(sites), 'the formatting is lost');
    },
  },
  {
    name: 'lint-fixable',
    project: 'nightly-shop',
    healable: true,
    rule: 'The linter names the file and the rule, and says that its own --fix mends it; those fixes keep what the program does.',
    draw(files, random) {
      const sites = sitesOf(files, scripts, /(?<=\n *)const (?=[a-z]\w* = )/).flatMap((site) =>
        ['let ', 'var '].map((text) => ({ ...site, text })),
      );
      return changeOf(files, random.pick(sites), 'a constant is declared as a variable');
    },
  },
  {
    name: 'drop-node-modules',
    project: 'nightly-shop',
    healable: true,
    rule: 'A tool that package.json asks for is not installed, and the lock says exactly what to install.',
    draw: () => ({
      what: 'the installed packages are gone (node_modules)',
      files: new Map(),
      circumstance: { kind: 'no-folder', path: 'node_modules' },
    }),
  },
  {
    name: 'delete-json-configuration',
    project: 'nightly-shop',
    healable: true,
    passedBefore: true,
    rule: 'The program cannot open the configuration file that its message names, and git has the version with which healing saw the command pass.',
    draw: () => ({
      what: 'a configuration file is deleted (config/digest.json)',
      files: new Map([['config/digest.json', undefined]]),
    }),
  },
  {
    name: 'break-json',
    project: 'nightly-shop',
    healable: true,
    passedBefore: true,
    rule: 'A configuration file does not parse at the place that the message names; one sign makes it say what it said when healing saw the command pass.',
    draw(files, random) {
      const sites = sitesOf(files, /^config\/.*\.json$/, /,(?=\n)|"(?=,\n)|"(?=: )|(?<=\n {2})\}/);
      const site = random.pick(sites);
      return changeOf(files, { ...site, text: '' }, `a ${site.text} is lost`);
    },
  },
  {
    name: 'misspell-import',
    project: 'nightly-shop',
    healable: true,
    rule: 'Node says which name a module does not export; one of its exports is a slip of the keyboard away, and the rest of the file uses that one.',
    draw(files, random) {
      const lists = sitesOf(files, steps, /import \{([^}]+)\} from '\.\/lib\.mjs'/);
      const site = random.pick(lists);
      const names = (site.groups[0] ?? '').trim().split(', ');
      const name = random.pick(names.filter((word) => word.length >= 4));
      const wrong = misspell(name, random, (word) => isUsed(files, word));
      const start = site.start + site.text.indexOf(name);
      const edit = { path: site.path, start, end: start + name.length, text: wrong };
      return changeOf(files, edit, `the import ${name} is written ${wrong}`);
    },
  },
  {
    name: 'misspell-module',
    project: 'nightly-shop',
    healable: true,
    rule: 'Node says which file it did not find; one file of that folder is a slip of the keyboard away.',
    draw(files, random) {
      const sites = sitesOf(files, steps, /(?<=from '\.\/)lib(?=\.mjs')/);
      const wrong = misspell('lib', random, (word) => isUsed(files, word));
      return changeOf(
        files,
        { ...random.pick(sites), text: wrong },
        `the module lib is written ${wrong}`,
      );
    },
  },
  {
    name: 'break-javascript',
    project: 'nightly-shop',
    healable: false,
    rule: 'A bracket is missing; it can stand at several places that all parse and mean different things.',
    draw(files, random) {
      const sites = sitesOf(files, steps, /\)(?=;\n)|\}(?=\);\n)/);
      const site = random.pick(sites);
      return changeOf(files, { ...site, text: '' }, `a ${site.text} is lost`);
    },
  },
  {
    name: 'drop-script',
    project: 'nightly-shop',
    healable: false,
    rule: 'The program of a step is gone; whether it must come back or the step must go is for a person.',
    draw(files, random) {
      const paths = [...files.keys()].filter((path) => steps.test(path));
      const path = random.pick(paths);
      return { what: `a program is deleted (${path})`, files: new Map([[path, undefined]]) };
    },
  },
  {
    name: 'undefined-name',
    project: 'nightly-shop',
    healable: false,
    rule: 'A name is not defined; in a program, unlike in a query, a near name is no proof: it may be a variable that was never written.',
    draw(files, random) {
      const sites = sitesOf(files, steps, /(?<=\n.*\()\b(rows|kept|best|days|total|sales)\b/);
      const site = random.pick(sites);
      const wrong = random.pick(['result', 'current', 'previous', 'selection']);
      if (isUsed(files, wrong)) return undefined;
      return changeOf(files, { ...site, text: wrong }, `${site.text} is replaced by ${wrong}`);
    },
  },
  {
    name: 'data-lost-column',
    project: 'nightly-shop',
    healable: false,
    rule: 'A table came in with another header than agreed upon: only its sender knows what it means.',
    draw(files, random) {
      const sites = sitesOf(
        files,
        /^data\/incoming\/.*\.csv$/,
        /(?<=^[\w,]*)\b(quantity|email|method|price_eur|country)\b/,
      );
      const site = random.pick(sites);
      return changeOf(
        files,
        { ...site, text: `${site.text}_2` },
        `the column ${site.text} is lost`,
      );
    },
  },
  {
    name: 'data-charged-twice',
    project: 'nightly-shop',
    healable: false,
    rule: 'A check finds bad data, and what the data should be is known to their owner.',
    draw(files, random) {
      const lines = sitesOf(files, /^data\/incoming\/payments\.csv$/, /(?<=\n)P-.*\n/);
      const site = random.pick(lines);
      return changeOf(files, { ...site, text: site.text.repeat(2) }, 'a payment stands twice');
    },
  },
];
