import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-file.ts';
import { dbtEnvironment, dbtVariables } from './dbt-environment.ts';
import type { ProjectName } from './mutation.ts';
import { nightlyProject, otherNightlyData } from './nightly-project.ts';
import { type ProjectFiles, readProject } from './project-files.ts';
import { otherSize, shopData } from './shop-data.ts';

/** What all mutations share: the good projects, and what is needed to run them. */
export interface Setting {
  readonly projects: Readonly<Record<ProjectName, ProjectFiles>>;
  /** The second data set, which healing never sees. */
  readonly otherData: Readonly<Record<ProjectName, ReadonlyMap<string, string>>>;
  readonly commands: Readonly<Record<ProjectName, readonly string[]>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly python: string;
  /** A node_modules folder that the lock of the Node project asks for. */
  readonly nodeModules: string;
}

/** Reads the projects and installs what they need (cached). Undefined, after saying why, without Python. */
export function makeSetting(say: (line: string) => void): Setting | undefined {
  const dbt = dbtEnvironment();
  if (dbt.kind === 'no-python') {
    say(`no Python that could run dbt was found. ${dbt.remedy}`);
    return undefined;
  }
  const shop = readProject(fileURLToPath(new URL('../../examples/dbt-shop', import.meta.url)));
  const nightly = nightlyProject();
  // biome-ignore lint/style/noProcessEnv: the benchmark's one place that reads the environment
  const variables: Record<string, string> = dbtVariables(dbt.bin, process.env);
  for (const name of Object.keys(variables))
    if (
      /^(npm_|GITHUB_|PACE_MS|YARDMASTER)/i.test(name) &&
      !/^npm_config_(registry|cache)$/i.test(name)
    )
      delete variables[name];
  return {
    projects: { 'dbt-shop': shop, 'nightly-shop': nightly },
    otherData: {
      'dbt-shop': shopData('other', otherSize),
      'nightly-shop': otherNightlyData('other'),
    },
    commands: { 'dbt-shop': ['dbt', 'build'], 'nightly-shop': ['npm', 'run', 'night'] },
    variables,
    python: join(dbt.bin, 'python'),
    nodeModules: installed(nightly, variables),
  };
}

function installed(project: ProjectFiles, variables: Record<string, string>): string {
  const lock = project.get('package-lock.json') ?? '';
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const folder = join(cacheFolder, `nightly-${key}`);
  if (existsSync(folder)) return join(folder, 'node_modules');
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    writeFileSync(join(fresh, name), project.get(name) ?? '');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: fresh,
    env: variables,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  renameSync(fresh, folder);
  return join(folder, 'node_modules');
}

/** Changes whenever what judges or what is judged changes. */
export function hashOfFile(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12);
}
