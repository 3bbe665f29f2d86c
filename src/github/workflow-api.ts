/** Workflow runs, their jobs and artifacts, as far as the fleet asks for them. */
import * as z from 'zod';
import type { Instant } from '../core/model.ts';
import { PortError } from '../reconcile/ports.ts';
import { checked, type GitHubClient } from './github-client.ts';

const status = z.string().nullable();

const workflowRun = z.object({
  id: z.int().positive(),
  display_title: z.string(),
  head_branch: status,
  status,
  conclusion: status,
  created_at: z.string(),
});
/** `status` is `completed` once it is over; `conclusion` is null before. */
export type WorkflowRunRead = z.output<typeof workflowRun>;

const workflowJob = z.object({
  name: z.string(),
  status: z.string(),
  conclusion: status,
  started_at: z.string().nullish(),
  completed_at: z.string().nullish(),
});
export type WorkflowJobRead = z.output<typeof workflowJob>;

const artifact = z.object({
  id: z.int().positive(),
  name: z.string(),
  expired: z.boolean(),
  size_in_bytes: z.int().nonnegative(),
});
export type ArtifactRead = z.output<typeof artifact>;

const dispatchAnswer = z.object({ workflow_run_id: z.int().positive() });
const runList = z.object({ workflow_runs: z.array(workflowRun) });
const jobList = z.object({ total_count: z.int(), jobs: z.array(workflowJob) });
const artifactList = z.object({ artifacts: z.array(artifact) });

const perPage = 100;
/** An archive may be large. */
const downloadTime = 10 * 60_000;
/** A run has at most 256 legs of a few jobs each. */
const mostPages = 12;

export interface DispatchOrder {
  /** File name of the workflow. */
  readonly workflow: string;
  /** Branch or tag. */
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Starts a workflow, once; answers its run where GitHub tells it. Throws `PortError`. */
export async function dispatchWorkflow(
  client: GitHubClient,
  { workflow, ref, inputs }: DispatchOrder,
): Promise<number | null> {
  const { data } = await client.write(() =>
    client.octokit.request(
      'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
      { ...client.at, workflow_id: workflow, ref, inputs, return_run_details: true },
    ),
  );
  const answer = dispatchAnswer.safeParse(data);
  return answer.success ? answer.data.workflow_run_id : null;
}

/** Dispatched runs of a workflow since an instant, oldest first. */
export async function findRunsSince(
  client: GitHubClient,
  workflow: string,
  since: Instant,
): Promise<readonly WorkflowRunRead[]> {
  const found: WorkflowRunRead[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
        ...client.at,
        workflow_id: workflow,
        event: 'workflow_dispatch',
        per_page: perPage,
        page,
      }),
    );
    const runs = checked(runList, data, 'GET workflow runs').workflow_runs;
    const young = runs.filter(({ created_at }) => Date.parse(created_at) >= since);
    found.push(...young);
    // Newest first: behind an older one there are only older ones.
    if (young.length < perPage) break;
  }
  return found.sort((a, b) => a.id - b.id);
}

/** A workflow run; null where it does not exist (any more). */
export async function readWorkflowRun(
  client: GitHubClient,
  id: number,
): Promise<WorkflowRunRead | null> {
  try {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
        ...client.at,
        run_id: id,
      }),
    );
    return checked(workflowRun, data, 'GET workflow run');
  } catch (error) {
    if (error instanceof PortError && error.kind === 'gone') return null;
    throw error;
  }
}

/** The jobs of a run's newest execution. */
export async function readWorkflowJobs(
  client: GitHubClient,
  id: number,
): Promise<readonly WorkflowJobRead[]> {
  const jobs: WorkflowJobRead[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', {
        ...client.at,
        run_id: id,
        filter: 'latest',
        per_page: perPage,
        page,
      }),
    );
    const answer = checked(jobList, data, 'GET jobs');
    jobs.push(...answer.jobs);
    if (answer.jobs.length < perPage) break;
  }
  return jobs;
}

/** Asks a run to end; one that is over already is left alone. */
export async function cancelWorkflowRun(client: GitHubClient, id: number): Promise<void> {
  try {
    await client.write(() =>
      client.octokit.request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel', {
        ...client.at,
        run_id: id,
      }),
    );
  } catch (error) {
    if (error instanceof PortError && (error.kind === 'invalid' || error.kind === 'gone')) return;
    throw error;
  }
}

/** The newest artifact of a name that a run left; null where there is none, or it expired. */
export async function findArtifact(
  client: GitHubClient,
  runId: number,
  name: string,
): Promise<ArtifactRead | null> {
  const { data } = await client.read(() =>
    client.octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
      ...client.at,
      run_id: runId,
      name,
      per_page: 1,
    }),
  );
  const [found] = checked(artifactList, data, 'GET artifacts').artifacts;
  return found && found.name === name && !found.expired ? found : null;
}

/**
 * An artifact's zip archive. Throws `PortError`: `gone` where it is not there any more, `invalid` where it has
 * more bytes than `most`.
 */
export async function downloadArtifact(
  client: GitHubClient,
  id: number,
  most: number,
): Promise<Uint8Array> {
  const { data } = await client.read(() =>
    client.octokit.request(
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      {
        ...client.at,
        artifact_id: id,
        archive_format: 'zip',
        request: { signal: AbortSignal.timeout(downloadTime), parseSuccessResponseBody: false },
      },
    ),
  );
  if (data instanceof ReadableStream) return client.read(() => bytesOf(data, most));
  throw new PortError('unavailable', `the archive of artifact ${id} was not understood`);
}

async function bytesOf(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    // Leaving the loop cancels the rest.
    if (length > most) throw new PortError('invalid', 'the artifact is larger than is allowed');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
