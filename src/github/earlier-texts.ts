/** What a file said before it was lost: what alone a fix may bring back. */
import * as z from 'zod';
import type { IssueStore } from '../reconcile/ports.ts';
import { PortError } from '../reconcile/ports.ts';
import { decodeText } from './decode-text.ts';
import { fileAt } from './file-at.ts';
import { checked, type GitHubClient } from './github-client.ts';
import { lastGoodRun } from './last-good-run.ts';

const comparison = z.object({ status: z.string() });
const commits = z.array(z.object({ parents: z.array(z.object({ sha: z.string() })) }));

/** A pipeline's run, as far as its past goes. */
export interface RunPlace {
  readonly pipeline: string;
  /** The commit that it is on; earlier ones are those of its history. */
  readonly commit: string;
}

/**
 * The commit of the last run of the pipeline that succeeded, if it belongs to the history of this run's own:
 * a ledger may be edited, the history may not. null: none is known.
 *
 * @throws PortError
 */
export async function lastGoodCommit(
  client: GitHubClient,
  issues: Pick<IssueStore, 'list'>,
  { pipeline, commit }: RunPlace,
): Promise<string | null> {
  const good = await lastGoodRun(issues, pipeline);
  return good && (await isEarlier(client, good.commit, commit)) ? good.commit : null;
}

/** What a file said before; null: nobody knows, or it was no text. */
export interface EarlierTexts {
  /** In the last good run. */
  readonly good: string | null;
  /** Before the last change of it: where it is missing, when the branch had it last. */
  readonly last: string | null;
}

/** @throws PortError */
export async function earlierTexts(
  client: GitHubClient,
  issues: Pick<IssueStore, 'list'>,
  place: RunPlace,
  path: string,
): Promise<EarlierTexts> {
  const textAt = async (commit: string | null) => {
    const bytes = commit === null ? null : await fileAt(client, path, commit);
    return bytes && decodeText(bytes);
  };
  return {
    good: await textAt(await lastGoodCommit(client, issues, place)),
    last: await textAt(await beforeChange(client, path, place.commit)),
  };
}

async function isEarlier(client: GitHubClient, one: string, other: string): Promise<boolean> {
  try {
    const { data } = await client.read(() =>
      client.octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
        ...client.at,
        basehead: `${one}...${other}`,
        per_page: 1,
      }),
    );
    return ['ahead', 'identical'].includes(checked(comparison, data, 'GET compare').status);
  } catch (error) {
    if (error instanceof PortError && error.kind === 'gone') return false;
    throw error;
  }
}

/** The parent of the last commit that changed a file. */
async function beforeChange(
  client: GitHubClient,
  path: string,
  commit: string,
): Promise<string | null> {
  const { data } = await client.read(() =>
    client.octokit.request('GET /repos/{owner}/{repo}/commits', {
      ...client.at,
      sha: commit,
      path,
      per_page: 1,
    }),
  );
  return checked(commits, data, 'GET commits')[0]?.parents[0]?.sha ?? null;
}
