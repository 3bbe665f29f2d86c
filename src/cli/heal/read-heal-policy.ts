/** What `yardmaster heal` may do: its flags first, then the repository's settings, then the execution mode. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mode } from '../../heal/fix/gate.ts';
import type { HealPolicy } from '../../heal/loop/heal-policy.ts';
import {
  type ExecutionMode,
  executionModePath,
  parseExecutionMode,
  type ReadExecutionMode,
} from '../../text/healing/execution-mode.ts';
import { healPolicyOf } from '../../text/healing/heal-policy-of.ts';
import { settingsPath } from '../../text/settings/parse-settings.ts';
import { CliProblem } from '../cli-problem.ts';
import { loadSettings } from '../load-pipeline.ts';

export interface HealFlags {
  readonly mode?: Mode;
  readonly retries?: number;
  readonly threshold?: number;
  readonly verify?: string;
}

export interface ReadPolicy {
  readonly policy: HealPolicy;
  /** Who said which mode, in words. */
  readonly said: string;
}

/** Throws `CliProblem` for settings that cannot be read: nothing may be healed by a policy that nobody sees. */
export function readHealPolicy(root: string, flags: HealFlags): ReadPolicy {
  const read = loadSettings(root);
  if (!read.ok) {
    const [first] = read.problems;
    throw new CliProblem(
      first?.code ?? 'bad-settings',
      `${settingsPath}:${first?.line ?? 1}: ${first?.message ?? 'it cannot be read'}`,
      first?.remedy ?? 'Correct the file.',
    );
  }
  const settings = read.settings.heal;
  const { execution, faults } = readExecutionMode(root);
  const own = {
    ...(flags.mode === undefined ? {} : { mode: flags.mode }),
    ...(flags.retries === undefined ? {} : { retries: flags.retries }),
    ...(flags.threshold === undefined ? {} : { threshold: flags.threshold }),
    // Whoever typed the command said with it what has to pass.
    verify: flags.verify ?? 'same',
  };
  const policy = healPolicyOf(own, settings, execution);
  const said = `${policy.mode} (${whoSaid(flags, settings.mode, execution)})`;
  return { policy, said: [said, ...faults].join('. ') };
}

function whoSaid(flags: HealFlags, settings: Mode | undefined, execution: ExecutionMode): string {
  if (flags.mode !== undefined) return 'from the command line';
  const over = execution.mode === undefined ? '' : `, before ${executionModePath}`;
  if (settings !== undefined) return `from ${settingsPath}${over}`;
  return execution.mode === undefined ? 'by default' : `from ${executionModePath}`;
}

function readExecutionMode(root: string): ReadExecutionMode {
  const path = join(root, executionModePath);
  return parseExecutionMode(existsSync(path) ? readFileSync(path) : null);
}
