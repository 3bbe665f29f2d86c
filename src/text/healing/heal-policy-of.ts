import { defaultHealPolicy, type HealPolicy } from '../../heal/loop/heal-policy.ts';
import type { ExecutionMode } from './execution-mode.ts';
import type { HealOfSettings, HealOfTask } from './heal-schema.ts';

/** The policy of a task: its own words, then the settings, then the execution mode, then the defaults. */
export function healPolicyOf(
  task: HealOfTask | undefined,
  settings: HealOfSettings,
  execution: ExecutionMode,
): HealPolicy {
  const own = typeof task === 'object' ? task : typeof task === 'string' ? { mode: task } : {};
  const base = defaultHealPolicy;
  const { agent } = settings;
  return {
    ...base,
    mode: own.mode ?? settings.mode ?? execution.mode ?? base.mode,
    retries: own.retries ?? settings.retries ?? execution.retries ?? base.retries,
    verify: verificationOf(own.verify),
    threshold: own.threshold ?? settings.threshold ?? base.threshold,
    keep: own.keep ?? settings.keep ?? base.keep,
    protect: [settings.protect ?? []].flat(),
    budget: { ...base.budget, ...defined(settings.budget ?? {}) },
    agent: agent
      ? { command: [agent.command].flat(), timeout: (agent['timeout-minutes'] ?? 10) * 60_000 }
      : null,
  };
}

function verificationOf(verify: string | undefined): HealPolicy['verify'] {
  if (verify === undefined) return null;
  return verify === 'same' ? 'same' : { command: verify };
}

function defined(budget: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(budget).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
