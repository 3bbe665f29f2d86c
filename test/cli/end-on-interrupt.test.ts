import { describe, expect, test } from '@jest/globals';
import { endingTime, endOnInterrupt } from '../../src/cli/end-on-interrupt.ts';
import { aTerminal } from './a-terminal.ts';

/** A run that hears of interrupts, and a clock that the test moves. */
function aRunThatGoesOn() {
  const heard: string[] = [];
  let timer: { at: number; then: () => void } | null = null;
  let now = 0;
  const terminal = aTerminal({ exitNow: (code) => heard.push(`exit ${code}`) });
  const over = endOnInterrupt(
    {
      interrupt: () => heard.push('interrupt'),
      abandon: () => heard.push('abandon'),
      later(time, then) {
        timer = { at: now + time, then };
        return () => {
          timer = null;
        };
      },
    },
    terminal,
  );
  const pass = (time: number) => {
    now += time;
    if (timer && timer.at <= now) timer.then();
  };
  return { heard, over, pass, interrupt: terminal.interrupt };
}

describe('Ctrl-C', () => {
  test('once lets what runs end, and the process go on to its own end', () => {
    const run = aRunThatGoesOn();
    run.interrupt();
    run.pass(endingTime - 1);
    expect(run.heard).toEqual(['interrupt']);
  });

  test('once ends the process 30 s later if the fleet has not settled by then', () => {
    const run = aRunThatGoesOn();
    run.interrupt();
    run.pass(30_000);
    expect(run.heard).toEqual(['interrupt', 'abandon', 'exit 3']);
  });

  test('twice ends the process at once', () => {
    const run = aRunThatGoesOn();
    run.interrupt();
    run.interrupt();
    expect(run.heard).toEqual(['interrupt', 'abandon', 'exit 3']);
  });

  test('means nothing any more once the run is over, nor does its deadline', () => {
    const run = aRunThatGoesOn();
    run.interrupt();
    run.over();
    run.pass(endingTime);
    run.interrupt();
    expect(run.heard).toEqual(['interrupt']);
  });
});
