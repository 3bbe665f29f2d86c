import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type LogFiles, logFiles } from '../../src/runner/log-files.ts';
import { outputLog } from '../../src/runner/output-log.ts';

let folder: string;
let path: string;
let files: LogFiles;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ym-log-'));
  path = join(folder, 'a.log');
  files = logFiles(folder, 'spare');
});
afterEach(() => rmSync(folder, { recursive: true }));

const limits = { head: 10, end: 20, tail: 8 };
const same = (text: string) => text;

test('what was written stays, and its end is answered', () => {
  const log = outputLog(files.take(path), limits);
  log.write('hello ');
  log.write('world!');
  expect(log.finish(same)).toBe('o world!');
  expect(readFileSync(path, 'utf8')).toBe('hello world!');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('an empty log leaves no file, and its file serves the next attempt', () => {
  const first = files.take(path);
  expect(outputLog(first, limits).finish(same)).toBe('');
  expect(existsSync(path)).toBe(false);
  const next = join(folder, 'b.log');
  const second = files.take(next);
  expect(second.fd).toBe(first.fd);
  outputLog(second).write('x');
  outputLog(second).finish(same);
  expect(readFileSync(next, 'utf8')).toBe('x');
});

test('the log of an attempt that runs for a while is found by its name', () => {
  const log = outputLog(files.take(path), limits);
  expect(existsSync(path)).toBe(false);
  log.trim();
  expect(existsSync(path)).toBe(true);
  log.finish(same);
  expect(existsSync(path)).toBe(false);
});

test('spare files go when nobody needs them any more', () => {
  outputLog(files.take(path)).finish(same);
  expect(readdirSync(folder)).toEqual(['spare-0']);
  files.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('a log that grew too large keeps its head and its end', () => {
  const log = outputLog(files.take(path), limits);
  log.write('0123456789');
  for (let n = 0; n < 100; n++) {
    log.write(`line ${n}\n`);
    log.trim();
  }
  log.finish(same);
  const text = readFileSync(path, 'utf8');
  expect(text.startsWith('0123456789\n[')).toBe(true);
  expect(text).toMatch(/bytes left out here/);
  expect(text.endsWith('line 98\nline 99\n')).toBe(true);
  expect(text.length).toBeLessThan(100);
});

test('what is cleaned is what stays on the disk', () => {
  const log = outputLog(files.take(path));
  log.write('password=hunter2\n');
  expect(log.finish((text) => text.replace('hunter2', '***'))).toBe('password=***\n');
  expect(readFileSync(path, 'utf8')).toBe('password=***\n');
});
