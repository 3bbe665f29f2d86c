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

/**
 * What a file that is missing said in the last good run, and when the branch had it last; as far as it is
 * text.
 *
 * @throws PortError
 */
export async function earlierTexts(
  client: GitHubClient,
  issues: Pick<IssueStore, 'list'>,
  place: RunPlace,
  path: string,
): Promise<readonly string[]> {
  const found = [
    await lastGoodCommit(client, issues, place),
    await beforeItWent(client, path, place.commit),
  ].filter((commit) => commit !== null);
  const texts: string[] = [];
  for (const commit of new Set(found)) {
    const bytes = await fileAt(client, path, commit);
    const text = bytes && decodeText(bytes);
    if (text !== null) texts.push(text);
  }
  return texts;
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

/** The parent of the commit that took a file away. */
async function beforeItWent(
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
