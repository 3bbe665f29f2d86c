import { describe, expect, test } from '@jest/globals';
import { jsonProgress } from '../../src/cli/progress/json-progress.ts';
import { liveProgress } from '../../src/cli/progress/live-progress.ts';
import { plainProgress } from '../../src/cli/progress/plain-progress.ts';
import type { RunEvent } from '../../src/cli/progress/run-event.ts';
import { RunWatch } from '../../src/cli/progress/run-watch.ts';
import { summaryLine } from '../../src/cli/progress/summary-line.ts';
import type { Observation } from '../../src/core/decision.ts';
import { cutToWidth, textWidth } from '../../src/text/format/text-width.ts';
import { aRun } from './a-run.ts';
import { aScreen } from './a-screen.ts';
import { aTerminal } from './a-terminal.ts';

const ref = { run: 12, task: 0, attempt: 1 };
const started: Observation = { kind: 'started', ref, at: 1_000_000 };
const ended = (facts = {}): Observation => ({
  kind: 'ended',
  ref,
  result: {
    outcome: 'success',
    failure: null,
    exitCode: 0,
    signal: null,
    startedAt: 1_000_000,
    endedAt: 1_002_500,
    digest: null,
    place: 0,
    message: '',
    ...facts,
  },
});

function watching() {
  const events: RunEvent[] = [];
  const watch = new RunWatch(
    (event) => events.push(event),
    () => 1_000_000,
    (run, task, attempt) => `logs/${run.issue}/${task}.${attempt}.log`,
  );
  return { watch, events };
}

describe('the events of a run', () => {
  test('come from the fleet as they happen', () => {
    const { watch, events } = watching();
    watch.onRuns([aRun({ build: 'QUEUED' })], []);
    watch.onNews([started, ended({ outcome: 'failure', failure: 'crash', message: 'boom' })]);
    expect(events).toMatchObject([
      { event: 'started', task: 'build', attempt: 1 },
      { event: 'ended', outcome: 'failure', failure: 'crash', milliseconds: 2500, message: 'boom' },
    ]);
  });

  test('wait until their run is known', () => {
    const { watch, events } = watching();
    watch.onNews([started]);
    expect(events).toEqual([]);
    watch.onRuns([aRun({ build: 'QUEUED' })], []);
    expect(events).toMatchObject([{ event: 'started', task: 'build' }]);
  });

  test('tell states that no attempt shows, with their reason, once', () => {
    const { watch, events } = watching();
    watch.onRuns([aRun({ a: 'FAILED', b: 'BLOCKED' })], []);
    const skipped = aRun({ a: 'DEAD_LETTER', b: 'SKIPPED' });
    const reason = { code: 'need-failed' as const, text: '`a` was given up' };
    watch.onRuns([skipped], [[null, reason]]);
    watch.onRuns([skipped], [[null, reason]]);
    expect(events).toMatchObject([
      { event: 'state', task: 'a', state: 'DEAD_LETTER' },
      { event: 'state', task: 'b', state: 'SKIPPED', reason: '`a` was given up' },
    ]);
  });

  test('end with the conclusion', () => {
    const { watch, events } = watching();
    watch.onRuns([aRun({ a: 'RUNNING' })], []);
    watch.onRuns([aRun({ a: 'COMPLETED' }, { conclusion: 'success', endedAt: 5 })], []);
    expect(events).toMatchObject([{ event: 'concluded', at: 5 }]);
  });
});

describe('where there is no terminal', () => {
  test('each event is a plain line with its time', () => {
    const terminal = aTerminal();
    const progress = plainProgress(terminal);
    const run = aRun({ build: 'QUEUED', 'a-longer-name': 'BLOCKED' });
    const { watch, events } = watching();
    progress.update([run], null);
    watch.onRuns([run], []);
    watch.onNews([started, ended()]);
    for (const event of events) progress.on(event);
    expect(terminal.text()).toBe(
      ['00:16:40 ● build started', '00:16:42 ✔ build            2.5 s', ''].join('\n'),
    );
  });

  test('machines get one JSON object a line', () => {
    const terminal = aTerminal();
    const progress = jsonProgress(terminal);
    progress.on({ event: 'opened', at: 0, run: aRun({ build: 'READY' }) });
    progress.on({ event: 'notice', at: 0, text: 'line one\nline two' });
    const lines = terminal
      .text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      event: 'opened',
      at: '1970-01-01T00:00:00.000Z',
      run: 12,
      pipeline: 'nightly',
      tasks: ['build'],
    });
    expect(lines[1].text).toBe('line one\nline two');
  });
});

