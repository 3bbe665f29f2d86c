import type { DiagnosisFacts } from './diagnosis.ts';
import type { Step } from './log/find-steps.ts';
import type { Log } from './log/log.ts';

/** What the runner of GitHub Actions writes last, whatever became of the job. */
const lastLine = /^Cleaning up orphan processes/;

/**
 * Whether a log of GitHub Actions is whole and none of its steps failed: what its tools complained about,
 * they survived.
 */
export function endedWell(log: Log, steps: readonly Step[], facts: DiagnosisFacts): boolean {
  if (facts.exitCode !== undefined && facts.exitCode !== 0) return false;
  if (!steps.some(({ title }) => title !== '')) return false;
  if (steps.some(({ errors }) => errors.length > 0)) return false;
  return log.lines.slice(-100).some(({ text, mark }) => mark === 'plain' && lastLine.test(text));
}
