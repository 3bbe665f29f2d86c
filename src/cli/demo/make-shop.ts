/** A real repository with the example in it, and the mistake of its last commit. */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mode } from '../../heal/fix/gate.ts';

const known = 'config/refunded-payments.json';

export function makeShop(folder: string, mode: Mode | undefined): void {
  const built = import.meta.url.endsWith('.mjs');
  const up = built ? '..' : '../../..';
  const example = fileURLToPath(new URL(`${up}/examples/nightly-shop`, import.meta.url));
  cpSync(example, folder, {
    recursive: true,
    filter: (path) => !/^(build|reports|\.yardmaster)(\/|$)/.test(relative(example, path)),
  });
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'shopkeeper');
  git('config', 'user.email', 'shopkeeper@example.org');
  git('config', 'commit.gpgsign', 'false');
  const path = join(folder, known);
  const whole = readFileSync(path, 'utf8');
  writeFileSync(path, '{\n  "refunded": []\n}\n');
  if (mode !== undefined)
    writeFileSync(join(folder, '.github/yardmaster.yml'), `heal:\n  mode: ${mode}\n`);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Open the shop');
  // Three captures came twice, were given back and noted down; in a hurry, and a comma was lost.
  writeFileSync(path, whole.replace('",', '"'));
  git('commit', '--quiet', '--all', '--message', 'Note the captures that were given back');
}
