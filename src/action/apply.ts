import { type AppliedProposal, applyProposal } from '../github/apply-proposal.ts';
import { commitOf, fileAt } from '../github/file-at.ts';
import type { GitHubClient } from '../github/github-client.ts';
import type { HealPolicy } from '../heal/loop/heal-policy.ts';
import { readProposals } from '../reconcile/failures/held-proposals.ts';
import type { HeldProposal } from '../text/failure/proposal-text.ts';
import { executionModePath } from '../text/healing/execution-mode.ts';
import { codeSpan } from '../text/safety/code-span.ts';
import { type ActionContext, ActionProblem } from './action-context.ts';
import { actionClient, actionPorts } from './action-ports.ts';
import { healPolicyFrom } from './heal-policy-in.ts';
import { pipelineAt } from './read-pipeline.ts';
import { runnerFiles } from './runner-files.ts';
import { workflowCommand } from './workflow-commands.ts';

/** All of the hash: of a part of it, whoever made the change could make a second change that has the same. */
const form = /^(?<id>[\w.-]{1,120}):(?<hash>[0-9a-f]{64})$/;

/**
 * `apply`: a person lets a change through that waits in the journal, named by its id and its hash. Only who may
 * start workflows gets here; the change is judged once more before it becomes a pull request.
 */
export async function apply(context: ActionContext, write: (line: string) => void): Promise<void> {
  const client = actionClient(context);
  const ports = actionPorts(context, write);
  const named = form.exec(context.input('fix'))?.groups;
  if (!named?.id || !named.hash)
    throw new ActionProblem(
      'The input `apply-fix` names no fix',
      'Copy it from the issue of the failure: the id, `:`, and the whole hash.',
    );
  const proposal = (await readProposals(ports)).find(({ id }) => id === named.id);
  if (!proposal)
    throw new ActionProblem(
      `No fix waits under the id ${named.id}`,
      'It may have been applied already, or a newer one has its place: see the issue of the failure.',
    );
  const head = await commitOf(client, `heads/${context.refName}`);
  const { serverUrl: site, owner, repo, runId, actor, refName: branch } = context;
  const applied = await applyProposal(client, ports, proposal, {
    ...{ hash: named.hash, by: actor, branch, head, site },
    policy: await policyFor(client, proposal, head),
    holder: `actions:${runId}:apply`,
    url: `${site}/${owner}/${repo}/issues/${proposal.run}`,
  });
  if (!applied.ok) throw new ActionProblem(`${proposal.id}: ${applied.why}`, applied.remedy);
  const words = wordsOf(applied);
  write(`${workflowCommand('notice', words)}\n`);
  runnerFiles(context).addSummary(
    `## A fix was let through\n\n${codeSpan(proposal.id)}: ${words}\n`,
  );
}

/** What its task may change, as the files of the branch say now. */
async function policyFor(
  client: GitHubClient,
  { pipeline: id, task: key }: HeldProposal,
  head: string,
): Promise<HealPolicy> {
  const bytesAt = (path: string) => fileAt(client, path, head);
  const { pipeline, settings } = await pipelineAt(bytesAt, id);
  const task = pipeline.tasks.find(({ spec }) => spec.key === key);
  if (!task?.heal)
    throw new ActionProblem(
      `The task \`${key}\` of \`${id}\` heals nothing any more`,
      'Make the change by hand.',
    );
  return healPolicyFrom(task.heal, settings, await bytesAt(executionModePath)).policy;
}

function wordsOf({ pull, branch, issue }: Extract<AppliedProposal, { readonly ok: true }>): string {
  const where = pull?.kind === 'pull' ? `pull request #${pull.number}` : `the branch ${branch}`;
  const told = issue === null ? '' : `, issue #${issue}`;
  return `It is ${where} now${told}. Nothing has verified it yet.`;
}
