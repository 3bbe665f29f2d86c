// The whole night in one process after another, as CI checks it before the pipeline runs it for real.
import { spawnSync } from 'node:child_process';

const steps = [
  ['extract', 'orders'],
  ['extract', 'customers'],
  ['extract', 'products'],
  ['extract', 'payments'],
  ['clean-customers'],
  ['clean-orders'],
  ['check-payments'],
  ['join-orders'],
  ['aggregate-sales'],
  ['match-payments'],
  ['report-sales'],
  ['report-finance'],
  ['digest'],
];

for (const [name, ...args] of steps) {
  const { status } = spawnSync(process.execPath, [`scripts/${name}.mjs`, ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) {
    process.stderr.write(`error: the step ${[name, ...args].join(' ')} failed\n`);
    process.exit(1);
  }
}
