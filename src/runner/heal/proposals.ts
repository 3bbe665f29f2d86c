/** Changes that wait for a person, and what is needed to apply one: one file each. */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { HeldFix } from '../../heal/loop/heal-ports.ts';
import type { AttemptCommand } from '../attempt-command.ts';
import { writeFileWhole } from './write-file.ts';

/** A change that waits, with the command that it is for. */
export interface StoredProposal extends HeldFix {
  readonly id: string;
  /** SHA-256 of the patch and the commit it applies to: what an approval names. */
  readonly hash: string;
  readonly command: AttemptCommand;
  readonly commandText: string;
  /** Relative to the root. */
  readonly directory: string;
  readonly verify: null | 'same' | { readonly command: string };
  readonly timeout: number;
  /** Files that a clean checkout gets besides what git knows. */
  readonly received: readonly string[];
  /** The run in which its task failed; null: it was a command that somebody typed. */
  readonly run: number | null;
  readonly state: 'waiting' | 'kept';
  /** Of one that is kept: where, in words. */
  readonly where: string | null;
}

const form = /^[\w.-]{1,120}$/;
const mostKept = 200;

export function storeProposal(folder: string, proposal: StoredProposal): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileWhole(pathOf(folder, proposal.id), JSON.stringify(proposal));
}

export function dropProposal(folder: string, id: string): void {
  rmSync(pathOf(folder, id), { force: true });
}

/** Newest first. A file that cannot be read is none. */
export function readProposals(folder: string): readonly StoredProposal[] {
  const found = names(folder).flatMap((name) => readOne(join(folder, name)));
  const sorted = found.sort((one, other) => other.at - one.at);
  for (const old of sorted.slice(mostKept)) dropProposal(folder, old.id);
  return sorted.slice(0, mostKept);
}

function pathOf(folder: string, id: string): string {
  if (!form.test(id) || id.startsWith('.')) throw new Error(`not an id: ${id}`);
  return join(folder, `${id}.json`);
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function readOne(path: string): StoredProposal[] {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as StoredProposal;
    return form.test(read.id) && Array.isArray(read.changes) && Array.isArray(read.before)
      ? [read]
      : [];
  } catch {
    return [];
  }
}
