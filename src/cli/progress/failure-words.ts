/** How a failure is named in a few words: `crash, exit code 7`, `timeout`. */
import type { FailureClass } from '../../core/model.ts';

interface Failure {
  readonly failure: FailureClass | null;
  readonly exitCode: number | null;
  readonly signal?: string | null;
}

/** The code only where it is the program's own answer: one of 0 ended well and was found wanting. */
export function failureWords({ failure, exitCode, signal = null }: Failure): string {
  const code = exitCode === null || exitCode === 0 ? '' : `exit code ${exitCode}`;
  // Of one that was lost nothing is known; a ledger still has the code of the attempt before.
  const ownEnd = failure !== 'timeout' && failure !== 'lost';
  const how = ownEnd ? (signal ?? code) : '';
  return [failure ?? '', how].filter((part) => part !== '').join(', ');
}
