import { describe, expect, test } from '@jest/globals';
import { attemptTime, jobTime } from '../../src/action/attempt-time.ts';
import { aTask } from '../core/helpers/builders.ts';

const minute = 60_000;
const first = { failure: null, counted: 0 } as const;
const task = (
  minutes: number,
  heal: true | null,
  runsOn: readonly string[] = ['ubuntu-latest'],
) => ({
  spec: aTask({ key: 'load', timeout: minutes * minute }),
  heal,
  runsOn,
});
const times = (of: ReturnType<typeof task>) =>
  [attemptTime(of, first), jobTime(of, first)].map((time) => time / minute);

describe('the time of an attempt, and of its job', () => {
  test.each([
    ['is its own, and some more for what surrounds it', task(10, null), [10, 40]],
    ['is three times its own where it heals', task(10, true), [30, 60]],
    ['ends within what a hosted runner gives a job', task(300, true), [330, 360]],
    ['may be longer on a runner of one’s own', task(300, true, ['self-hosted']), [900, 930]],
  ])('%s', (_, of, expected) => {
    expect(times(of)).toEqual(expected);
  });
});
