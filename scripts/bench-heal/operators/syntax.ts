/** Operators that lose or double one sign. */
import { changeOf, type Operator } from '../mutation.ts';
import type { Prng } from '../prng.ts';
import type { ProjectFiles } from '../project-files.ts';
import { bareSql, models, type Site, sitesOf } from '../sites.ts';

/** Takes away (or puts in) signs at one of the sites. */
function edited(
  files: ProjectFiles,
  random: Prng,
  sites: readonly Site[],
  what: string,
  replacement = '',
) {
  if (sites.length === 0) return undefined;
  const { path, start, end } = random.pick(sites);
  return changeOf(files, { path, start, end, text: replacement }, what);
}

/** A comma at the end of a line of a select list, before an item that has a name of its own or a table's. */
const commaBeforeItem =
  /,(?=\n +(?:[a-z_]\w*\.[a-z_]\w*,?\n|[a-z_]\w* as \w+,?\n|(?:coalesce|sum|count|max|min|avg|cast|lower|upper|trim|round|date_trunc)\())/;

export const syntaxOperators: readonly Operator[] = [
  {
    name: 'lose-comma',
    project: 'dbt-shop',
    healable: true,
    rule: 'The parser stops in the item after the lost comma, every other item of the list stands on a line that ends in a comma, and one comma makes the query parse.',
    draw: (files, random) =>
      edited(
        files,
        random,
        sitesOf(files, models, commaBeforeItem, bareSql),
        'a comma between two columns is lost',
      ),
  },
  {
    name: 'double-comma',
    project: 'dbt-shop',
    healable: true,
    rule: 'The parser stops at the second of two commas with nothing between them; taking one away is the only edit that adds no meaning.',
    draw: (files, random) =>
      edited(files, random, sitesOf(files, models, /,(?=\n)/, bareSql), 'a comma is doubled', ',,'),
  },
  {
    name: 'lose-ref-quote',
    project: 'dbt-shop',
    healable: true,
    rule: "Jinja stops inside a ref() with one quote; the name in it is a model of the manifest, so the other quote's place is certain.",
    draw(files, random) {
      const sites = sitesOf(files, models, /ref\('\w+'\)/).flatMap((site) => [
        { ...site, start: site.start + 4, end: site.start + 5 },
        { ...site, start: site.end - 2, end: site.end - 1 },
      ]);
      return edited(files, random, sites, 'a quote of a ref() is lost');
    },
  },
  {
    name: 'lose-ref-paren',
    project: 'dbt-shop',
    healable: true,
    rule: 'Jinja says that the expression ends where a ) was expected; the ref() holds one quoted name, so the place of ) is certain.',
    draw: (files, random) =>
      edited(
        files,
        random,
        sitesOf(files, models, /(?<=ref\('\w+')\)(?= \}\})/),
        'the closing bracket of a ref() is lost',
      ),
  },
  {
    name: 'lose-jinja-brace',
    project: 'dbt-shop',
    healable: true,
    rule: 'An expression that opens with {{ closes with }}; one of the four braces is missing beside its twin, so its place is certain.',
    draw: (files, random) =>
      edited(
        files,
        random,
        sitesOf(files, models, /(?<=\{\{ ref\('\w+'\) \})\}/),
        'one of the closing braces of an expression is lost',
      ),
  },
  {
    name: 'lose-only-paren',
    project: 'dbt-shop',
    healable: true,
    rule: 'The function takes one column, and its alias follows: the closing bracket can stand at one place only.',
    draw: (files, random) =>
      edited(
        files,
        random,
        sitesOf(
          files,
          models,
          /(?<=\n +(?:sum|max|min|avg|trim|lower|upper)\([a-z_]+)\)(?= as )/,
          bareSql,
        ),
        'the closing bracket of a function is lost',
      ),
  },
  {
    name: 'lose-sql-paren',
    project: 'dbt-shop',
    healable: true,
    rule: 'The function takes several arguments, and the closing bracket can stand behind each of them; the commit before says behind which it stood.',
    draw: (files, random) =>
      edited(
        files,
        random,
        sitesOf(
          files,
          models,
          /(?<=\b(?:coalesce|round|date_diff|split_part)\([^()\n]+,[^()\n]*)\)/,
          bareSql,
        ),
        'the closing bracket of a function is lost',
      ),
  },
  {
    name: 'lose-last-quote',
    project: 'dbt-shop',
    healable: true,
    rule: 'The text is the last thing in its line or list, and one word: only right behind that word its closing quote makes a query.',
    draw: (files, random) =>
      edited(
        files,
        random,
        literals(files, /'[a-z]+'(?=\n|\)\n|\) then)/),
        "a text's closing quote is lost",
      ),
  },
  {
    name: 'lose-sql-quote',
    project: 'dbt-shop',
    healable: true,
    rule: 'More words follow the text in its brackets, so that it may end behind each of them; the commit before says behind which it did.',
    draw: (files, random) =>
      edited(
        files,
        random,
        literals(files, /'[a-z]+'(?=, [a-z_])/),
        "a text's closing quote is lost",
      ),
  },
];

/** The closing quotes of texts in SQL, not of arguments in Jinja. */
function literals(files: ProjectFiles, pattern: RegExp): Site[] {
  return sitesOf(files, models, pattern)
    .filter(({ path, start }) => isInSql(files.get(path) ?? '', start))
    .map((site) => ({ ...site, start: site.end - 1 }));
}

/** Whether a quote opens a text of SQL, not an argument of Jinja. */
function isInSql(text: string, at: number): boolean {
  const jinja = [...text.matchAll(/\{\{.*?\}\}|\{%.*?%\}/gs)];
  return !jinja.some((block) => block.index <= at && at < block.index + block[0].length);
}
