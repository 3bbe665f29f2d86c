import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { runnerGone } from '../../src/action/runner-gone.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function aRunner() {
  const runner = { parent: 100, breakOutput: () => {} };
  const over = new AbortController();
  const gone = runnerGone(over.signal, {
    parent: () => runner.parent,
    onBrokenOutput: (hear) => {
      runner.breakOutput = hear;
    },
  });
  return { runner, gone, over };
}

test('a runner that lives stops nothing', () => {
  const { gone } = aRunner();
  jest.advanceTimersByTime(60_000);
  expect(gone.aborted).toBe(false);
});

test('a runner that was killed leaves its processes to another parent', () => {
  const { runner, gone } = aRunner();
  runner.parent = 1;
  jest.advanceTimersByTime(1_000);
  expect(gone).toMatchObject({ aborted: true, reason: 'the runner is gone' });
  expect(jest.getTimerCount()).toBe(0);
});

test('nothing is watched any more once the attempt is over', () => {
  const { runner, gone, over } = aRunner();
  over.abort();
  runner.parent = 1;
  jest.advanceTimersByTime(5_000);
  expect(gone.aborted).toBe(false);
  expect(jest.getTimerCount()).toBe(0);
});

test('so does one that does not read any more', () => {
  const { runner, gone } = aRunner();
  runner.breakOutput();
  expect(gone.aborted).toBe(true);
});
