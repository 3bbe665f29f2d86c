import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diagnosisOf, shownOf } from '../heal/diagnosis-of.ts';
import { postgresFailures, postgresTables } from '../heal/postgres/statements.ts';
import { DbtProject, shopFiles } from './helpers/dbt-project.ts';
import { commitAll, type Healed, healProject, takeFix } from './helpers/heal-project.ts';
import { postgresPassword, privatePostgres } from './helpers/private-postgres.ts';

const server = privatePostgres();
const place = { ...server?.variables };
const onServer = server ? describe : describe.skip;
const why = server ? '' : ' (SKIPPED: no PostgreSQL here; Debian: apt install postgresql)';

afterAll(() => server?.stop());

onServer(`psql against a real PostgreSQL${why}`, () => {
  let project: DbtProject;
  const psql = (variables: object, ...args: string[]) =>
    project.run(
      'env',
      ...Object.entries({ ...place, ...variables }).map((pair) => pair.join('=')),
      ...['psql', '-X', '-v', 'ON_ERROR_STOP=1', ...args],
    );
  const ours = { PGDATABASE: 'words' };
  beforeAll(async () => {
    project = new DbtProject(new Map());
    await psql({}, '-qc', 'create database words');
    project.change([['tables.sql', postgresTables]]);
    expect((await psql(ours, '-qf', 'tables.sql')).output).toBe('');
  });
  afterAll(() => project.remove());

  it.each(postgresFailures.map((one) => [one.name, one] as const))(
    'is understood: %s',
    async (_, { sql, as, kind, names, shows }) => {
      const guest = as ? { PGUSER: 'guest', PGPASSWORD: 'Guest-Pa55word' } : {};
      project.change([['report.sql', `${sql};\n`]]);
      const { exit, output } = await psql({ ...ours, ...guest }, '-f', 'report.sql');
      expect(exit).toBe(3);
      const diagnosis = diagnosisOf(output, { exitCode: exit });
      expect({ kind: diagnosis.kind, output }).toEqual({ kind, output });
      expect(diagnosis.summary).toContain(names);
      expect(shownOf(output, diagnosis)).toContain(shows);
    },
  );
});

onServer(`the example project on a real PostgreSQL${why}`, () => {
  let project: DbtProject;
  const heal = (...command: string[]) =>
    healProject(project.folder, { ...project.variables, ...place }, command);
  const env = Object.entries(place).map((pair) => pair.join('='));
  const file = (path: string) => readFileSync(join(project.folder, path), 'utf8');
  const totals = 'models/intermediate/int_order_totals.sql';
  const build = ['dbt', 'build', '--target', 'postgres', '--select'];

  /** Breaks one file, heals, and puts the file back after telling how it was left and what was kept of it. */
  async function broken(path: string, from: string, to: string, command: readonly string[]) {
    const good = file(path);
    expect(good).toContain(from);
    const bad = good.replace(from, to);
    project.change([[path, bad]]);
    const healed = await heal(...command);
    const left = file(path);
    project.change([[path, good]]);
    return { ...healed, left, good, bad, kept: takeFix(project.folder, path) };
  }
  const heldBack = (healed: Healed) => expect(healed.output).not.toContain(postgresPassword);

  beforeAll(async () => {
    project = new DbtProject(shopFiles());
    await project.dbt('deps');
    commitAll(project.folder);
  });
  afterAll(() => project.remove());

  it('builds all of its seeds, models and tests', async () => {
    const loaded = await project.run('env', ...env, 'psql', '-qXf', 'web-tables.sql');
    expect(loaded.exit).toBe(0);
    const built = await project.run('env', ...env, 'dbt', 'build', '--target', 'postgres');
    expect(built.output).toContain('Registered adapter: postgres=');
    expect(built.output).toMatch(/PASS=1\d\d WARN=0 ERROR=0 SKIP=0/);
  });

  it('has a misspelt column healed, with the proof that the model then runs', async () => {
    const healed = await broken(totals, 'sum(quantity)', 'sum(quantiy)', [
      ...build,
      'int_order_totals',
    ]);
    expect(healed.report).toMatchObject({
      result: 'healed',
      failure: { kind: 'sql-column-missing' },
    });
    expect(healed.output).toContain('Perhaps you meant to reference the column');
    expect(healed.kept).toBe(healed.good);
    heldBack(healed);
  });

  it('has a misspelt ref healed', async () => {
    const healed = await broken(
      totals,
      "ref('int_order_lines_priced')",
      "ref('int_order_lines_prced')",
      [...build, 'int_order_totals'],
    );
    expect(healed.report).toMatchObject({ result: 'healed', failure: { kind: 'dbt-missing-ref' } });
    expect(healed.kept).toBe(healed.good);
  });

  it('has broken data handed over, untouched', async () => {
    const seed = 'seeds/ref_countries.csv';
    const healed = await broken(seed, ',21', ',twenty-one', [...build, 'ref_countries']);
    expect(healed.exit).not.toBe(0);
    expect(healed.report).toMatchObject({ failure: { kind: 'sql-type' } });
    expect(healed.report.fixes.filter(({ outcome }) => outcome === 'kept')).toEqual([]);
    expect(healed.left).toBe(healed.bad);
    expect(healed.kept).toBeNull();
  });

  it('tells nobody the password of a connection string, not even one that a traceback quotes', async () => {
    const { PGPORT } = place;
    const dsn = `postgresql://shop:Wrong-Quai-99@127.0.0.1:${PGPORT}/shop`;
    project.change([['load.py', `import psycopg2\n\npsycopg2.connect("${dsn}")\n`]]);
    const healed = await heal('python', 'load.py');
    project.change([['load.py', undefined]]);
    expect(healed.report).toMatchObject({ failure: { kind: 'sql-login' } });
    const kept = readdirSync(join(project.folder, '.git/yardmaster'), {
      recursive: true,
      withFileTypes: true,
    })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(kept.join('')).toContain('psycopg2');
    for (const text of [healed.output, ...kept]) {
      expect(text).not.toContain('Wrong-Quai-99');
      expect(text).not.toContain(postgresPassword);
    }
  });
});
