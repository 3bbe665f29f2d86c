import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HealPolicy } from '../heal/loop/heal-policy.ts';
import { executionModePath, parseExecutionMode } from '../text/healing/execution-mode.ts';
import { healPolicyOf } from '../text/healing/heal-policy-of.ts';
import type { HealOfTask } from '../text/healing/heal-schema.ts';
import type { Settings } from '../text/settings/settings.ts';

/** What a task that heals may do, as the files of a commit say. */
export interface FoundPolicy {
  readonly policy: HealPolicy;
  /** What of `config/execution_mode.yml` could not be taken as it stands, in sentences. */
  readonly faults: readonly string[];
}

/** @param execution the bytes of `config/execution_mode.yml`; null: there is none */
export function healPolicyFrom(
  task: HealOfTask,
  settings: Settings,
  execution: Uint8Array | null,
): FoundPolicy {
  const { execution: mode, faults } = parseExecutionMode(execution);
  return { policy: healPolicyOf(task, settings.heal, mode), faults };
}

/** The same in a checkout. */
export function healPolicyIn(root: string, task: HealOfTask, settings: Settings): FoundPolicy {
  return healPolicyFrom(task, settings, executionIn(root));
}

function executionIn(root: string): Uint8Array | null {
  try {
    return readFileSync(join(root, executionModePath));
  } catch {
    return null;
  }
}
