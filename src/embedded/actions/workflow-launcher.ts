import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedContext } from '../context.ts';
import { presentRepository } from '../present/repository.ts';
import { presentUser } from '../present/user.ts';
import { findRepository, type RepositoryRow } from '../repositories.ts';
import { callerOf, issueToken, type Permissions } from '../tokens.ts';
import { userById } from '../users.ts';
import { parseActJobName } from './act-copy.ts';
import type { ActEvent } from './act-events.ts';
import { type ActRun, startAct } from './act-process.ts';
import { announceDispatch, announceJob, announceRun } from './announce-workflow.ts';
import { type ConcurrencyLeases, leaseKey } from './concurrency-leases.ts';
import { endLeftovers, trackingMark } from './end-leftovers.ts';
import { createJobRecorder } from './workflow-job-rows.ts';
import { workflowById } from './workflow-rows.ts';
import {
  markRunCompleted,
  markRunStarted,
  type RunConclusion,
  unfinishedRuns,
  type WorkflowRunRow,
  workflowRunById,
} from './workflow-run-rows.ts';
import { makeWorkingTree, type WorkingTree } from './working-tree.ts';

interface Launch {
  readonly repo: RepositoryRow;
  readonly run: WorkflowRunRow;
  /** The full name of the ref, as `refs/heads/main`. */
  readonly fullRef: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Starts workflow runs, and knows those that live. */
export interface WorkflowLauncher {
  launch(launch: Launch): void;
  cancel(runId: number): void;
  /** Whether a token was issued to a job of this run. */
  owns(runId: number, tokenId: number): boolean;
  /** Kills every runner, waits for them, and forgets their runs: the server ends. */
  close(): Promise<void>;
}

interface LiveRun {
  act: ActRun | null;
  cancelled: boolean;
  readonly tokens: Map<number, string>;
  done: Promise<void>;
}

const actorLogin = 'github-actions[bot]';

function eventOf(ctx: EmbeddedContext, { repo, run, fullRef, inputs }: Launch): unknown {
  return {
    inputs,
    ref: fullRef,
    workflow: workflowById(ctx, run.workflow_id).path,
    repository: presentRepository(ctx, repo),
    sender: presentUser(ctx, userById(ctx, run.actor_id)),
  };
}

function environmentOf(ctx: EmbeddedContext, launch: Launch): Record<string, string> {
  const { repo, run, fullRef } = launch;
  const api = ctx.baseUrl();
  return {
    GITHUB_SERVER_URL: api,
    GITHUB_API_URL: api,
    GITHUB_GRAPHQL_URL: `${api}/graphql`,
    GITHUB_REPOSITORY: `${repo.owner}/${repo.name}`,
    GITHUB_REPOSITORY_OWNER: repo.owner,
    GITHUB_REPOSITORY_ID: String(repo.id),
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.run_number),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_REF: fullRef,
    GITHUB_REF_NAME: run.head_branch,
    GITHUB_REF_TYPE: fullRef.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_WORKFLOW_REF: `${repo.owner}/${repo.name}/${workflowById(ctx, run.workflow_id).path}@${fullRef}`,
    GITHUB_WORKFLOW_SHA: run.head_sha,
    SHA_REF: run.head_sha,
    ...trackingMark(ctx.dir, run.id),
  };
}

/** The run's own tokens: one for every set of permissions that a job of it has. */
function tokenIssuer(ctx: EmbeddedContext, repo: RepositoryRow, live: LiveRun) {
  const byPermissions = new Map<string, string>();
  return (permissions: Permissions): string => {
    const key = JSON.stringify(Object.entries(permissions).sort());
    const known = byPermissions.get(key);
    if (known !== undefined) return known;
    const token = issueToken(ctx, {
      login: actorLogin,
      repo: `${repo.owner}/${repo.name}`,
      permissions,
    });
    byPermissions.set(key, token);
    const tokenId = callerOf(ctx, token)?.tokenId;
    if (tokenId !== undefined) live.tokens.set(tokenId, token);
    return token;
  };
}

function prepare(ctx: EmbeddedContext, launch: Launch, live: LiveRun): Promise<WorkingTree> {
  const { repo, run } = launch;
  return makeWorkingTree({
    folder: ctx.git.open(repo).folder,
    repository: `${repo.owner}/${repo.name}`,
    branch: run.head_branch,
    sha: run.head_sha,
    workflow: workflowById(ctx, run.workflow_id).path,
    event: eventOf(ctx, launch),
    tokenOf: tokenIssuer(ctx, repo, live),
    // The runner hides the values of secrets in its log.
    secrets: () =>
      Object.fromEntries([...live.tokens].map(([id, token]) => [`JOB_TOKEN_${id}`, token])),
    actionFolder: (owner, name) =>
      findRepository(ctx, owner, name) ? ctx.git.open({ owner, name }).folder : null,
  });
}

