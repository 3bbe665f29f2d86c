import { describe, expect, test } from '@jest/globals';
import type { FilesBefore } from '../../../src/heal/fix/gate.ts';
import { judged, words } from './a-change.ts';

function filesOf(texts: Readonly<Record<string, string | null>>): FilesBefore {
  return { paths: Object.keys(texts).sort(), read: (path) => texts[path] ?? null };
}

const touch = (path: string, texts: Readonly<Record<string, string | null>>) =>
  words(judged(path, 'select 1 as a\n', 'select 1 as b\n', { files: filesOf(texts) }));

const own = 'name: shop\ntest-paths: ["checks"]\nsnapshot-paths: [history]\nseed-paths: [lookup]\n';

describe('folders that a dbt project names itself', () => {
  test('hold its tests and snapshots, which no fix changes', () => {
    const files = { 'dbt_project.yml': own };
    expect(touch('checks/never_negative.sql', files)).toMatch(/belongs to the tests/);
    expect(touch('Checks/never_negative.sql', files)).toMatch(/belongs to the tests/);
    expect(touch('history/states.sql', files)).toMatch(/snapshot of what is expected/);
    expect(touch('lookup/rates.txt', files)).toMatch(/is data/);
    expect(touch('models/orders.sql', files)).toBe('pass');
    expect(touch('checksum/orders.sql', files)).toBe('pass');
  });

  test('are those of the project that the file lies in', () => {
    const files = { 'shop/dbt_project.yml': own, 'dbt_project.yml': 'name: other\n' };
    expect(touch('shop/checks/a.sql', files)).toMatch(/belongs to the tests/);
    expect(touch('checks/a.sql', files)).toBe('pass');
  });

  test.each([
    'test-paths: ["{{ env_var(\'CHECKS\') }}"]',
    'test-paths: ["../checks"]',
    'test-paths: ["/checks"]',
    'test-paths: ["check*"]',
    'test-paths: checks',
    'test-paths: [[checks]]',
    'name: [',
    'name: a\nname: b',
    '- a list',
    null,
  ])('leave nothing to change where they are not plain: %j', (text) => {
    const files = { 'dbt_project.yml': text };
    expect(touch('models/orders.sql', files)).toMatch(/^paths: .*cannot be read/);
  });

  test('may be said in a file that is mended itself', () => {
    const broken = 'name: shop\ntest-paths: ["checks"\n';
    const whole = 'name: shop\ntest-paths: ["checks"]\n';
    const files = filesOf({ 'dbt_project.yml': broken });
    expect(words(judged('dbt_project.yml', broken, whole, { files }))).toBe('pass');
  });
});
