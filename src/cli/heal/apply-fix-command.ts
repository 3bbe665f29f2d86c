/** What `yardmaster apply-fix` does: a person lets one change through, which is verified and then kept. */

import { join } from 'node:path';
import { mayApply } from '../../heal/approval/may-apply.ts';
import { healAttempt } from '../../runner/heal/heal-command.ts';
import { sha256 } from '../../runner/heal/heal-skills.ts';
import { dropProposal, type StoredProposal } from '../../runner/heal/proposals.ts';
import { oneLine } from '../../text/safety/one-line.ts';
import { CliProblem } from '../cli-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { ownRules } from '../own-rules.ts';
import { runCommand } from '../run-command.ts';
import type { Terminal } from '../terminal.ts';
import { findProposal, openProposals } from './fixes-command.ts';
import { actionLine, defined, exitCodeOf, interruptible, jsonOf } from './heal-command.ts';
import { secretsOf } from './heal-secrets.ts';
import { readHealPolicy } from './read-heal-policy.ts';
import { reportText } from './report-text.ts';

export interface ApplyFixWish {
  readonly id: string;
  /** What was read and approved; null: what is stored. */
  readonly hash: string | null;
  readonly branch: boolean;
  readonly json: boolean;
}

export async function applyFixCommand(terminal: Terminal, wish: ApplyFixWish): Promise<number> {
  const { git, repository, folder, notes, proposals } = await openProposals(terminal);
  const proposal = findProposal(proposals, wish.id);
  const head = repository.git
    ? (
        await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], {
          directory: repository.root,
        })
      ).out.trim()
    : '';
  refuseOther(proposal, wish.hash, head);
  const say = wish.json ? terminal.complain : terminal.write;
  for (const note of notes) say(`${terminal.paint('yellow', note)}\n`);
  const environment = defined(terminal.environment);
  const { policy } = readHealPolicy(repository.root, {});
  const end = await interruptible(terminal, (stop) =>
    healAttempt({
      command: proposal.command,
      directory: join(repository.root, proposal.directory),
      root: repository.root,
      environment,
      secrets: secretsOf(environment),
      timeout: proposal.timeout,
      stop,
      rules: ownRules(terminal),
      policy: { ...policy, verify: proposal.verify ?? 'same' },
      keep: wish.branch ? 'branch' : 'tree',
      approved: proposal,
      received: proposal.received ?? [],
      log: null,
      now: terminal.now,
      bash: true,
      missing: () => null,
      onOutput: (text, of) => {
        if (of === 'tree') say(text);
      },
      onAction: (action) => say(actionLine(action, terminal)),
    }),
  );
  say(reportText(end.report, end.interrupted, terminal));
  if (wish.json) terminal.write(`${JSON.stringify(jsonOf(end))}\n`);
  // What did not hold is not offered again.
  const undone = end.report.fixes.some(({ outcome }) => outcome === 'undone');
  if (undone && !end.interrupted) dropProposal(folder.proposals, proposal.id);
  const code = exitCodeOf(end);
  const goesOn = code === exitCodes.completed && proposal.run !== null;
  if (!goesOn || wish.branch || wish.json) return code;
  say(`\nRun #${proposal.run} goes on.\n`);
  const again = { pipeline: undefined, slots: null, json: false, anew: false };
  return runCommand(terminal, { ...again, resume: true, retry: true });
}

/** An approval is of one change on one commit, and of nothing else (X11). */
function refuseOther(proposal: StoredProposal, hash: string | null, head: string): void {
  if (proposal.state !== 'waiting')
    throw new CliProblem(
      'fix-is-kept',
      `The fix ${proposal.id} does not wait: it is kept already.`,
      oneLine(proposal.where ?? 'See `yardmaster fixes`.', 500),
    );
  const digest = sha256(`${proposal.base}\n${proposal.patch}`);
  const asked = { id: proposal.id, hash, head: null, comment: null };
  const approval = mayApply(waitingOf(proposal), asked, head, digest);
  if (approval.ok) return;
  const { code, message, remedy } = approval;
  throw new CliProblem(
    code === 'moved' ? 'other-head' : code,
    `${proposal.id}: ${message}`,
    remedy,
  );
}

/** What an approval is of. */
function waitingOf({ id, hash, head, fix, why, diagnosis, patch, ...rest }: StoredProposal) {
  const { title, remedy } = fix;
  const { fingerprint } = diagnosis;
  const { commandText: command, at } = rest;
  return { id, hash, head, fingerprint, title, why, remedy, fix: fix.hash, patch, command, at };
}
