import type { EmbeddedContext } from '../context.ts';
import type { CheckFields } from '../present/check-run.ts';
import { type CheckRunRow, presentCheckRun } from '../present/check-run.ts';
import { presentCheckSuite } from '../present/check-suite.ts';
import type { RepositoryRow } from '../repositories.ts';
import { isoSeconds } from '../time.ts';
import type { UserRow } from '../users.ts';
import type { Annotation } from './read-check-fields.ts';

export interface CheckChange {
  readonly repo: RepositoryRow;
  readonly sender: UserRow;
  /** What is there already; undefined for a new check run. */
  readonly before: CheckRunRow | undefined;
  readonly fields: CheckFields & { readonly headSha: string };
  /** Annotations that come on top of those that are there. */
  readonly added: readonly Annotation[];
}

/** Writes a check run and tells the webhooks of it. */
export function saveCheckRun(ctx: EmbeddedContext, change: CheckChange): CheckRunRow {
  const { repo, sender, before, fields, added } = change;
  return ctx.store.transaction(() => {
    const suite = before?.suite_id ?? ensureSuite(ctx, repo, fields.headSha);
    const known = JSON.parse(before?.annotations ?? '[]') as Annotation[];
    const id = ctx.store.run(
      `INSERT OR REPLACE INTO check_runs (id, repo_id, suite_id, name, head_sha, external_id,
        details_url, status, conclusion, started_at, completed_at, output, annotations, actions)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      before?.id ?? null,
      repo.id,
      suite,
      fields.name,
      fields.headSha,
      fields.external_id,
      fields.details_url,
      fields.status,
      fields.conclusion,
      fields.started_at,
      fields.completed_at,
      fields.output,
      JSON.stringify([...known, ...added]),
      fields.actions,
    );
    const row = ctx.store.get<CheckRunRow>('SELECT * FROM check_runs WHERE id = ?', id);
    if (!row) throw new Error('The check run was just written');
    announce(ctx, repo, sender, before, row);
    return row;
  });
}

function ensureSuite({ store, now }: EmbeddedContext, repo: RepositoryRow, sha: string): number {
  const known = store.get<{ id: number }>(
    'SELECT id FROM check_suites WHERE repo_id = ? AND head_sha = ?',
    repo.id,
    sha,
  );
  return (
    known?.id ??
    store.run(
      'INSERT INTO check_suites (repo_id, head_sha, created_at) VALUES (?, ?, ?)',
      repo.id,
      sha,
      isoSeconds(now()),
    )
  );
}

/** GitHub tells of new check runs and of finished ones, not of what is between. */
function announce(
  ctx: EmbeddedContext,
  repo: RepositoryRow,
  sender: UserRow,
  before: CheckRunRow | undefined,
  row: CheckRunRow,
): void {
  const actions = [
    ...(before ? [] : ['created']),
    ...(row.status === 'completed' && before?.status !== 'completed' ? ['completed'] : []),
  ];
  for (const action of actions) {
    const payload = () => ({
      check_run: {
        ...presentCheckRun(ctx, repo, row),
        check_suite: presentCheckSuite(ctx, repo, row.suite_id),
      },
    });
    ctx.emit({ event: 'check_run', action, repo, sender, payload });
  }
}
