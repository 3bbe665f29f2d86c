import { describe, expect, it } from '@jest/globals';
import { aFailure, aProject, fixesFor, healing, mended } from './a-project.ts';

function remedies(log: string, command: string, parts: Parameters<typeof aProject>[0], exit = 1) {
  return fixesFor(aFailure(log, command, exit), aProject(parts));
}

describe('a formatter or linter', () => {
  const files = { 'scripts/a.mjs': '', 'scripts/b.mjs': '', 'web/src/c.ts': '' };

  it('is run on the files that it named', () => {
    const log =
      'Checking formatting...\n[warn] scripts/a.mjs\n[warn] scripts/b.mjs\n[warn] Code style issues found in 2 files. Run Prettier with --write to fix.\n';
    expect(healing(remedies(log, 'npx prettier --check .', { files }))?.action).toEqual({
      kind: 'command',
      argv: ['npx', 'prettier', '--write', 'scripts/a.mjs', 'scripts/b.mjs'],
      directory: '.',
      changes: ['scripts/a.mjs', 'scripts/b.mjs'],
    });
  });

  it('gets paths as they are in the repository and in its own folder', () => {
    const log =
      "\n/home/runner/work/shop/shop/web/src/c.ts\n  6:5  error  'best' is never reassigned. Use 'const' instead  prefer-const\n\n✖ 1 problem (1 error, 0 warnings)\n  1 error and 0 warnings potentially fixable with the `--fix` option.\n";
    expect(
      healing(remedies(log, 'npx eslint .', { files, directory: 'web' }))?.action,
    ).toMatchObject({
      argv: ['npx', 'eslint', '--fix', 'src/c.ts'],
      changes: ['web/src/c.ts'],
    });
  });

  it('that does not say that it can mend it is no confident fix', () => {
    const log =
      "\n/x/scripts/a.mjs\n  6:5  error  'best' is not defined  no-undef\n\n✖ 1 problem (1 error, 0 warnings)\n";
    expect(healing(remedies(log, 'npx eslint .', { files }))).toBeUndefined();
  });

  it('is never given a path that is not in the repository', () => {
    const log =
      '[warn] ../../etc/shadow.json\n[warn] --plugin=evil.js\n[warn] Code style issues found in 2 files. Run Prettier with --write to fix.\n';
    const argv = remedies(log, 'npx prettier --check .', { files }).flatMap(({ action }) =>
      action.kind === 'command' ? action.argv : [],
    );
    expect(argv.join(' ')).not.toMatch(/shadow|plugin/);
  });
});

describe('packages that are not installed', () => {
  const log = 'sh: 1: prettier: not found\n';
  const files = { 'package.json': '{}', 'package-lock.json': '{}' };

  it('are installed as the lock says', () => {
    expect(healing(remedies(log, 'npm run format', { files }, 127))?.action).toEqual({
      kind: 'command',
      argv: ['npm', 'ci'],
      directory: '.',
      changes: [],
    });
  });

  it('are not where no lock says what to install', () => {
    expect(remedies(log, 'npm run format', { files: { 'package.json': '{}' } }, 127)).toEqual([]);
  });

  it('are not the reason where others are installed', () => {
    const artifacts = { 'node_modules/.package-lock.json': '{}' };
    expect(remedies(log, 'npm run format', { files, artifacts }, 127)).toEqual([]);
  });
});

describe('a configuration file', () => {
  const good = '{\n  "title": "Shop",\n  "limits": {\n    "rows": 5\n  }\n}\n';
  const told = (why: string) => `[error] config/shop.json: SyntaxError: ${why}\n`;

  it.each([
    ['a comma', good.replace('"Shop",', '"Shop"')],
    ['a quote', good.replace('"title"', '"title')],
    ['a bracket', good.replace('\n  }\n', '\n  \n')],
  ])('that has lost %s gets it back, and what else was changed stays', (_, lost) => {
    const text = lost.replace('5', '6');
    const files = { 'config/shop.json': text };
    const fix = healing(remedies(told('Unexpected token (3:3)'), 'node run.mjs', { files }));
    expect(fix && mended(fix, files)['config/shop.json']).toBe(good.replace('5', '6'));
  });

  it('that is gone comes back as it was when the command passed', () => {
    const log =
      "Error: ENOENT: no such file or directory, open 'config/shop.json'\n    at readFileSync (node:fs:448:20)\n";
    const before = { 'config/shop.json': good };
    expect(healing(remedies(log, 'node run.mjs', { files: {}, before }))?.action).toEqual({
      kind: 'restore',
      path: 'config/shop.json',
    });
  });

  it.each(['package.json', '.github/shop.json', 'tests/shop.json'])('%s is not touched', (path) => {
    const log = `Error: ENOENT: no such file or directory, open '${path}'\n`;
    expect(remedies(log, 'node run.mjs', { files: {}, before: { [path]: good } })).toEqual([]);
  });

  it('of dbt comes back, too', () => {
    const log =
      'Encountered an error:\nRuntime Error\n  No dbt_project.yml found at expected path /work/shop/dbt_project.yml\n';
    const before = { 'dbt_project.yml': 'name: shop\n' };
    expect(healing(remedies(log, 'dbt build', { files: {}, before }, 2))?.action).toEqual({
      kind: 'restore',
      path: 'dbt_project.yml',
    });
  });
});

