import type { TriedEntry } from '../../heal/confidence/healing-book.ts';
import type { HealEnd } from '../../heal/loop/heal.ts';
import type { HealPolicy } from '../../heal/loop/heal-policy.ts';
import type { HealAction } from '../../heal/loop/heal-ports.ts';
import type { Rule } from '../../heal/rule.ts';
import type { AttemptCommand } from '../attempt-command.ts';
import type { FetchCredentials } from './fetch-past.ts';
import type { StoredProposal } from './proposals.ts';

/**
 * Where a verified fix goes: a branch of its own, the tree in which the command runs, or nowhere but into the
 * report, for a host that publishes it itself.
 */
export type WhereKept = 'branch' | 'tree' | 'report';

/** Asked only when a fix depends on what files said before. */
export interface PastSource {
  /** The last commit on which the command passed; null: none is known. */
  readonly lastGood: () => Promise<string | null>;
  readonly credentials: FetchCredentials | null;
}

/** A command that is to be run and healed, by whichever host. */
export interface HealAttempt {
  readonly command: AttemptCommand;
  /** Absolute: where it runs. */
  readonly directory: string;
  /** Of a folder that is in no repository; null: the directory. */
  readonly root: string | null;
  /** All that the command sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values that must appear nowhere. */
  readonly secrets: readonly string[];
  /** Milliseconds for each run of the command. */
  readonly timeout: number;
  readonly stop: AbortSignal;
  readonly policy: HealPolicy;
  readonly keep: WhereKept;
  /** A change that a person let through: it is verified and kept, and nothing else is done. */
  readonly approved: StoredProposal | null;
  /** Absolute: receives the output of the last run, redacted; null: nobody wants it. */
  readonly log: string | null;
  readonly now: () => number;
  /** Whether `bash` can be started. */
  readonly bash: boolean;
  /**
   * What was promised and is missing after a run that ended well (X4); null: nothing is. `root` stands for
   * the repository's root where a fix is verified; null: in the tree itself.
   */
  readonly missing: (root: string | null) => string | null;
  /** Files, relative to the root, that a clean checkout gets besides what git knows; ignored or not. */
  readonly received?: readonly string[];
  /** Hears the redacted output of all runs while it comes. */
  readonly onOutput: (text: string, of: 'tree' | 'verification') => void;
  readonly onAction: (action: HealAction) => void;
  /** Hears of each process of the command, which leads a group of its own. */
  readonly onPid?: (pid: number) => void;
  /** Called with the checkout in which a fix was verified, before it goes away. */
  readonly onProved?: (checkout: string) => void;
  /** Of the repository's maintainers, from its default branch; they come before the built-in ones. */
  readonly rules?: readonly Rule[];
  /** What the journal knows besides this machine's own memory. */
  readonly learned?: readonly TriedEntry[];
  /** Absolute: where scratch checkouts are made; without it the system's folder for temporary files. */
  readonly temporary?: string;
  /** What the host knows of the commits before, where the checkout knows nothing of them. */
  readonly past?: PastSource;
}

export interface HealedAttempt extends HealEnd {
  /** What was learned: for the journal. */
  readonly learned: readonly TriedEntry[];
  /** What an earlier, killed healing had left, and what became of it. */
  readonly notes: readonly string[];
  /** The last run in the tree; null: nothing ran there. */
  readonly last: LastRun | null;
  /** Absolute. */
  readonly actionLog: string;
}

interface LastRun {
  readonly cause: 'itself' | 'timeout' | 'stop' | 'no-start';
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly tail: string;
}
