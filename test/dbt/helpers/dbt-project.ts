import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dbtFolder, dbtVariables } from '../../../scripts/bench-heal/dbt-environment.ts';
import {
  type ProjectFiles,
  readProject,
  writeFiles,
} from '../../../scripts/bench-heal/project-files.ts';
import { type Ran, runCommand } from '../../../scripts/bench-heal/run-command.ts';

/** The files of `examples/dbt-shop`. */
export function shopFiles(): ProjectFiles {
  return readProject(fileURLToPath(new URL('../../../examples/dbt-shop', import.meta.url)));
}

/** A project in a folder of its own, with the dbt that `npm run test:dbt` installed. */
export class DbtProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'yardmaster-dbt-'));

  constructor(files: ProjectFiles) {
    writeFiles(this.folder, files);
  }

  /** Replaces files; undefined takes one away. */
  change(files: Iterable<readonly [string, string | undefined]>): void {
    writeFiles(this.folder, files);
  }

  /** Variables with which a command finds this dbt first. */
  // biome-ignore lint/style/noProcessEnv: what it runs needs the machine's own PATH and HOME
  readonly variables = dbtVariables(join(dbtFolder(), 'bin'), process.env);

  dbt(...args: string[]): Promise<Ran> {
    return this.run('dbt', ...args);
  }

  run(...argv: string[]): Promise<Ran> {
    return runCommand(argv, { folder: this.folder, variables: this.variables, limit: 240 });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