describe('an import', () => {
  const lib = 'export function readCsv() {}\nexport const table = 1;\nexport { save as store };\n';

  it('of a name that its module does not export is the near one', () => {
    const text = "import { raedCsv, table } from './lib.mjs';\nreadCsv(table);\n";
    const files = { 'scripts/a.mjs': text, 'scripts/lib.mjs': lib };
    const log =
      "file:///work/shop/scripts/a.mjs:1\nimport { raedCsv, table } from './lib.mjs';\n         ^^^^^^^\nSyntaxError: The requested module './lib.mjs' does not provide an export named 'raedCsv'\n    at ModuleJob._instantiate (node:internal/modules/esm/module_job:180:21)\n";
    const fix = healing(remedies(log, 'node scripts/a.mjs', { files }));
    expect(fix && mended(fix, files)['scripts/a.mjs']).toBe(text.replace('raedCsv', 'readCsv'));
  });

  const missing = (name: string) =>
    `node:internal/modules/esm/resolve:283\nError [ERR_MODULE_NOT_FOUND]: Cannot find module '/work/shop/scripts/${name}' imported from /work/shop/scripts/a.mjs\n    at finalizeResolution (node:internal/modules/esm/resolve:283:11)\n`;

  it('of a file that is not there is the near one', () => {
    const text = "import { table } from './libb.mjs';\n";
    const files = { 'scripts/a.mjs': text, 'scripts/lib.mjs': lib };
    const fix = healing(remedies(missing('libb.mjs'), 'node scripts/a.mjs', { files }));
    expect(fix && mended(fix, files)['scripts/a.mjs']).toBe(text.replace('libb', 'lib'));
  });

  it('of a file that went away is left to people', () => {
    const text = "import { table } from './libs.mjs';\n";
    const files = { 'scripts/a.mjs': text, 'scripts/lib.mjs': lib };
    const before = { 'scripts/a.mjs': text, 'scripts/libs.mjs': lib };
    expect(remedies(missing('libs.mjs'), 'node scripts/a.mjs', { files, before })).toEqual([]);
  });
});

describe('a file of JSON whose parser does not say which it is', () => {
  const good = '{\n  "depot": "north",\n  "watts": 60\n}\n';
  const lost = good.replace('",\n', '"\n');
  const node =
    "<anonymous_script>:3\n\nSyntaxError: Expected ',' or '}' after property value in JSON at position 23\n    at JSON.parse (<anonymous>)\n    at file:///work/src/report.js:4:19\n\nNode.js v20.20.2\n";
  const python =
    'Traceback (most recent call last):\n  File "main.py", line 5, in <module>\njson.decoder.JSONDecodeError: Expecting \',\' delimiter: line 3 column 3 (char 24)\n';

  it.each([node, python])('is the one that cannot be read', (log) => {
    const files = { 'config/a.json': lost, 'config/b.json': '{}\n' };
    const fix = healing(remedies(log, 'node src/report.js', { files }));
    expect(fix && mended(fix, files)['config/a.json']).toBe(good);
  });

  it('is nobody knows which where several cannot be read, and none that never could', () => {
    const two = { 'config/a.json': lost, 'config/b.json': lost };
    expect(remedies(node, 'node src/report.js', { files: two })).toEqual([]);
    const comments = { 'config/a.json': lost, 'config/b.json': '// what it is\n{ "a": 1 }\n' };
    expect(healing(remedies(node, 'node src/report.js', { files: comments }))).toBeDefined();
  });
});

describe('an import of Python', () => {
  const files = (text: string) => ({
    'main.py': text,
    'tariff.py': 'def price_for(kind):\n    return kind\n\nMIN_FARE = 3\n',
  });
  const trace = (why: string) =>
    `Traceback (most recent call last):\n  File "main.py", line 1, in <module>\n    from tariff import x\n${why}\n`;
  const fixOf = (text: string, why: string) =>
    healing(remedies(trace(why), 'python3 main.py', { files: files(text) }));

  it('of a name or a module that is not there is the near one', () => {
    const text = 'from tariff import price_fro\nprint(price_for(1))\n';
    const fix = fixOf(
      text,
      "ImportError: cannot import name 'price_fro' from 'tariff' (tariff.py)",
    );
    expect(fix && mended(fix, files(text))['main.py']).toBe(text.replace('fro\n', 'for\n'));
    const other = 'from tarif import price_for\nprint(price_for(1))\n';
    const module = fixOf(other, "ModuleNotFoundError: No module named 'tarif'");
    expect(module && mended(module, files(other))['main.py']).toBe(
      other.replace('tarif ', 'tariff '),
    );
  });

  it('is not mended where the file itself uses the name, or the near one is another word', () => {
    const text = 'from tariff import price_fro\nprint(price_fro(1))\n';
    const why = "ImportError: cannot import name 'price_fro' from 'tariff' (tariff.py)";
    expect(fixOf(text, why)).toBeUndefined();
    const max = 'from tariff import MAX_FARE\nprint(MIN_FARE)\n';
    const no = "ImportError: cannot import name 'MAX_FARE' from 'tariff' (tariff.py)";
    expect(fixOf(max, no)).toBeUndefined();
  });
});
