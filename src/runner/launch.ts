/** How a program gets started: by this process itself, or by one of the small ones that it keeps for that. */
import type { AttemptCommand } from './attempt-command.ts';

export interface LaunchOrder {
  readonly command: AttemptCommand;
  /** Absolute. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A file that receives the output, or who hears of it piece by piece. */
  readonly output: OpenFile | ((piece: string) => void);
}

/** A file that is open for appending, and where it is at the moment. */
export interface OpenFile {
  readonly fd: number;
  readonly path: string;
}

/** `onNoStart` (a process may have been seen before), or `onStart`, `onExit` and `onOver`, in this order. */
export interface LaunchEvents {
  /** It runs, as the leader of a process group of its own. */
  readonly onStart: (pid: number) => void;
  /** It ended; whatever it left in its group was killed. */
  readonly onExit: (exitCode: number | null, signal: NodeJS.Signals | null) => void;
  /** Nothing more of its output will come. */
  readonly onOver: () => void;
  readonly onNoStart: (error: NodeJS.ErrnoException) => void;
}

/** Takes an order back that waits for its turn: `onNoStart` follows then. Later it does nothing. */
export type Withdraw = () => void;

/** Starts a program in a process group of its own, with nothing to read. Never throws. */
export type Launch = (order: LaunchOrder, events: LaunchEvents) => Withdraw;
