/**
 * Makes the environment that the tests with a real dbt need, and runs them.
 *
 *   npm run test:dbt -- [jest's arguments]
 */
import { spawnSync } from 'node:child_process';
import { dbtEnvironment } from './bench-heal/dbt-environment.ts';

const environment = dbtEnvironment();
if (environment.kind === 'no-python') {
  process.stderr.write(`No Python that could run dbt was found. ${environment.remedy}\n`);
  process.exitCode = 1;
} else {
  const jest = ['node_modules/jest/bin/jest.js', '--config', 'jest.dbt.config.js'];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { status } = spawnSync(process.execPath, [...flags, ...jest, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
