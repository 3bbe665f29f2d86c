import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkoutEnvironment } from '../../../src/runner/heal/checkout-environment.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'yardmaster-env-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const seen = (environment: Record<string, string>, program = 'pytest') =>
  checkoutEnvironment(environment, { root, checkout: '/tmp/x', directory: 'sub', program });

describe('in a clean checkout', () => {
  test('a command sees what it sees in the tree', () => {
    expect(seen({ PATH: '/bin', DBT_PROFILES_DIR: `${root}/p` })).toEqual({
      PATH: '/bin',
      DBT_PROFILES_DIR: `${root}/p`,
      PWD: '/tmp/x/sub',
    });
  });

  test('no variable of git leads back into the real repository', () => {
    const environment = seen({
      GIT_DIR: `${root}/.git`,
      GIT_INDEX_FILE: 'x',
      GIT_AUTHOR_NAME: 'M',
    });
    expect(Object.keys(environment).sort()).toEqual(['GIT_AUTHOR_NAME', 'PWD']);
  });

  test('Python imports the checkout where the tree is installed to be edited', () => {
    const packages = '.venv/lib/python3.11/site-packages';
    write(`${packages}/shop.pth`, `${root}/src\n/elsewhere\nimport something\n`);
    write(
      `${packages}/__editable___app_1_0_finder.py`,
      `from x import y\nMAPPING: dict[str, str] = {'app': '${root}/lib/app', 'far': '/opt/far'}\n`,
    );
    expect(seen({ PYTHONPATH: '/more' }).PYTHONPATH?.split(':').sort()).toEqual([
      '/more',
      '/tmp/x/lib',
      '/tmp/x/src',
    ]);
    write('other/lib/python3.12/site-packages/a.pth', `${root}\n`);
    expect(seen({}, `${root}/other/bin/pytest`).PYTHONPATH?.split(':')).toContain('/tmp/x');
  });
});
