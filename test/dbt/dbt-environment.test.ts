import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dbtFolder, dbtPackages, dbtVariables } from '../../scripts/bench-heal/dbt-environment.ts';

describe('the environment of dbt', () => {
  it('is found first, and nothing of the person’s own dbt is', () => {
    const variables = dbtVariables('/venv/bin', {
      PATH: '/usr/bin',
      HOME: '/home/robin',
      DBT_PROFILES_DIR: '/home/robin/.dbt',
      PYTHONPATH: '/home/robin/lib',
      SHOP_DUCKDB_PATH: 'live.duckdb',
      PGHOST: 'db.internal',
    });
    expect(variables.PATH).toBe('/venv/bin:/usr/bin');
    expect(Object.keys(variables)).not.toEqual(
      expect.arrayContaining(['DBT_PROFILES_DIR', 'PYTHONPATH', 'SHOP_DUCKDB_PATH', 'PGHOST']),
    );
    expect(variables.HOME).toBe('/home/robin');
  });

  const python = join(dbtFolder(), 'bin/python');
  const real = existsSync(python) ? it : it.skip;
  real(
    'holds the versions that it is named after (skipped until `npm run test:dbt` made it)',
    () => {
      const script =
        'import sys; from importlib.metadata import version as v; print(*(f"{n}=={v(n)}" for n in sys.argv[1:]))';
      const names = dbtPackages.map((name) => name.split('==')[0] ?? '');
      const said = execFileSync(python, ['-c', script, ...names], { encoding: 'utf8' });
      expect(said.trim().split(' ')).toEqual(dbtPackages);
    },
  );
});
