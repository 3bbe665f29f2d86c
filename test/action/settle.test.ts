import { describe, expect, test } from '@jest/globals';
import { observationOf } from '../../src/action/settle.ts';
import type { AttemptResult } from '../../src/core/model.ts';
import { renderHandoff } from '../../src/text/handoff.ts';

const ref = { run: 12, task: 3, attempt: 2 };
const result: AttemptResult = {
  outcome: 'success',
  failure: null,
  exitCode: 0,
  signal: null,
  startedAt: 1_000,
  endedAt: 2_000,
  digest: null,
  place: 5,
  message: '',
};
const handoff = { ref, result, outputs: {}, produced: [], tail: '' };

describe('what a settling job makes of the job before it', () => {
  test('a handoff of this attempt counts, at this place, whatever place it names', () => {
    const { text, digest } = renderHandoff(handoff);
    expect(observationOf(ref, text, 'success', 777, 9_000, 55)).toEqual({
      kind: 'ended',
      ref,
      result: { ...result, place: 777, artifact: 55, digest },
    });
  });

  test('a handoff of another attempt is none, and the conclusion alone counts', () => {
    const { text } = renderHandoff({ ...handoff, ref: { ...ref, attempt: 1 } });
    expect(observationOf(ref, text, 'failure', 777, 9_000)).toMatchObject({
      kind: 'ended',
      result: { outcome: 'failure', failure: 'crash', place: 777, digest: null },
    });
  });

  test.each([
    ['failure', { kind: 'ended', result: { outcome: 'failure', failure: 'crash' } }],
    ['timed_out', { kind: 'ended', result: { outcome: 'failure', failure: 'timeout' } }],
    ['cancelled', { kind: 'ended', result: { outcome: 'stopped', failure: null } }],
    ['success', { kind: 'lost' }],
    ['skipped', { kind: 'lost' }],
    ['', { kind: 'lost' }],
  ])('without one, a job that ended with `%s` is %j', (conclusion, expected) => {
    expect(observationOf(ref, '', conclusion, 777, 9_000)).toMatchObject(expected);
  });

  test('text that was tampered with is none', () => {
    const { text } = renderHandoff(handoff);
    const forged = `${text.slice(0, -4)}AAAA`;
    expect(observationOf(ref, forged, 'success', 777, 9_000)).toMatchObject({ kind: 'lost' });
  });
});
