/** Runs of the command: in the tree itself, and in the clean checkout in which a fix is verified. */
import { join } from 'node:path';
import type { Adjustment } from '../../heal/fix/fix.ts';
import type { CommandRun } from '../../heal/loop/heal-ports.ts';
import { attemptCommand } from '../attempt-command.ts';
import { relocated, withFlags } from './adjust-command.ts';
import { dbtRetry } from './dbt-retry.ts';
import type { HealAttempt } from './heal-attempt.ts';
import { knownRules } from './heal-skills.ts';
import type { Repository } from './repository.ts';
import type { RunLeft } from './run-left.ts';
import { watchCommand } from './watch-command.ts';

export interface CommandRuns {
  run(
    as: 'first' | 'retry' | 'confirmation',
    adjustment: Adjustment | null,
  ): Promise<CommandRun<RunLeft>>;
  verify(
    checkout: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<CommandRun<RunLeft>>;
  /** The last run in the tree; null: none was. */
  last(): CommandRun<RunLeft> | null;
}

/** `environment`: what the command sees, with the mark by which its processes are known. */
export function commandRuns(
  attempt: HealAttempt,
  repository: Repository,
  environment: Readonly<Record<string, string>>,
  redact: (text: string) => string,
): CommandRuns {
  const { command, policy, timeout, stop, now, secrets, log, onPid } = attempt;
  const { verify } = policy;
  const proof =
    verify === null || verify === 'same' ? command : attemptCommand(verify.command, attempt.bash);
  const usual = { stop, now, secrets, log, onPid, redact, rules: knownRules(attempt.rules) };
  let last: CommandRun<RunLeft> | null = null;
  return {
    last: () => last,
    async run(as, adjustment) {
      const less = as === 'retry' ? dbtRetry(command, last) : null;
      last = await watchCommand({
        ...usual,
        command: withFlags(less ?? command, adjustment?.flags ?? {}),
        directory: attempt.directory,
        environment: { ...environment, ...adjustment?.env },
        timeout: timeout * (adjustment?.timeout ?? 1),
        missing: () => attempt.missing(null),
        onOutput: (text) => attempt.onOutput(text, 'tree'),
      });
      return last;
    },
    verify: (checkout, seen) =>
      watchCommand({
        ...usual,
        command: relocated(proof, repository.root, checkout),
        directory: join(checkout, repository.directory),
        environment: seen,
        timeout,
        missing: () => (proof === command ? attempt.missing(checkout) : null),
        onOutput: (text) => attempt.onOutput(text, 'verification'),
      }),
  };
}
