import {
  type HeldProposal,
  parseProposal,
  proposalFolder,
  proposalPath,
  renderProposal,
} from '../../text/failure/proposal-text.ts';
import type { JournalFile } from '../ports.ts';
import { changeJournal, type JournalEdit } from './change-journal.ts';
import type { FailurePorts } from './failure-ports.ts';

/** Proposals that wait at most; the oldest go first. */
const mostHeld = 200;

/** Proposals that wait for a person, newest first. @throws PortError */
export async function readProposals(
  ports: Pick<FailurePorts, 'journal'>,
): Promise<readonly HeldProposal[]> {
  return proposalsIn(await ports.journal.files(proposalFolder));
}

/**
 * Keeps a proposal on the journal branch until somebody decides about it. One of the same id is replaced: an
 * approval names the hash, so that it is none of what comes in its place (23).
 *
 * @throws PortError
 */
export async function holdProposal(
  ports: FailurePorts,
  proposal: HeldProposal,
): Promise<'held' | 'contended'> {
  const path = proposalPath(proposal.id);
  if (path === null) throw new RangeError('this is no id of a proposal');
  const text = renderProposal(proposal);
  return edit(ports, `Proposal ${proposal.id}`, (files) => {
    if (files.some((file) => file.path === path && file.text === text))
      return { put: [], remove: [] };
    const old = proposalsIn(files.filter((file) => file.path !== path)).slice(mostHeld - 1);
    return { put: [{ path, text }], remove: old.flatMap(({ id }) => proposalPath(id) ?? []) };
  });
}

/** Forgets a proposal that was applied, or that nobody wants. @throws PortError */
export async function dropProposal(ports: FailurePorts, id: string): Promise<'held' | 'contended'> {
  const path = proposalPath(id);
  return edit(ports, 'A proposal is decided', (files) => ({
    put: [],
    remove: path !== null && files.some((file) => file.path === path) ? [path] : [],
  }));
}

async function edit(
  ports: FailurePorts,
  headline: string,
  change: (files: readonly JournalFile[]) => Omit<JournalEdit<null>, 'value'>,
): Promise<'held' | 'contended'> {
  const edited = await changeJournal(ports, proposalFolder, headline, (files) => ({
    ...change(files),
    value: null,
  }));
  return edited.kind === 'done' ? 'held' : 'contended';
}

function proposalsIn(files: readonly JournalFile[]): readonly HeldProposal[] {
  return files
    .flatMap(({ path, text }) => parseProposal(path, text) ?? [])
    .sort((one, other) => other.at - one.at);
}
