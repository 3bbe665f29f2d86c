import { describe, expect, test } from '@jest/globals';
import type { Diagnosis } from '../../../src/heal/diagnosis.ts';
import { makeReport } from '../../../src/heal/loop/make-report.ts';

const frob: Diagnosis = {
  category: 'configuration',
  kind: 'frob-broken',
  summary: 'The frob is broken',
  rootCause: 'Somebody frobbed too hard.',
  captures: {},
  evidence: [{ start: 1, end: 1 }],
  fingerprint: 'f1f1f1f1f1f1f1f1',
  files: [],
  tests: [],
  transient: false,
  proposals: [],
  others: [],
};

/** What a person should do about a failure that nothing held against. */
function stepsFor(diagnosis: Partial<Diagnosis>): readonly string[] {
  const report = makeReport({
    result: 'exhausted',
    mode: 'autonomous',
    retries: 0,
    command: 'frob',
    exitCode: 3,
    failure: { diagnosis: { ...frob, ...diagnosis }, evidence: ['FROB broken'], at: 0 },
    tried: [],
    patch: null,
    patchHash: null,
    base: '',
    head: '',
    proof: null,
    where: null,
    hindrance: null,
    startedAt: 0,
    endedAt: 1,
  });
  return report.manualSteps;
}

describe('what a person should do', () => {
  test('is to read the evidence where no rule knows the failure', () => {
    expect(stepsFor({ kind: 'unknown' })).toEqual([
      'Read the evidence: no rule knows this failure.',
    ]);
  });

  test('is to read it where the rule that knows it names no remedy', () => {
    expect(stepsFor({})).toEqual([
      'Read the evidence: the rule frob-broken knows the failure, but no remedy.',
    ]);
  });

  test('is to look at the files that the evidence names', () => {
    expect(stepsFor({ files: ['a.yml', 'b.yml'] })).toEqual([
      'Look at a.yml, b.yml with the evidence beside it.',
    ]);
  });
});
