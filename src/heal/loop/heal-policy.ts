import type { Mode } from '../fix/gate.ts';

/** Milliseconds. */
type Millis = number;

/** A program that is asked for a unified diff; the failure is on its standard input. */
export interface HealAgent {
  readonly command: readonly string[];
  readonly timeout: Millis;
}

/** What a repository, a task and a person allow healing to do. */
export interface HealPolicy {
  readonly mode: Mode;
  /** How often the command may be started again, counted anew after each success. */
  readonly retries: number;
  /** Before the first, second, ... retry; the last one holds for all further ones. */
  readonly delays: readonly Millis[];
  /** What proves a fix: nothing configured, the command itself (said explicitly), or another command. */
  readonly verify: null | 'same' | { readonly command: string };
  /** Least confidence in percent at which `autonomous` applies a fix. */
  readonly threshold: number;
  /** Where a verified fix goes in Actions: a pull request, or the working branch itself. */
  readonly keep: 'pull-request' | 'branch';
  /** Globs that no fix may touch, besides the built-in ones. */
  readonly protect: readonly string[];
  /** What one healing may spend: fixes that are tried, and the files and lines that they change. */
  readonly budget: { readonly fixes: number; readonly files: number; readonly lines: number };
  readonly agent: HealAgent | null;
}

/** Where nobody said anything (H4, H5). */
export const defaultHealPolicy: HealPolicy = {
  mode: 'autonomous',
  retries: 3,
  delays: [5_000, 10_000, 20_000],
  verify: null,
  threshold: 80,
  keep: 'pull-request',
  protect: [],
  budget: { fixes: 5, files: 5, lines: 200 },
  agent: null,
};
