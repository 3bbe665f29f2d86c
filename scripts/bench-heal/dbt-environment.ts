import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Versions that the example project is written for; together they are the key of the cached environment. */
export const dbtPackages = ['dbt-core==1.11.16', 'dbt-duckdb==1.11.1', 'dbt-postgres==1.11.0'];

const cache = fileURLToPath(new URL('../../node_modules/.cache/yardmaster-dbt/', import.meta.url));
const interpreters = ['python3', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** A place with dbt in it, or why there is none. */
export type DbtEnvironment =
  | { readonly kind: 'ready'; readonly bin: string }
  | { readonly kind: 'no-python'; readonly remedy: string };

/** The folder of the environment for these versions, whether it is there already or not. */
export function dbtFolder(): string {
  return join(cache, dbtPackages.map((name) => name.replace('==', '-')).join('_'));
}

/**
 * dbt and its adapters for DuckDB and PostgreSQL in a virtual environment of their own: the cached one, or a new one from the
 * package index (about 20 s). Throws when Python is there and the installation fails.
 */
export function dbtEnvironment(): DbtEnvironment {
  const folder = dbtFolder();
  const bin = join(folder, 'bin');
  if (existsSync(join(bin, 'dbt'))) return { kind: 'ready', bin };
  const python = interpreters.find(isPython);
  if (!python)
    return {
      kind: 'no-python',
      remedy:
        'Install Python 3.10 or newer with its venv module (Debian: apt install python3-venv).',
    };
  // A virtual environment holds its own path, so it is made in place; `dbt` comes last and marks it as whole.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  run(python, '-m', 'venv', folder);
  run(join(bin, 'pip'), 'install', '--quiet', '--disable-pip-version-check', ...dbtPackages);
  return { kind: 'ready', bin };
}

function isPython(command: string): boolean {
  try {
    const script = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
    execFileSync(command, ['-c', script], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Variables for a process that is to find this dbt, and nothing of the person's own dbt. */
export function dbtVariables(
  bin: string,
  from: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(from).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(DBT_|SHOP_|PG[A-Z]|PYTHON|VIRTUAL_ENV)/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: `${bin}${delimiter}${from.PATH ?? ''}`,
    DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
    DBT_USE_COLORS: 'false',
    NO_COLOR: '1',
  };
}