describe('in a terminal', () => {
  function aLive(columns = 80) {
    const screen = aScreen(columns);
    const terminal = aTerminal({ live: true, write: screen.write, columns: () => screen.columns });
    let draw = () => {};
    const progress = liveProgress(terminal, (each) => {
      draw = each;
      return () => {};
    });
    return { screen, terminal, progress, draw: () => draw() };
  }

  test('what runs stands below with its time, what ended scrolls up', () => {
    const { screen, terminal, progress, draw } = aLive();
    const run = aRun({ build: 'RUNNING', test: 'BLOCKED' });
    progress.update([run], null);
    progress.on({ event: 'opened', at: terminal.time, run });
    progress.on({ event: 'started', at: terminal.time, run: 12, task: 'build', attempt: 1 });
    terminal.time += 3000;
    draw();
    expect(screen.lines()).toEqual([
      'nightly  run #12 · 2 tasks · 3 slots · commit c0ffee0',
      '● build           3.0 s',
      '0 of 2 done · 1 running · 1 waiting · 3.0 s',
    ]);
    progress.on({
      event: 'ended',
      at: terminal.time,
      run: 12,
      task: 'build',
      attempt: 1,
      outcome: 'success',
      failure: null,
      exitCode: 0,
      signal: null,
      milliseconds: 3000,
      message: '',
      log: '',
    });
    progress.update([aRun({ build: 'COMPLETED', test: 'READY' })], terminal.time + 5000);
    draw();
    expect(screen.lines()).toEqual([
      'nightly  run #12 · 2 tasks · 3 slots · commit c0ffee0',
      '✔ build           3.0 s',
      '1 of 2 done · 0 running · 1 waiting · 3.0 s · about 5 s left',
    ]);
    progress.end();
    expect(screen.lines()).toEqual([
      'nightly  run #12 · 2 tasks · 3 slots · commit c0ffee0',
      '✔ build           3.0 s',
    ]);
  });

  test('nothing is written when nothing changed, and only lines that did', () => {
    const { screen, terminal, progress, draw } = aLive();
    progress.update([aRun({ a: 'RUNNING', b: 'RUNNING' })], null);
    progress.on({ event: 'started', at: terminal.time, run: 12, task: 'a', attempt: 1 });
    progress.on({ event: 'started', at: terminal.time - 20_000, run: 12, task: 'b', attempt: 1 });
    draw();
    const before = screen.written();
    draw();
    expect(screen.written()).toBe(before);
    terminal.time += 300;
    draw();
    // `b` shows whole seconds by now, so only the other two lines are rewritten.
    expect(screen.written().slice(before.length)).not.toContain('● b');
    expect(screen.lines()[0]).toContain('300 ms');
  });

  test('a terminal that became narrower is drawn anew', () => {
    const { screen, terminal, progress, draw } = aLive(60);
    const run = aRun({ 'a-task-with-quite-a-long-name': 'RUNNING' });
    progress.update([run], null);
    const task = 'a-task-with-quite-a-long-name';
    progress.on({ event: 'started', at: terminal.time, run: 12, task, attempt: 1 });
    draw();
    screen.resize(30);
    draw();
    expect(screen.lines()).toHaveLength(2);
    for (const line of screen.lines()) expect(textWidth(line)).toBeLessThan(30);
  });
});

test('text is measured and cut by what a terminal shows', () => {
  expect(textWidth('\u001b[31mred\u001b[39m')).toBe(3);
  expect(textWidth('日本')).toBe(4);
  expect(cutToWidth('日本語', 5)).toBe('日本…');
  expect(cutToWidth('short', 5)).toBe('short');
});

test('the summary line fits, leaving out what matters least', () => {
  const run = aRun({ a: 'COMPLETED', b: 'FAILED', c: 'BLOCKED' });
  const line = (columns: number) =>
    summaryLine([run], 0, 1_090_000, 1_005_000, {
      paint: (_, text) => text,
      columns: () => columns,
    });
  expect(line(100)).toBe(
    '1 of 3 done · 1 failed · 0 running · 1 waiting · 5.0 s · about 1m 25s left',
  );
  expect(line(40)).toBe('1 of 3 done · 1 failed · 0 running');
});
