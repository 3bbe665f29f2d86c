import type { Limits } from '../../core/decision.ts';
import type { Settings } from './settings.ts';

/**
 * The limits over all open runs. Where the settings name no number of slots, the run with the most has its
 * slots, and all of them together have no more.
 */
export function limitsFor(settings: Settings, runs: readonly { readonly slots: number }[]): Limits {
  const largest = runs.reduce((most, run) => Math.max(most, run.slots), 1);
  return {
    slots: settings.slots ?? largest,
    kinds: settings.kinds,
    groups: settings.groups,
    resources: settings.resources,
  };
}
