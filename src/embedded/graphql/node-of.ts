import { knownRepository } from '../http/access.ts';
import { decodeNodeId, type NodeType } from '../node-id.ts';
import { type RepositoryRow, repositoryById } from '../repositories.ts';
import { type UserRow, userById } from '../users.ts';
import { commentSource, issueWithId } from './fields-issue.ts';
import { labelSource } from './label-lists.ts';
import { permit, type Scope, unresolved } from './scope.ts';
import { type CommentSource, type IssueSource, repositorySource, userSource } from './sources.ts';

const issueRead = { needs: ['issues:read', 'pull_requests:read'] };

/** What a global id names; `NOT_FOUND` for ids of nothing, or of what the caller may not know of. */
export function nodeOf(scope: Scope, id: string) {
  const decoded = decodeNodeId(id);
  const found = decoded && find(scope, decoded.type, Number(decoded.id));
  if (found) return found;
  throw unresolved(`a node with the global id of '${id}'`);
}

/** The issue (or pull request) that an id names. */
export function issueOfId(scope: Scope, id: string): IssueSource {
  const node = nodeOf(scope, id);
  if (node.__typename === 'Issue' || node.__typename === 'PullRequest') return node as IssueSource;
  throw unresolved(`a node with the global id of '${id}'`);
}

/** The comment that an id names. */
export function commentOfId(scope: Scope, id: string): CommentSource {
  const node = nodeOf(scope, id);
  if (node.__typename === 'IssueComment') return node as CommentSource;
  throw unresolved(`a node with the global id of '${id}'`);
}

/** The repository that an id names. */
export function repositoryOfId(scope: Scope, id: string): RepositoryRow {
  const decoded = decodeNodeId(id);
  const repo = decoded?.type === 'Repository' && repositoryRow(scope, Number(decoded.id));
  if (repo) return repo;
  throw unresolved(`a node with the global id of '${id}'`);
}

/** The label's name that an id of this repository names. */
export function labelNameOfId({ ctx }: Scope, repo: RepositoryRow, id: string): string {
  const decoded = decodeNodeId(id);
  const row =
    decoded?.type === 'Label' &&
    ctx.store.get<{ name: string }>(
      'SELECT name FROM labels WHERE id = ? AND repo_id = ?',
      Number(decoded.id),
      repo.id,
    );
  if (row) return row.name;
  throw unresolved(`a node with the global id of '${id}'`);
}

/** The account that an id names. */
export function userOfId({ ctx }: Scope, id: string): UserRow {
  const decoded = decodeNodeId(id);
  const known = decoded?.type === 'User' && exists(ctx, 'users', Number(decoded.id));
  if (known) return userById(ctx, Number(decoded.id));
  throw unresolved(`a node with the global id of '${id}'`);
}

function find(scope: Scope, type: NodeType, id: number) {
  const { ctx } = scope;
  switch (type) {
    case 'User':
    case 'Bot':
      return exists(ctx, 'users', id) ? userSource(userById(ctx, id)) : null;
    case 'Repository': {
      const repo = repositoryRow(scope, id);
      return repo && repositorySource(repo);
    }
    case 'Issue':
    case 'PullRequest': {
      const source = exists(ctx, 'issues', id) ? issueWithId(scope, id) : null;
      return source && readable(scope, source);
    }
    case 'IssueComment': {
      const source = exists(ctx, 'comments', id) ? commentSource(scope, id) : null;
      return source && readable(scope, source);
    }
    case 'Label': {
      const row = ctx.store.get<{ repo_id: number }>('SELECT repo_id FROM labels WHERE id = ?', id);
      const repo = row && repositoryRow(scope, row.repo_id);
      return repo ? labelSource(scope, repo, id) : null;
    }
    default:
      return null;
  }
}

function exists({ store }: Scope['ctx'], table: 'users' | 'issues' | 'comments', id: number) {
  return (
    Number.isSafeInteger(id) && store.get(`SELECT 1 FROM ${table} WHERE id = ?`, id) !== undefined
  );
}

function readable<S extends { readonly repo: RepositoryRow }>(scope: Scope, source: S): S | null {
  if (!repositoryRow(scope, source.repo.id)) return null;
  permit(scope, source.repo, issueRead);
  return source;
}

/** Null also where the caller may not know of the repository. */
function repositoryRow(scope: Scope, id: number): RepositoryRow | null {
  if (!scope.ctx.store.get('SELECT 1 FROM repositories WHERE id = ?', id)) return null;
  const { owner, name } = repositoryById(scope.ctx, id);
  return knownRepository(scope.ctx, scope.caller, owner, name);
}
