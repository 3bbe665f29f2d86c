import type { EmbeddedContext } from '../context.ts';
import { encodeNodeId } from '../node-id.ts';
import type { RepositoryRow } from '../repositories.ts';
import { repositoryApiUrl, repositoryHtmlUrl } from './repository.ts';

/** What whoever writes a check run says of it. */
export interface CheckFields {
  readonly name: string;
  readonly external_id: string | null;
  readonly details_url: string | null;
  readonly status: string;
  readonly conclusion: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  /** JSON: title, summary, text. */
  readonly output: string;
  readonly actions: string;
}

export interface CheckRunRow extends CheckFields {
  readonly id: number;
  readonly repo_id: number;
  readonly suite_id: number;
  readonly head_sha: string;
  /** JSON: annotations in the order in which they came. */
  readonly annotations: string;
}

interface CheckOutput {
  readonly title?: string | null;
  readonly summary?: string | null;
  readonly text?: string | null;
}

export function presentCheckRun(ctx: EmbeddedContext, repo: RepositoryRow, row: CheckRunRow) {
  const url = `${repositoryApiUrl(ctx, repo)}/check-runs/${row.id}`;
  const html = `${repositoryHtmlUrl(ctx, repo)}/runs/${row.id}`;
  const output = JSON.parse(row.output) as CheckOutput;
  return {
    id: row.id,
    name: row.name,
    node_id: encodeNodeId('CheckRun', row.id),
    head_sha: row.head_sha,
    external_id: row.external_id ?? '',
    url,
    html_url: html,
    details_url: row.details_url ?? html,
    status: row.status,
    conclusion: row.conclusion,
    started_at: row.started_at,
    completed_at: row.completed_at,
    output: {
      title: output.title ?? null,
      summary: output.summary ?? null,
      text: output.text ?? null,
      annotations_count: (JSON.parse(row.annotations) as unknown[]).length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: row.suite_id },
    app: null,
    pull_requests: [],
  };
}
