import { describe, expect, test } from '@jest/globals';
import { eventLine } from '../../src/cli/progress/event-line.ts';
import type { RunEvent } from '../../src/cli/progress/run-event.ts';
import { tellLog } from '../../src/cli/progress/tell-log.ts';
import { textWidth } from '../../src/text/format/text-width.ts';

type Ended = Extract<RunEvent, { event: 'ended' }>;

function lineOf(facts: Partial<Ended>): string {
  const event: Ended = {
    event: 'ended',
    at: 0,
    run: 12,
    task: 'build',
    attempt: 1,
    outcome: 'failure',
    failure: 'crash',
    exitCode: 7,
    signal: null,
    milliseconds: 2500,
    message: 'no such table: orders',
    log: '',
    ...facts,
  };
  return eventLine(event, (_, text) => text, 5) ?? '';
}

describe('the line of a failure', () => {
  test('has its exit code beside what the program said', () => {
    expect(lineOf({})).toBe('✖ build    2.5 s  crash, exit code 7: no such table: orders');
  });

  test('says the code once where the program said nothing', () => {
    expect(lineOf({ message: 'it ended with exit code 7' })).toMatch(/ {2}crash, exit code 7$/);
  });

  test('has the signal instead', () => {
    const facts = { exitCode: null, signal: 'SIGSEGV', message: 'it was ended by SIGSEGV' };
    expect(lineOf(facts)).toMatch(/ {2}crash, SIGSEGV$/);
  });

  test('has no code where the program ended well, or was ended', () => {
    expect(
      lineOf({ failure: 'validation', exitCode: 0, message: 'it did not produce a.csv' }),
    ).toMatch(/ {2}validation: it did not produce a\.csv$/);
    expect(lineOf({ failure: 'timeout', exitCode: 143, message: 'it ran too long' })).toMatch(
      / {2}timeout: it ran too long$/,
    );
  });
});

test('a line of the log is told once, however often it is found again', () => {
  const events: RunEvent[] = [];
  const log = tellLog(
    (event) => events.push(event),
    () => 5,
  );
  for (let round = 0; round < 3; round++) log('warning', 'run #1: its ledger was damaged');
  log('notice', 'rita may not do that');
  log('debug', 'nothing for people');
  expect(events).toEqual([
    { event: 'warning', at: 5, text: 'run #1: its ledger was damaged' },
    { event: 'notice', at: 5, text: 'rita may not do that' },
  ]);
});

test('what a program said is cut where a line of a terminal would not hold it', () => {
  const event: RunEvent = {
    event: 'state',
    at: 0,
    run: 12,
    task: 'build',
    state: 'SKIPPED',
    reason: 'a reason that goes on and on and on',
    dueAt: null,
  };
  const line = eventLine(event, (_, text) => text, 5, 48) ?? '';
  expect(line).toBe('↷ build           skipped: a reason that goes …');
  expect(textWidth(line)).toBeLessThanOrEqual(48);
});
