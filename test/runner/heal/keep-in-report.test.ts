import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { aSite, type Site } from './a-site.ts';

/** What a leg hands over for somebody else to publish, where a program of the allow-list was the remedy. */
jest.setTimeout(60_000);

let site: Site;
afterEach(() => site.remove());

/** It says what dbt says without its packages; \`dbt deps\` gets them. */
function aDbt(lock: string): void {
  const script = `#!${process.execPath}
const { existsSync, mkdirSync, writeFileSync } = require('node:fs');
if (process.argv[2] === 'deps') {
  mkdirSync('dbt_packages/utils', { recursive: true });
  writeFileSync('dbt_packages/utils/dbt_project.yml', 'name: utils');
  ${lock}
} else if (existsSync('dbt_packages/utils/dbt_project.yml')) {
  console.log('1 of 1 OK created sql table model main.orders');
  console.log('Done. PASS=1 WARN=0 ERROR=0 SKIP=0 TOTAL=1');
} else {
  console.log('Encountered an error:');
  console.log('Compilation Error');
  console.log('  dbt expects 1 package(s) to be installed (Package dependencies: 1), but found 0. Run "dbt deps" to install package dependencies.');
  process.exit(2);
}
`;
  site = aSite({
    '.gitignore': 'dbt_packages/\n',
    'dbt_project.yml': 'name: shop\n',
    'packages.yml': 'packages: []\n',
  });
  writeFileSync(join(site.bin, 'dbt'), script, { mode: 0o755 });
}

describe('a fix that is handed over', () => {
  test('and only installed something is in the tree already, and changes no file of the repository', async () => {
    aDbt('');
    const { report } = await site.heal('dbt build', { keep: 'report' });
    expect(report).toMatchObject({ result: 'healed', patch: null });
    expect(report.fixes).toMatchObject([{ outcome: 'kept', files: [] }]);
    expect(site.has('dbt_packages/utils/dbt_project.yml')).toBe(true);
  });

  test('waits for a person where it wrote a lock of packages: nobody there sees who did', async () => {
    aDbt("writeFileSync('package-lock.yml', 'sha1_hash: 1');");
    const { report } = await site.heal('dbt build', { keep: 'report' });
    expect(report.result).toBe('proposed');
    expect(report.fixes).toMatchObject([
      {
        outcome: 'waiting',
        files: ['package-lock.yml'],
        why: expect.stringContaining('a lock of packages'),
      },
    ]);
    expect(site.has('package-lock.yml')).toBe(false);
  });
});
