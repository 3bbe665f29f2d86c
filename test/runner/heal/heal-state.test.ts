import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendAction } from '../../../src/runner/heal/action-log.ts';
import { openMemory } from '../../../src/runner/heal/memory.ts';
import { readLeft } from '../../../src/runner/heal/run-left.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yardmaster-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the memory of a machine', () => {
  const entry = {
    fingerprint: 'f',
    tree: 't',
    hash: 'h',
    remedy: 'r',
    outcome: 'undone',
    at: 1,
  } as const;

  test('knows what failed on these files, also after a restart', () => {
    openMemory(join(folder, 'm')).record(entry);
    const memory = openMemory(join(folder, 'm'));
    expect(memory.tried('f', 't')).toEqual({ undone: ['h'], kept: [] });
    expect(memory.tried('f', 'other')).toEqual({ undone: [], kept: [] });
    expect(memory.book().outcomes).toEqual({ r: { kept: 0, undone: 1, reverted: 0 } });
  });

  test('survives lines that a kill cut in two', () => {
    const path = join(folder, 'm');
    openMemory(path).record(entry);
    appendFileSync(path, '{"fingerprint":"f","tr\nnull\n{}\n');
    openMemory(path).record({ ...entry, hash: 'other' });
    expect(openMemory(path).tried('f', 't').undone).toEqual(['h', 'other']);
  });
});

describe('the log of actions', () => {
  const write = (words: string) =>
    appendAction(join(folder, 'logs/a.log'), { at: 0, action: 'keep', words }, 'make', (text) =>
      text.replaceAll('hunter2', '***'),
    );

  test('has lines of JSON with a column for people, without secrets', () => {
    write('Keep: hunter2');
    const line = JSON.parse(readFileSync(join(folder, 'logs/a.log'), 'utf8'));
    expect(line).toMatchObject({
      action: 'keep',
      command: 'make',
      time: '1970-01-01T00:00:00.000Z',
    });
    expect(line.text).toBe('1970-01-01 00:00:00  keep      Keep: ***');
  });

  test('keeps three files of about 5 MB', () => {
    for (let round = 0; round < 4; round++) {
      write('begin');
      appendFileSync(join(folder, 'logs/a.log'), 'x'.repeat(5 << 20));
    }
    const sizes = ['a.log', 'a.log.1', 'a.log.2'].map(
      (name) => statSync(join(folder, 'logs', name)).size,
    );
    expect(Math.max(...sizes)).toBeLessThan((5 << 20) + 1_000);
    expect(existsSync(join(folder, 'logs/a.log.3'))).toBe(false);
  });
});

describe('what a run left', () => {
  const results = (id: string) => JSON.stringify({ metadata: { invocation_id: id } });
  const [one, other] = ['1'.repeat(8), '2'.repeat(8)].map(
    (part) => `${part}-0000-4000-8000-000000000000`,
  );
  const put = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  test('is read only where this run wrote it', () => {
    put('dbt_project.yml', 'name: shop\n');
    put('target/run_results.json', results(one ?? ''));
    expect(readLeft(folder, {}, Date.now() + 60_000).runResults).toBeNull();
    expect(readLeft(folder, {}, Date.now() - 60_000).runResults).toBe(results(one ?? ''));
  });

  test('leaves a manifest of another run alone', () => {
    put('dbt_project.yml', 'name: shop\ntarget-path: "out"\n');
    put('out/run_results.json', results(one ?? ''));
    put('out/manifest.json', results(other ?? ''));
    expect(readLeft(folder, {}, 0)).toMatchObject({
      runResults: results(one ?? ''),
      manifest: null,
    });
    put('out/manifest.json', results(one ?? ''));
    expect(readLeft(folder, {}, 0).manifest).toBe(results(one ?? ''));
  });

  test('may lie where the environment says', () => {
    put('dbt_project.yml', 'name: shop\n');
    put('elsewhere/run_results.json', results(one ?? ''));
    expect(readLeft(folder, { DBT_TARGET_PATH: 'elsewhere' }, 0).runResults).not.toBeNull();
  });

  test('holds JUnit files where tools put them', () => {
    put('reports/junit.xml', '<testsuite name="a"></testsuite>');
    put('pom.xml', '<project></project>');
    expect(readLeft(folder, {}, 0).junit).toEqual(['<testsuite name="a"></testsuite>']);
  });
});
