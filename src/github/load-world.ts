/** Everything that a decision needs, in one call. */
import * as z from 'zod';
import type { IssueRead, JournalState, Loaded } from '../reconcile/ports.ts';
import { PortError } from '../reconcile/ports.ts';
import { parseJournalState } from '../text/journal/journal-state.ts';
import { checked, type GitHubClient } from './github-client.ts';
import { fromGraphql, graphqlIssue } from './issue-answer.ts';
import { journalBranch } from './journal-ref.ts';
import { readBlob, textBlob } from './journal-tree.ts';
import { worldQuery } from './world-query.ts';

const answer = z.object({
  repository: z.object({
    id: z.string(),
    labels: z
      .object({
        pageInfo: z.object({ hasNextPage: z.boolean() }),
        nodes: z.array(z.object({ name: z.string() }).nullable()),
      })
      .nullish(),
    ref: z
      .object({
        target: z.object({
          oid: z.string(),
          file: z.object({ object: textBlob.nullable() }).nullish(),
        }),
      })
      .nullable(),
    issues: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: z.array(
        graphqlIssue
          .extend({ subIssues: z.object({ nodes: z.array(graphqlIssue.nullable()) }).nullish() })
          .nullable(),
      ),
    }),
  }),
});
type Page = z.output<typeof answer>['repository'];

/**
 * One GraphQL call for up to 50 open runs, one more for each further 50. Head and state are of the first
 * page, so that a compare-and-swap on that head also covers what later pages show.
 *
 * @param onLabels hears of the repository's labels, where the page holds all of them
 */
export async function loadWorld(
  client: GitHubClient,
  onLabels: (names: readonly string[]) => void,
): Promise<Loaded> {
  const first = await loadPage(client, null);
  const pages = [first];
  const { labels } = first;
  if (labels?.pageInfo.hasNextPage === false) onLabels(labels.nodes.flatMap((l) => l?.name ?? []));
  for (let last = first; last.issues.pageInfo.hasNextPage; ) {
    last = await loadPage(client, last.issues.pageInfo.endCursor);
    pages.push(last);
  }
  const runs = pages.flatMap((each) => each.issues.nodes).filter((run) => run !== null);
  // Anybody may hang an issue of another repository below a run; its number means nothing here.
  const tasks = runs
    .flatMap((run) => run.subIssues?.nodes ?? [])
    .filter((task) => task !== null)
    .filter((task) => task.repository.id === first.id);
  return {
    head: first.ref?.target.oid ?? null,
    journal: await journalOf(client, first.ref),
    runIssues: runs.map((issue) => fromGraphql(issue, client)),
    taskIssues: distinct(tasks.map((issue) => fromGraphql(issue, client))),
  };
}

async function loadPage(client: GitHubClient, after: string | null): Promise<Page> {
  const data = await client.read(() => client.octokit.graphql(worldQuery, { ...client.at, after }));
  return checked(answer, data, 'the read of all runs').repository;
}

async function journalOf(client: GitHubClient, ref: Page['ref']): Promise<JournalState | null> {
  if (!ref) return null;
  const blob = ref.target.file?.object;
  const text = blob && (await readBlob(client, blob));
  if (text === null || text === undefined) return null;
  const parsed = parseJournalState(text);
  if (parsed.ok) return parsed.state;
  const found = `state.json on the branch ${journalBranch} cannot be read: ${parsed.why}`;
  const remedy =
    parsed.code === 'newer'
      ? 'Use the newer version that wrote it'
      : 'Put back the file of the commit before; the branch belongs to this program alone';
  throw new PortError('invalid', `${found}. ${remedy}`);
}

/** A task's issue may hang below one parent only, but lists of two pages may overlap. */
function distinct(issues: readonly IssueRead[]): readonly IssueRead[] {
  return [...new Map(issues.map((issue) => [issue.number, issue])).values()];
}
