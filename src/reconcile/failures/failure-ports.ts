import type { Fleet, Ports } from '../ports.ts';

/** What recording failures needs of the world. */
export type FailurePorts = Pick<Ports, 'issues' | 'journal' | 'clock' | 'log'> & {
  /** Says whether whoever holds a claim still lives; without it a claim holds until its lease is over. */
  readonly fleet?: Pick<Fleet, 'holderLives'>;
};

/** Who records, and how patiently. */
export interface FailureSettings {
  /** As in an intent: `actions:<run id>:<job>` or `local:<pid>`. */
  readonly holder: string;
  /** For how long a claim on a failure holds; longer than lists may be behind. */
  readonly lease: number;
  /** How long to wait for somebody else who writes about the same failure. */
  readonly patience: number;
  /**
   * How long after somebody was about to open an issue, and never named it, no other is opened in its place:
   * longer than a request may be on its way.
   */
  readonly grace: number;
  /** Known secrets; what looks like one is hidden in any case. */
  readonly secrets: readonly string[];
}

export const failureDefaults: Pick<FailureSettings, 'lease' | 'patience' | 'grace' | 'secrets'> = {
  lease: 120_000,
  patience: 30_000,
  grace: 300_000,
  secrets: [],
};
