import { describe, expect, it } from '@jest/globals';
import { actionsLog, diagnosisOf, shownOf } from './diagnosis-of.ts';

const failure = [
  'FAIL test/config/get.ts (17.8 s)',
  '  ● config get reads npm options',
  '',
  '    Expected: "https://my-org.example.com"',
  '    Received: "https://my-org.example.com/"',
  '',
  '      at Object.<anonymous> (test/config/get.ts:32:38)',
  '',
].join('\n');

describe('the evidence', () => {
  it('holds once a test that its runner tells of again at the end', () => {
    const text = actionsLog({
      run: 'jest',
      prints: `${failure}\nPASS test/other.ts\nSummary of all failing tests\n${failure}\nTests:       1 failed, 80 passed, 81 total`,
      exit: 1,
    });
    const shown = shownOf(text, diagnosisOf(text));
    expect(shown.match(/● config get/g)).toHaveLength(1);
    expect(shown).toContain('1 failed, 80 passed');
  });

  it('holds how the step ended, however many annotations stand before it', () => {
    const annotations = [3, 5, 8].map(
      (line) => `##[error]src/a.ts(${line},7): error TS2322: Type 'string' is not assignable.`,
    );
    const text = actionsLog({ run: 'tsc', prints: annotations.join('\n'), exit: 2 });
    expect(shownOf(text, diagnosisOf(text))).toContain('Process completed with exit code 2');
  });
});
