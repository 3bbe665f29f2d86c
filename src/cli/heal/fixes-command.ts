/** What `yardmaster fixes` does. */

import { makeGit } from '../../runner/heal/git.ts';
import { healFolder } from '../../runner/heal/heal-folder.ts';
import { readProposals, type StoredProposal } from '../../runner/heal/proposals.ts';
import { recoverTree } from '../../runner/heal/recover-tree.ts';
import { findRepository } from '../../runner/heal/repository.ts';
import { formatDuration } from '../../text/format/format-duration.ts';
import { textTable } from '../../text/format/text-table.ts';
import { oneLine } from '../../text/safety/one-line.ts';
import { CliProblem } from '../cli-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { defined } from './heal-command.ts';
import { colouredDiff } from './report-text.ts';

export interface FixesWish {
  readonly id: string | null;
  readonly json: boolean;
}

export async function fixesCommand(terminal: Terminal, wish: FixesWish): Promise<number> {
  const { proposals, notes } = await openProposals(terminal);
  for (const note of notes) terminal.complain(`${note}\n`);
  if (wish.id !== null) {
    const one = findProposal(proposals, wish.id);
    terminal.write(wish.json ? `${JSON.stringify(shown(one))}\n` : detailOf(one, terminal));
  } else if (wish.json) terminal.write(`${JSON.stringify({ fixes: proposals.map(shown) })}\n`);
  else terminal.write(listOf(proposals, terminal));
  return exitCodes.completed;
}

export async function openProposals(terminal: Terminal) {
  const git = makeGit(defined(terminal.environment));
  const repository = await findRepository(git, terminal.directory);
  const notes = recoverTree(repository);
  const folder = healFolder(repository);
  return { git, repository, folder, notes, proposals: readProposals(folder.proposals) };
}

/** By its id, or by the beginning of it. */
export function findProposal(proposals: readonly StoredProposal[], id: string): StoredProposal {
  const exact = proposals.find((one) => one.id === id);
  const near = proposals.filter((one) => one.id.startsWith(id));
  const found = exact ?? (near.length === 1 ? near[0] : undefined);
  if (found) return found;
  throw new CliProblem(
    'no-such-fix',
    near.length > 1
      ? `Several fixes begin with ${oneLine(id)}.`
      : `There is no fix ${oneLine(id)}.`,
    'See `yardmaster fixes` for those there are.',
  );
}

/** The same fields in every form of JSON. */
function shown({
  id,
  fix,
  state,
  why,
  hash,
  base,
  head,
  at,
  patch,
  where,
  ...rest
}: StoredProposal) {
  const { title, confidence, cases, remedy, safe } = fix;
  const { commandText: command, diagnosis } = rest;
  const { summary, rootCause, category, fingerprint } = diagnosis;
  return {
    ...{ id, title, remedy, state, confidence, cases, safe, why, hash, base, head, at, where },
    ...{ command, summary, rootCause, category, fingerprint, patch },
  };
}

function listOf(proposals: readonly StoredProposal[], terminal: Terminal): string {
  if (proposals.length === 0) return 'No fix waits, and none is kept.\n';
  const now = terminal.now();
  const rows = proposals.map((one) => [
    one.state,
    one.id,
    oddsOf(one),
    formatDuration(now - one.at),
    one.head.slice(0, 8) || '-',
    oneLine(one.fix.title),
  ]);
  const head = ['STATE', 'ID', 'CONFIDENCE', 'AGE', 'HEAD', 'FIX'];
  return [
    ...textTable([head, ...rows]),
    '',
    `${terminal.program} fixes ID shows one, ${terminal.program} apply-fix ID applies it.`,
    '',
  ].join('\n');
}

function oddsOf({ fix }: StoredProposal): string {
  return `${Math.round(fix.confidence)} %, ${fix.cases} ${fix.cases === 1 ? 'case' : 'cases'}`;
}

function detailOf(one: StoredProposal, { paint, program }: Terminal): string {
  const { diagnosis, fix } = one;
  return [
    `${paint('bold', one.id)}  ${one.state}`,
    '',
    `${paint('bold', 'Failure')}     ${oneLine(diagnosis.summary, 500)}`,
    `${paint('bold', 'Root cause')}  ${oneLine(diagnosis.rootCause, 500)}`,
    `${paint('bold', 'Command')}     ${oneLine(one.commandText, 500)}`,
    `${paint('bold', 'Fix')}         ${oneLine(fix.title)} (${oddsOf(one)})`,
    `            ${oneLine(fix.why, 500)}`,
    `${paint('bold', one.state === 'kept' ? 'Kept' : 'Waits')}       ${oneLine(one.where ?? one.why, 500)}`,
    `${paint('bold', 'Head')}        ${one.head || 'none'}`,
    `${paint('bold', 'Hash')}        ${one.hash}`,
    '',
    ...colouredDiff(one.patch, paint),
    '',
    ...(one.state === 'waiting' ? [`${program} apply-fix ${one.id} --hash ${one.hash}`, ''] : []),
  ].join('\n');
}
