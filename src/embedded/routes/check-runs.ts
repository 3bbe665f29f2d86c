import { type Annotation, readAnnotations, readCheckFields } from '../checks/read-check-fields.ts';
import { saveCheckRun } from '../checks/save-check-run.ts';
import type { EmbeddedContext, RouteModule } from '../context.ts';
import { ApiError, notFound } from '../http/api-error.ts';
import { requiredString } from '../http/body.ts';
import type { Answer, RepoCall } from '../http/call.ts';
import { pageAnswer } from '../http/pagination.ts';
import { type CheckFields, type CheckRunRow, presentCheckRun } from '../present/check-run.ts';
import { commitNamed } from './commits.ts';

const read = { needs: ['checks:read'] };
const write = { needs: ['checks:write'] };

export const checkRunRoutes: RouteModule = (router, ctx) => {
  router.repo('POST', '/check-runs', write, (call) => {
    requireApp(call);
    const sha = commitNamed(ctx, call, requiredString(call.body, 'head_sha')).oid;
    const fields = { ...readCheckFields(ctx, call.body), headSha: sha };
    return answer(ctx, call, 201, save(ctx, call, undefined, fields));
  });
  router.repo('GET', '/check-runs/{check_run_id}', read, (call) =>
    answer(ctx, call, 200, checkOr404(ctx, call)),
  );
  router.repo('PATCH', '/check-runs/{check_run_id}', write, (call) => {
    requireApp(call);
    const before = checkOr404(ctx, call);
    const fields = { ...readCheckFields(ctx, call.body, before), headSha: before.head_sha };
    return answer(ctx, call, 200, save(ctx, call, before, fields));
  });
  router.repo('GET', '/check-runs/{check_run_id}/annotations', read, (call) => {
    const annotations = JSON.parse(checkOr404(ctx, call).annotations) as Annotation[];
    return pageAnswer(call, annotations, (annotation) => annotation);
  });
  router.repo('GET', '/commits/{ref}/check-runs', read, (call) => listForRef(ctx, call));
};

/** GitHub lets only Apps (and with them `GITHUB_TOKEN`) write checks. */
function requireApp(call: RepoCall): void {
  if (call.requireCaller().user.type === 'Bot') return;
  throw new ApiError(403, 'You must authenticate via a GitHub App.');
}

function checkOr404(ctx: EmbeddedContext, call: RepoCall): CheckRunRow {
  const row = ctx.store.get<CheckRunRow>(
    'SELECT * FROM check_runs WHERE id = ? AND repo_id = ?',
    call.idParam('check_run_id'),
    call.repo.id,
  );
  if (!row) throw notFound();
  return row;
}

function save(
  ctx: EmbeddedContext,
  call: RepoCall,
  before: CheckRunRow | undefined,
  fields: CheckFields & { readonly headSha: string },
): CheckRunRow {
  const added = readAnnotations(ctx, call.repo, fields.headSha, call.body);
  const sender = call.requireCaller().user;
  return saveCheckRun(ctx, { repo: call.repo, sender, before, fields, added });
}

function answer(ctx: EmbeddedContext, call: RepoCall, status: number, row: CheckRunRow): Answer {
  return { status, json: presentCheckRun(ctx, call.repo, row) };
}

function listForRef(ctx: EmbeddedContext, call: RepoCall): Answer {
  const rows = ctx.store.all<CheckRunRow>(
    'SELECT * FROM check_runs WHERE repo_id = ? AND head_sha = ? ORDER BY id DESC',
    call.repo.id,
    commitNamed(ctx, call, call.param('ref')).oid,
  );
  const name = call.query.get('check_name');
  const status = call.query.get('status');
  const seen = new Set<string>();
  const newest = (row: CheckRunRow): boolean => {
    if (call.query.get('filter') === 'all') return true;
    return !seen.has(row.name) && seen.add(row.name).size > 0;
  };
  const wanted = rows.filter(
    (row) => (!name || row.name === name) && (!status || row.status === status) && newest(row),
  );
  return pageAnswer(
    call,
    wanted,
    (row) => presentCheckRun(ctx, call.repo, row),
    (check_runs, total_count) => ({ total_count, check_runs }),
  );
}
