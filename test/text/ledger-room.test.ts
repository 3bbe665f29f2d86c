import { describe, expect, test } from '@jest/globals';
import { ledgerLength } from '../../src/text/ledger/ledger.ts';
import { ledgerRoom, worstRun } from '../../src/text/ledger-room.ts';
import { aTask } from './helpers/builders.ts';

function pipelineOf(count: number) {
  return Array.from({ length: count }, (_, at) =>
    aTask({
      key: `${['extract', 'clean', 'join', 'report'][at % 4]}-${at}`,
      needs: [at - 1, at - 4, at - 7 - (at % 13)].filter((need) => need >= 0),
      reads: [`data/raw/${at}/*.csv`],
      writes: [`data/clean/${at}/**`],
      estimate: 60_000 * (1 + (at % 7)),
      retries: 2,
    }),
  );
}

describe('the room that a run may come to need', () => {
  test('suffices for 1,000 tasks with needs and globs, to their very end', () => {
    expect(ledgerRoom(pipelineOf(1_000))).toMatchObject({ ok: true });
  });

  test('does not suffice for 2,000', () => {
    const { ok, needed, room } = ledgerRoom(pipelineOf(2_000));
    expect(ok).toBe(false);
    expect(needed).toBeGreaterThan(room);
  });

  test.each([300, 500, 800, 1_100])(
    'is never said to be less than %i short tasks need',
    (count) => {
      const tasks = Array.from({ length: count }, (_, at) =>
        aTask({
          key: `${((at + 1) * 7_919) % 99_991}`,
          retries: at % 3,
          needs: at % 2 ? [at - 1] : [],
        }),
      );
      const { ok, needed } = ledgerRoom(tasks);
      expect(ok).toBe(true);
      expect(needed).toBeGreaterThanOrEqual(ledgerLength(worstRun(tasks)));
    },
  );

  test('is refused to few tasks with endless globs', () => {
    const noise = (seed: number) =>
      Array.from({ length: 400 }, (_, at) =>
        ((seed * 7_919 + at * at * 31) % 9_973).toString(36),
      ).join('/');
    const tasks = Array.from({ length: 100 }, (_, at) =>
      aTask({ key: `t${at}`, writes: [noise(at)] }),
    );
    expect(ledgerRoom(tasks).ok).toBe(false);
  });
});
