import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache-file.ts';
import type { ProjectName } from './mutation.ts';
import { hashOf, type ProjectFiles, withChanges } from './project-files.ts';
import { runCommand } from './run-command.ts';
import type { Setting } from './setting.ts';
import { makeFolder } from './workspace.ts';

/** What a run of a project gives. */
export interface Outcome {
  readonly exit: number;
  readonly milliseconds: number;
  /** Contents per table or file, as a text that is equal for equal contents. */
  readonly tables: Readonly<Record<string, string>>;
  /** dbt only: tests with their severity, condition and status. */
  readonly tests: Readonly<Record<string, string>>;
}

const dump = fileURLToPath(new URL('dump_tables.py', import.meta.url));

/** Runs a project in a fresh folder, on its own data or with other data in their place. Cached by content. */
export function outcomeOf(
  setting: Setting,
  project: ProjectName,
  files: ProjectFiles,
  data: ReadonlyMap<string, string> = new Map(),
): Promise<Outcome> {
  const whole = withChanges(files, data);
  return cached(`outcomes/${project}-${hashOf(whole)}`, async () => {
    const folder = makeFolder(setting, project, whole);
    const { variables } = setting;
    const ran = await runCommand(setting.commands[project], { folder, variables, limit: 300 });
    const dbt = project === 'dbt-shop';
    const outcome = {
      exit: ran.exit,
      milliseconds: ran.milliseconds,
      tables:
        ran.exit !== 0
          ? {}
          : dbt
            ? tablesOf(setting, folder)
            : filesBelow(folder, ['build', 'reports']),
      tests: dbt ? testsOf(folder) : {},
    };
    rmSync(folder, { recursive: true });
    return outcome;
  });
}

function tablesOf(setting: Setting, folder: string): Record<string, string> {
  const database = join(folder, 'shop.duckdb');
  if (!existsSync(database)) return {};
  const text = execFileSync(setting.python, [dump, database], { cwd: folder, encoding: 'utf8' });
  return Object.fromEntries(
    Object.entries(JSON.parse(text)).map(([name, table]) => [name, JSON.stringify(table)]),
  );
}

function filesBelow(folder: string, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names.filter((each) => existsSync(join(folder, each))))
    for (const entry of readdirSync(join(folder, name), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) {
        const place = join(entry.parentPath, entry.name);
        const hash = createHash('sha256').update(readFileSync(place)).digest('hex');
        found[place.slice(folder.length + 1)] = hash;
      }
  return found;
}

interface ManifestNode {
  readonly resource_type: string;
  readonly config: Record<string, unknown>;
  readonly test_metadata?: unknown;
  readonly checksum: unknown;
  readonly depends_on: unknown;
}

function testsOf(folder: string): Record<string, string> {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(folder, 'target', name), 'utf8'));
  if (!existsSync(join(folder, 'target/run_results.json'))) return {};
  const { nodes } = read('manifest.json') as { nodes: Record<string, ManifestNode> };
  const { results } = read('run_results.json') as {
    results: { unique_id: string; status: string }[];
  };
  const statuses = new Map(results.map((result) => [result.unique_id, result.status]));
  const tests = Object.entries(nodes).filter(([, node]) => node.resource_type === 'test');
  return Object.fromEntries(
    tests.map(([id, node]) => {
      const { severity, enabled, where, limit, warn_if, error_if, fail_calc } = node.config;
      const config = { severity, enabled, where, limit, warn_if, error_if, fail_calc };
      const parts = [
        statuses.get(id) ?? 'not run',
        config,
        node.test_metadata,
        node.checksum,
        node.depends_on,
      ];
      return [id, JSON.stringify(parts)];
    }),
  );
}
