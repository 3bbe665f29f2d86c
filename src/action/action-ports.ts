import { type GitHubClient, githubClient } from '../github/github-client.ts';
import { githubPorts } from '../github/github-ports.ts';
import { type WorkflowFleetOptions, workflowFleet } from '../github/workflow-fleet.ts';
import type { Fleet, Ports } from '../reconcile/ports.ts';
import { mainWorkflowFile } from '../text/workflow/render-workflows.ts';
import { actionOctokit, selfLogin } from './action-client.ts';
import { actionClock } from './action-clock.ts';
import type { ActionContext } from './action-context.ts';
import { actionLog } from './workflow-commands.ts';

/** Time between writes on average, as GitHub asks for; a server on this machine has no such limit. */
const githubPace = 1_000;

const isLocal = (apiUrl: string): boolean => /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(apiUrl);

/** The repository as a job's token sees it. */
export function actionClient(context: ActionContext): GitHubClient {
  return githubClient(clientOptions(context));
}

function clientOptions(context: ActionContext) {
  return {
    octokit: actionOctokit(context),
    owner: context.owner,
    repo: context.repo,
    self: selfLogin,
    pace: isLocal(context.apiUrl) ? 0 : githubPace,
    clock: actionClock,
  };
}

/** The fleet as a job's token sees it. */
export function actionFleet(
  context: ActionContext,
  client: GitHubClient,
  more: Pick<WorkflowFleetOptions, 'onHealed' | 'opening'> = {},
): Fleet {
  return workflowFleet({
    client,
    ...more,
    workflow: mainWorkflowFile,
    ref: context.refName,
    clock: actionClock,
  });
}

/**
 * The reconciler's ports in a job. `wrap` may take batches before they are dispatched; the others are those of
 * the fleet.
 */
export function actionPorts(
  context: ActionContext,
  write: (line: string) => void,
  {
    wrap = (fleet) => fleet,
    ...more
  }: { readonly wrap?: (fleet: Fleet) => Fleet } & Parameters<typeof actionFleet>[2] = {},
): Ports {
  const options = clientOptions(context);
  const fleet = actionFleet(context, githubClient(options), more);
  return {
    ...githubPorts(options),
    fleet: wrap(fleet),
    clock: actionClock,
    log: actionLog(write),
  };
}
