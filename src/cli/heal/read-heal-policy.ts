/** What `yardmaster heal` may do: its flags first, then the repository's settings, then the execution mode. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mode } from '../../heal/fix/gate.ts';
import type { HealPolicy } from '../../heal/loop/heal-policy.ts';
import { type ExecutionMode, healPolicyOf } from '../../text/healing/heal-policy-of.ts';
import { settingsPath } from '../../text/settings/parse-settings.ts';
import { readYaml } from '../../text/yaml/read-yaml.ts';
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

const executionModePath = 'config/execution_mode.yml';

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
  const execution = readExecutionMode(root);
  const own = {
    ...(flags.mode === undefined ? {} : { mode: flags.mode }),
    ...(flags.retries === undefined ? {} : { retries: flags.retries }),
    ...(flags.threshold === undefined ? {} : { threshold: flags.threshold }),
    // Whoever typed the command said with it what has to pass.
    verify: flags.verify ?? 'same',
  };
  const policy = healPolicyOf(own, settings, execution);
  return { policy, said: `${policy.mode} (${whoSaid(flags, settings.mode, execution)})` };
}

function whoSaid(flags: HealFlags, settings: Mode | undefined, execution: ExecutionMode): string {
  if (flags.mode !== undefined) return 'from the command line';
  const over = execution.mode === undefined ? '' : `, before ${executionModePath}`;
  if (settings !== undefined) return `from ${settingsPath}${over}`;
  return execution.mode === undefined ? 'by default' : `from ${executionModePath}`;
}

/** Only `mode` and `retries` of it are known; everything else in it is somebody else's. */
function readExecutionMode(root: string): ExecutionMode {
  const path = join(root, executionModePath);
  if (!existsSync(path)) return {};
  const file = readYaml(executionModePath, readFileSync(path));
  const value: unknown = file.ok ? file.tree.value : null;
  if (typeof value !== 'object' || value === null) return {};
  const { mode, retries } = value as { mode?: unknown; retries?: unknown };
  return {
    ...(mode === 'autonomous' || mode === 'human-in-loop' ? { mode } : {}),
    ...(Number.isInteger(retries) && Number(retries) >= 0 && Number(retries) <= 10
      ? { retries: Number(retries) }
      : {}),
  };
}
