/** Operators on YAML: its layout, and what its tests and contracts say. */
import { parseDocument } from 'yaml';
import { changeOf, type Operator } from '../mutation.ts';
import { sitesOf, yaml } from '../sites.ts';

/** Lines that hold a key or an item below another key. */
const inner = /(?<=\n)( {4,})(?=[\w-][^\n]*:)/;

export const yamlOperators: readonly Operator[] = [
  {
    name: 'yaml-tab',
    project: 'dbt-shop',
    healable: true,
    rule: "YAML forbids tabs in indentation and says in which line; the lines around show the width, and only one width gives the file the siblings' shape.",
    draw(files, random) {
      const sites = sitesOf(files, yaml, inner);
      if (sites.length === 0) return undefined;
      const site = random.pick(sites);
      const width = site.text.length;
      const text = random.pick(['\t'.repeat(width / 2), `${' '.repeat(width - 2)}\t`]);
      return changeOf(files, { ...site, text }, 'a line is indented with tabs');
    },
  },
  {
    name: 'yaml-indent',
    project: 'dbt-shop',
    healable: true,
    rule: 'The line is off by one from its siblings, YAML says where it stops, and only one indentation of that line parses to keys that dbt knows.',
    draw(files, random) {
      const off = sitesOf(files, yaml, inner).flatMap((site) =>
        [site.text.slice(1), `${site.text} `].map((text) => ({ ...site, text })),
      );
      const broken = random.shuffled(off).find((edit) => {
        const file = files.get(edit.path) ?? '';
        const changed = file.slice(0, edit.start) + edit.text + file.slice(edit.end);
        return parseDocument(changed).errors.length > 0;
      });
      if (!broken) return undefined;
      return changeOf(files, broken, 'a line is indented by one blank off');
    },
  },
  {
    name: 'yaml-block',
    project: 'dbt-shop',
    healable: true,
    rule: 'A key and all that hangs on it are equally far off; YAML says where it stops, and only one distance gives the file keys that dbt knows, or the text of the commit before.',
    draw(files, random) {
      const blocks = sitesOf(
        files,
        yaml,
        /(?<=\n)( +)(?:columns|data_tests|tables):\n(?:\1 +[^\n]*\n)+/,
      );
      const off = blocks.flatMap((site) =>
        [site.text.replace(/^/gm, '  ').replace(/ +$/, ''), site.text.replace(/^ {2}/gm, '')].map(
          (text) => ({ ...site, text }),
        ),
      );
      const broken = random.shuffled(off).find((edit) => {
        const file = files.get(edit.path) ?? '';
        const changed = file.slice(0, edit.start) + edit.text + file.slice(edit.end);
        return parseDocument(changed).errors.length > 0;
      });
      return broken && changeOf(files, broken, 'a block is indented by two blanks off');
    },
  },
  {
    name: 'narrow-test',
    project: 'dbt-shop',
    healable: false,
    rule: 'A test fails; whether the data or the test is wrong is known to a person, and tests are never edited.',
    draw(files, random) {
      const lists = sitesOf(files, yaml, /values: \[([^\]]+)\]/);
      if (lists.length === 0) return undefined;
      const list = random.pick(lists);
      const values = (list.groups[0] ?? '').split(', ');
      const lost = random.pick(values);
      const text = `values: [${values.filter((value) => value !== lost).join(', ')}]`;
      return changeOf(files, { ...list, text }, `an accepted_values test loses ${lost}`);
    },
  },
  {
    name: 'change-contract-type',
    project: 'dbt-shop',
    healable: false,
    rule: 'The query and its contract disagree; a contract is a promise to others, and which of the two is right is for a person.',
    draw(files, random) {
      const types = sitesOf(files, yaml, /(?<=data_type: )(.+)/);
      if (types.length === 0) return undefined;
      const site = random.pick(types);
      const text = site.text === 'integer' ? 'varchar' : 'integer';
      return changeOf(
        files,
        { ...site, text },
        `a contract says ${text} where the query gives ${site.text}`,
      );
    },
  },
];
