import { describe, expect, test } from '@jest/globals';
import { renderRunEnd } from '../../src/cli/run-end.ts';
import type { Run } from '../../src/core/model.ts';
import { textWidth } from '../../src/text/format/text-width.ts';
import { aRun } from './a-run.ts';
import { aTerminal } from './a-terminal.ts';

function shown(run: Run, columns = 120): string {
  const terminal = aTerminal({ columns: () => columns });
  const context = {
    terminal,
    json: false,
    state: { logs: '/shop/.yardmaster/logs' },
    root: '/shop',
  };
  return renderRunEnd({ kind: 'over', runs: [run], why: '', requests: 0 }, context);
}

const took = { startedAt: 1_000_000, endedAt: 1_004_000, attempt: 1 };
const done = { state: 'COMPLETED', ...took } as const;
const failed = { state: 'FAILED', failure: 'crash', exitCode: 7, ...took } as const;
const long = 'download-the-orders-of-all-shops (europe-west, 2026-11-21, full)';

describe('the table at the end of a run', () => {
  test('says with which code a task failed, and where its log is', () => {
    expect(shown(aRun({ build: failed }))).toContain(
      '  ✖ build    4.0 s  failed (crash, exit code 7)  .yardmaster/logs/12/build.1.log',
    );
  });

  test('gives no code to what was lost or ran too long', () => {
    const text = shown(
      aRun({ a: { ...failed, failure: 'lost' }, b: { ...failed, failure: 'timeout' } }),
    );
    expect(text).toContain('failed (lost) ');
    expect(text).toContain('failed (timeout) ');
  });

  test('shows whole names where the terminal is wide', () => {
    expect(shown(aRun({ [long]: done, b: failed }), 120)).toContain(
      `✔ ${long}    4.0 s  completed`,
    );
  });

  test('cuts names where it is narrow, so that each task stays on its line', () => {
    const lines = shown(aRun({ [long]: done, b: 'BLOCKED' }), 60).split('\n');
    const row = lines.find((line) => line.includes('✔')) ?? '';
    expect(row).toContain('download-the-orders');
    expect(row).toContain('…');
    expect(textWidth(row)).toBeLessThanOrEqual(60);
  });

  test('of very many tasks lists those that did not complete', () => {
    const tasks = Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`t${at}`, done]));
    const text = shown(aRun({ ...tasks, last: failed }));
    expect(text).not.toContain('t12');
    expect(text).toContain('✖ last');
    expect(text).toContain('✔ 70 completed, not listed here');
  });
});
