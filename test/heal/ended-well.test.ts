import { describe, expect, it } from '@jest/globals';
import { actionsLog, diagnosisOf } from './diagnosis-of.ts';

const frightening = [
  'npm error code ECONNRESET',
  'Attempt 1 failed. Retrying in 10 seconds...',
  'fatal: No names found, cannot describe anything.',
  "Error: Cannot find module 'left-pad'",
  'tests/test_errors.py::test_connection_refused PASSED',
].join('\n');

describe('a whole log in which no step failed', () => {
  it('has no failure, whatever its tools complained about', () => {
    const diagnosis = diagnosisOf(actionsLog({ run: 'make ci', prints: frightening }));
    expect(diagnosis).toMatchObject({ category: 'unknown', kind: 'success', evidence: [] });
    expect(diagnosis.summary).toMatch(/good end/);
  });

  it('has one where the exit code says so', () => {
    const text = actionsLog({ run: 'make ci', prints: frightening });
    expect(diagnosisOf(text, { exitCode: 1 }).kind).not.toBe('success');
  });

  it('has one where a step failed', () => {
    const text = actionsLog({ run: 'make ci', prints: frightening, exit: 1 });
    expect(diagnosisOf(text).kind).not.toBe('success');
  });

  it('is not known to be whole where its end is missing', () => {
    const text = actionsLog({ run: 'make ci', prints: frightening }).replace(
      /^.*Cleaning up.*$/m,
      '',
    );
    expect(diagnosisOf(text).kind).not.toBe('success');
  });

  it('is none where no runner wrote it', () => {
    expect(diagnosisOf(`${frightening}\nCleaning up orphan processes\n`).kind).not.toBe('success');
  });
});

describe('a failure that no rule knows', () => {
  it('is told in the words of its own annotation', () => {
    const text = actionsLog({ run: 'acme/deploy@v2', prints: '##[error]The moon is not full' });
    expect(diagnosisOf(text)).toMatchObject({
      category: 'unknown',
      summary: 'No rule knows why it failed; it says: The moon is not full',
    });
  });
});