/** Frees the group of a job, or of the job that called its workflow, once that is over. */
function releaseAfter(
  leases: ConcurrencyLeases,
  launch: Launch,
  lastJobs: ReadonlySet<string>,
  event: ActEvent,
): void {
  if (event.kind !== 'job-ended') return;
  const { caller, concurrencyGroup } = parseActJobName(event.job);
  if (concurrencyGroup === null || (caller !== null && !lastJobs.has(event.id))) return;
  leases.release(leaseKey(launch.repo.id, concurrencyGroup), launch.run.id);
}

/** Keeps what the runner itself complained of; GitHub's API has no place for it. */
function keepComplaint(ctx: EmbeddedContext, runId: number, complaint: string): void {
  const folder = join(ctx.dir, 'actions');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `run-${runId}.log`), `${complaint}\n`);
}

function complete(ctx: EmbeddedContext, runId: number, conclusion: RunConclusion): void {
  markRunCompleted(ctx, runId, conclusion);
  announceRun(ctx, 'completed', runId);
}

async function perform(
  ctx: EmbeddedContext,
  launch: Launch,
  live: LiveRun,
  leases: ConcurrencyLeases,
): Promise<void> {
  const { run } = launch;
  const tree = await prepare(ctx, launch, live);
  try {
    if (live.cancelled) return;
    const recorder = createJobRecorder(ctx, run.id, (action, id) => announceJob(ctx, action, id));
    live.act = startAct({
      program: ctx.runner,
      ...tree,
      workflow: workflowById(ctx, run.workflow_id).path,
      actor: userById(ctx, run.actor_id).login,
      environment: environmentOf(ctx, launch),
      onEvent: (event) => {
        recorder.record(event);
        releaseAfter(leases, launch, tree.lastJobs, event);
      },
    });
    markRunStarted(ctx, run.id, live.act.pid);
    announceRun(ctx, 'in_progress', run.id);
    const { code, complaint } = await live.act.ended;
    if (code !== 0) keepComplaint(ctx, run.id, complaint);
    live.act.kill();
    endLeftovers(trackingMark(ctx.dir, run.id));
    const conclusion = live.cancelled ? 'cancelled' : code === 0 ? 'success' : 'failure';
    complete(ctx, run.id, conclusion);
  } finally {
    await tree.remove();
  }
}

function revoke(ctx: EmbeddedContext, live: LiveRun): void {
  for (const id of live.tokens.keys()) ctx.store.run('DELETE FROM tokens WHERE id = ?', id);
}

/** Ends what an earlier server's runner, that nobody listens to any more, may have left. */
function killRunner(pid: number, runId: number): void {
  try {
    // Another program may have its number by now; its own arguments name its run.
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    if (words.includes(`GITHUB_RUN_ID=${runId}`)) process.kill(-pid, 'SIGKILL');
  } catch {
    // It went with its server.
  }
}

/** Ends the runs whose server went away. */
function buryOrphans(ctx: EmbeddedContext): void {
  for (const { id, runner_pid } of unfinishedRuns(ctx)) {
    if (runner_pid !== null) killRunner(runner_pid, id);
    endLeftovers(trackingMark(ctx.dir, id));
    markRunCompleted(ctx, id, 'failure');
  }
}

/** Runs dispatched workflows through act. */
export function createWorkflowLauncher(
  ctx: EmbeddedContext,
  leases: ConcurrencyLeases,
): WorkflowLauncher {
  const runs = new Map<number, LiveRun>();
  buryOrphans(ctx);
  return {
    launch(launch) {
      announceDispatch(ctx, launch.run, launch.fullRef, launch.inputs);
      announceRun(ctx, 'requested', launch.run.id);
      const live: LiveRun = {
        act: null,
        cancelled: false,
        tokens: new Map(),
        done: Promise.resolve(),
      };
      runs.set(launch.run.id, live);
      live.done = perform(ctx, launch, live, leases)
        .catch(() => undefined)
        .then(() => {
          const ended = workflowRunById(ctx, launch.run.id).status === 'completed';
          if (!ended)
            markRunCompleted(ctx, launch.run.id, live.cancelled ? 'cancelled' : 'failure');
          revoke(ctx, live);
          leases.releaseAll(launch.run.id);
          runs.delete(launch.run.id);
        });
    },
    cancel(runId) {
      const live = runs.get(runId);
      if (!live) return;
      live.cancelled = true;
      live.act?.cancel();
    },
    owns: (runId, tokenId) => runs.get(runId)?.tokens.has(tokenId) ?? false,
    async close() {
      const all = [...runs.values()];
      for (const live of all) {
        live.cancelled = true;
        live.act?.kill();
      }
      await Promise.all(all.map(({ done }) => done));
    },
  };
}
