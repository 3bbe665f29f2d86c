import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run, TaskStatus } from '../core/model.ts';
import { fileAt } from '../github/file-at.ts';
import { filesAt } from '../github/files-at.ts';
import type { GitHubClient } from '../github/github-client.ts';
import { githubIssueStore } from '../github/issue-store.ts';
import { lastGoodRun } from '../github/last-good-run.ts';
import { isPromised } from '../runner/produced-files.ts';
import type { TaskDefinition } from '../text/pipeline/pipeline-definition.ts';
import { ActionProblem } from './action-context.ts';
import { workflowCommand } from './workflow-commands.ts';
import { writeReceived } from './write-received.ts';

/** Configuration is a few files; a glob that means more was not meant so. */
const mostFiles = 100;

/**
 * Before a retry: gives a checkout the files of configuration that its task names as they were in the last run
 * of the pipeline that succeeded (Q13), and says which. Files that were not there then stay. A first attempt,
 * and a task that names none, cost nothing.
 *
 * @throws ActionProblem, PortError
 */
export async function restoreFiles(
  client: GitHubClient,
  workspace: string,
  { pipeline }: Pick<Run, 'pipeline'>,
  { restore }: Pick<TaskDefinition, 'restore'>,
  { counted }: Pick<TaskStatus, 'counted'>,
  write: (text: string) => void,
): Promise<void> {
  if (counted === 0 || restore.length === 0) return;
  const say = (text: string) => write(`${workflowCommand('notice', text)}\n`);
  const good = await lastGoodRun(githubIssueStore(client), pipeline);
  if (!good) return say(`No run of ${pipeline} has succeeded yet: no file is restored.`);
  const { commit, issue } = good;
  const paths = (await filesAt(client, commit)).filter((path) => isPromised(path, restore));
  if (paths.length > mostFiles) {
    throw new ActionProblem(
      `\`restore\` means ${paths.length} files; ${mostFiles} are allowed`,
      'Name the files of configuration more closely.',
    );
  }
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    const bytes = await fileAt(client, path, commit);
    if (bytes && !isSame(join(workspace, path), bytes)) files.set(path, bytes);
  }
  writeReceived(workspace, files, restore);
  const names = files.size === 0 ? 'nothing differs' : [...files.keys()].join(', ');
  say(`Files as they were in run #${issue}, on ${commit}: ${names}.`);
}

function isSame(path: string, bytes: Uint8Array): boolean {
  const there = lstatSync(path, { throwIfNoEntry: false });
  return there?.isFile() === true && readFileSync(path).equals(bytes);
}
