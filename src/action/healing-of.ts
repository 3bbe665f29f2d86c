import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileAt } from '../github/file-at.ts';
import type { GitHubClient } from '../github/github-client.ts';
import { journalBranch } from '../github/journal-ref.ts';
import type { LegHealing } from '../runner/heal/heal-leg.ts';
import type { SummaryNotes } from '../text/failure/heal-summary.ts';
import { parseHealingBook, triedPath } from '../text/failure/healing-book-text.ts';
import { lessonsPath } from '../text/failure/lessons.ts';
import type { TaskDefinition } from '../text/pipeline/pipeline-definition.ts';
import type { Settings } from '../text/settings/settings.ts';
import { healPolicyIn } from './heal-policy-in.ts';
import { workflowCommand } from './workflow-commands.ts';

const agentNotes = '.claude/agent-notes.md';
const mostNotes = 1 << 20;

/** How a task heals, and what earlier healings left for people to read. */
export interface HealingOfLeg {
  readonly healing: LegHealing;
  readonly notes: SummaryNotes;
}

/**
 * What a task that heals has to know besides its command: its policy, and what was learned before. Costs two
 * calls; what cannot be read of the journal is as if nothing had been learned.
 *
 * @returns null: the task does not heal, and nothing was asked.
 */
export async function healingOf(
  client: GitHubClient,
  workspace: string,
  { heal }: Pick<TaskDefinition, 'heal'>,
  settings: Settings,
  received: readonly string[],
  write: (text: string) => void,
): Promise<HealingOfLeg | null> {
  if (heal === null) return null;
  const { policy, faults } = healPolicyIn(workspace, heal, settings);
  for (const fault of faults) write(`${workflowCommand('warning', fault)}\n`);
  const [tried, lessons] = await Promise.all([
    journalText(client, triedPath),
    journalText(client, lessonsPath),
  ]);
  const { tried: learned } = parseHealingBook(null, tried);
  return {
    healing: { policy, received, learned },
    notes: { lessons, agentNotes: notesIn(workspace), issue: null },
  };
}

async function journalText(client: GitHubClient, path: string): Promise<string | null> {
  const bytes = await fileAt(client, path, journalBranch).catch(() => null);
  return bytes && new TextDecoder().decode(bytes);
}

function notesIn(workspace: string): string | null {
  const path = join(workspace, agentNotes);
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() && found.size <= mostNotes ? readFileSync(path, 'utf8') : null;
}
