import type { Run } from '../core/model.ts';
import { failureDefaults } from '../reconcile/failures/failure-ports.ts';
import { resolveFailures } from '../reconcile/failures/resolve-failures.ts';
import { tendFailures } from '../reconcile/failures/tend-failures.ts';
import type { Ports } from '../reconcile/ports.ts';
import { taskName } from '../text/failure/failure-context.ts';
import { fixLanded } from './fix-landed.ts';
import type { GitHubClient } from './github-client.ts';

export interface Landing {
  readonly holder: string;
  /** The pipelines' branch. */
  readonly branch: string;
  /** Runs that are known; what passed in them on a commit of the branch ends its failures. */
  readonly runs: readonly Run[];
  /** Whether a run's commit is the branch's own, and not that of a fix which waits for its merge. */
  isOnBranch(run: Run): boolean;
  urlOf(run: Run): string | null;
  /** As in `FailureSettings`. */
  readonly grace?: number;
}

/**
 * Goes on with what settles left that died, and closes the issues of failures whose fix has arrived, or whose
 * task has passed since.
 *
 * @returns the issues that were closed.
 * @throws PortError
 */
export async function closeHealed(
  client: GitHubClient,
  ports: Ports,
  landing: Landing,
): Promise<readonly number[]> {
  const passes = landing.runs.filter(landing.isOnBranch).flatMap((run) =>
    run.statuses.flatMap(({ state, endedAt }, index) => {
      const task = run.tasks[index]?.key;
      if (state !== 'COMPLETED' || endedAt === null || task === undefined) return [];
      const name = taskName({ pipeline: run.pipeline, task });
      return [{ task: name, at: endedAt, runUrl: landing.urlOf(run) }];
    }),
  );
  const { holder, grace = failureDefaults.grace } = landing;
  const settings = { ...failureDefaults, holder, grace };
  await tendFailures(ports, settings);
  return resolveFailures(ports, settings, {
    passes,
    branch: landing.branch,
    landed: (fix) => fixLanded(client, fix, landing.branch),
  });
}
