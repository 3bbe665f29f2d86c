import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { compactFleetDiary, openFleetDiary, readFleetDiary } from '../../src/runner/fleet-diary.ts';
import { killRemains, remains } from '../../src/runner/orphans.ts';
import { processStart } from '../../src/runner/process-group.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ym-orphans-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ref = (task: number, run = 1) => ({ run, task, attempt: 1 });

test('a log whose last line was torn by a kill is read up to it', () => {
  const path = join(folder, 'attempts.jsonl');
  const log = openFleetDiary(path);
  log.append({ kind: 'start', ref: ref(0), at: 1, pid: 5 });
  log.append({ kind: 'process', ref: ref(0), pid: 5, start: '9' });
  log.close();
  appendFileSync(path, '{"kind":"end","end":{"ref":{"run"');
  expect(readFleetDiary(path)).toHaveLength(2);
  expect(remains(readFleetDiary(path)).leaders).toMatchObject([{ pid: 5, start: '9' }]);
  // What is appended after it begins a line of its own.
  const again = openFleetDiary(path);
  again.append({ kind: 'start', ref: ref(1), at: 2, pid: 5 });
  again.close();
  expect(readFleetDiary(path)).toHaveLength(3);
});

test('compacting keeps the runs that are named', () => {
  const path = join(folder, 'attempts.jsonl');
  const log = openFleetDiary(path);
  log.append({ kind: 'worker', pid: 4, start: null });
  log.append({ kind: 'start', ref: ref(0, 1), at: 1, pid: 5 });
  log.append({ kind: 'start', ref: ref(0, 2), at: 1, pid: 5 });
  log.close();
  compactFleetDiary(path, new Set([2]));
  expect(readFleetDiary(path)).toEqual([{ kind: 'start', ref: ref(0, 2), at: 1, pid: 5 }]);
});

test('what a killed host left is killed: groups it knows, and processes that carry its mark', async () => {
  const env = { PATH: '/usr/bin:/bin', YARDMASTER_STATE: folder };
  const known = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const marked = spawn('sleep', ['60'], { detached: true, stdio: 'ignore', env });
  const other = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  await Promise.all([known, marked, other].map((child) => once(child, 'spawn')));
  const pid = known.pid ?? 0;
  const left = remains([
    { kind: 'start', ref: ref(0), at: 1, pid: 5 },
    { kind: 'process', ref: ref(0), pid, start: processStart(pid) },
    // Its number was given to another process since: that one is left alone.
    { kind: 'process', ref: ref(1), pid: other.pid ?? 0, start: '1' },
  ]);
  const ends = [once(known, 'exit'), once(marked, 'exit')];
  killRemains(left, `YARDMASTER_STATE=${folder}`);
  expect(await Promise.all(ends)).toEqual([
    [null, 'SIGKILL'],
    [null, 'SIGKILL'],
  ]);
  expect(other.exitCode).toBeNull();
  other.kill();
});
