import type { HealPolicy } from '../../heal/loop/heal-policy.ts';
import { readYaml } from '../yaml/read-yaml.ts';

export const executionModePath = 'config/execution_mode.yml';

/** What `config/execution_mode.yml` says, where a repository has that file. */
export type ExecutionMode = Partial<Pick<HealPolicy, 'mode' | 'retries'>>;

export interface ReadExecutionMode {
  readonly execution: ExecutionMode;
  /** What of it could not be taken as it stands, and what was taken instead; in sentences. */
  readonly faults: readonly string[];
}

const words: Readonly<Record<string, HealPolicy['mode']>> = {
  autonomous: 'autonomous',
  auto: 'autonomous',
  'human-in-loop': 'human-in-loop',
  'human-in-the-loop': 'human-in-loop',
};
const mostRetries = 10;

/**
 * The mode and the retries of the file; everything else in it is somebody else's. Fails closed: a mode that
 * cannot be read is `human-in-loop`, as nobody may be healed by a word that was not understood.
 */
export function parseExecutionMode(bytes: Uint8Array | null): ReadExecutionMode {
  if (bytes === null) return { execution: {}, faults: [] };
  const file = readYaml(executionModePath, bytes);
  if (!file.ok) return careful(`${executionModePath} is no YAML that can be read`);
  const { value } = file.tree;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return careful(`${executionModePath} is no mapping with \`mode\` and \`retries\``);
  const { mode, retries } = value as { mode?: unknown; retries?: unknown };
  const faults: string[] = [];
  const execution: { mode?: HealPolicy['mode']; retries?: number } = {};
  if (mode !== undefined) {
    const known =
      typeof mode === 'string' ? words[mode.trim().toLowerCase().replace(/[_ ]/g, '-')] : undefined;
    execution.mode = known ?? 'human-in-loop';
    if (known === undefined)
      faults.push(
        `The \`mode\` in ${executionModePath} is neither autonomous nor human-in-loop: human-in-loop holds`,
      );
  }
  if (retries !== undefined) {
    const valid =
      Number.isInteger(retries) && Number(retries) >= 0 && Number(retries) <= mostRetries;
    if (valid) execution.retries = Number(retries);
    else
      faults.push(
        `The \`retries\` in ${executionModePath} are no whole number from 0 to ${mostRetries}: they are left out`,
      );
  }
  return { execution, faults };
}

function careful(fault: string): ReadExecutionMode {
  return { execution: { mode: 'human-in-loop' }, faults: [`${fault}: human-in-loop holds`] };
}
