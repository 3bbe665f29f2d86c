import type { HealOfSettings } from '../healing/heal-schema.ts';

/** What `.github/yardmaster.yml` says: it holds for the whole repository. */
export interface Settings {
  /** Tasks that may run at once, over all open runs; null: as many as the open run with the most slots. */
  readonly slots: number | null;
  /** Slots per kind of task; a kind that is not named has no limit of its own. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Slots per group of tasks; a group that is not named has no limit of its own. */
  readonly groups: Readonly<Record<string, number>>;
  /** Capacities of resources; a resource that is not named has 1. */
  readonly resources: Readonly<Record<string, number>>;
  /** Which tasks get an issue of their own where the pipeline does not say; null: nobody said. */
  readonly issues: 'all' | 'attention' | null;
  /** How tasks that heal do so where they do not say otherwise. */
  readonly heal: HealOfSettings;
  /** How long a task may take on a self-hosted runner. On GitHub's own runners it is always 360. */
  readonly maxTimeoutMinutes: number;
}

/** The settings of a repository without `.github/yardmaster.yml`. 7,200 minutes are GitHub's limit for a job. */
export const defaultSettings: Settings = {
  slots: null,
  kinds: {},
  groups: {},
  resources: {},
  issues: null,
  heal: {},
  maxTimeoutMinutes: 7_200,
};
