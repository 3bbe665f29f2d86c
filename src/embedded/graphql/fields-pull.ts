import { pullOf } from '../pulls/pull-rows.ts';
import { roleIn } from '../repositories.ts';
import type { Fields } from './scope.ts';
import { type IssueSource, repositorySource } from './sources.ts';

/** What a pull request has besides what it shares with issues. Head and base are of one repository. */
export const pullFields: Fields<IssueSource> = {
  state: (source, _, scope) =>
    pullOf(scope.ctx, source.issue.id).merged_at ? 'MERGED' : source.issue.state.toUpperCase(),
  headRefName: (source, _, scope) => pullOf(scope.ctx, source.issue.id).head_ref,
  headRefOid: (source, _, scope) => pullOf(scope.ctx, source.issue.id).head_sha,
  baseRefName: (source, _, scope) => pullOf(scope.ctx, source.issue.id).base_ref,
  baseRefOid: (source, _, scope) => pullOf(scope.ctx, source.issue.id).base_sha,
  headRepository: ({ repo }, _, { ctx, caller }) =>
    roleIn(ctx, repo, caller.user.id) === 'none' ? null : repositorySource(repo),
  isDraft: (source, _, scope) => pullOf(scope.ctx, source.issue.id).draft === 1,
  merged: (source, _, scope) => pullOf(scope.ctx, source.issue.id).merged_at !== null,
  mergedAt: (source, _, scope) => pullOf(scope.ctx, source.issue.id).merged_at,
};
