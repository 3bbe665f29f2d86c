import { describe, expect, test } from '@jest/globals';
import type { CommandRun } from '../../../src/heal/loop/heal-ports.ts';
import { relocated, withFlags } from '../../../src/runner/heal/adjust-command.ts';
import { dbtRetry } from '../../../src/runner/heal/dbt-retry.ts';
import type { RunLeft } from '../../../src/runner/heal/run-left.ts';

const command = (words: string) => {
  const [file = '', ...args] = words.split(' ');
  return { file, args, shell: false };
};
const words = ({ file, args }: { file: string; args: readonly string[] }) =>
  [file, ...args].join(' ');

describe('flags for the next attempt', () => {
  test.each([
    ['dbt build', 'dbt build --threads 2'],
    ['dbt build --threads 8 -x', 'dbt build --threads 2 -x'],
    ['dbt build --threads=8', 'dbt build --threads=2'],
  ])('%s', (before, after) => {
    expect(words(withFlags(command(before), { '--threads': '2' }))).toBe(after);
  });

  test('a script keeps its words', () => {
    const script = { file: 'bash', args: ['-c', 'dbt build'], shell: true };
    expect(withFlags(script, { '--threads': '2' })).toBe(script);
  });
});

describe('a command in a checkout', () => {
  test.each([
    ['/home/me/app/bin/run --dir /home/me/app', '/tmp/x/bin/run --dir /tmp/x'],
    ['make --dir=/home/me/app/sub', 'make --dir=/tmp/x/sub'],
    ['make /home/me/app-two /home/me/app.old', 'make /home/me/app-two /home/me/app.old'],
    ['make /mnt/home/me/app', 'make /mnt/home/me/app'],
  ])('%s', (before, after) => {
    expect(words(relocated(command(before), '/home/me/app', '/tmp/x'))).toBe(after);
  });
});

describe('dbt runs only what failed', () => {
  const last = (exitCode: number, runResults: string | null) =>
    ({ exitCode, left: { runResults } }) as CommandRun<RunLeft>;

  test.each([
    ['dbt build --select a', 'dbt retry'],
    [
      '/venv/bin/dbt --no-version-check run --project-dir shop',
      '/venv/bin/dbt retry --project-dir shop',
    ],
    ['dbt test --profiles-dir=ci --threads 2', 'dbt retry --profiles-dir=ci'],
  ])('%s', (before, after) => {
    const retry = dbtRetry(command(before), last(1, '{}'));
    expect(retry && words(retry)).toBe(after);
  });

  test('not after exit code 2, without results, or for what is no dbt', () => {
    expect(dbtRetry(command('dbt build'), last(2, '{}'))).toBeNull();
    expect(dbtRetry(command('dbt build'), last(1, null))).toBeNull();
    expect(dbtRetry(command('dbt build'), null)).toBeNull();
    expect(dbtRetry(command('dbt deps'), last(1, '{}'))).toBeNull();
    expect(dbtRetry(command('make build'), last(1, '{}'))).toBeNull();
  });
});
