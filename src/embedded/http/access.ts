import type { Stored } from '../capabilities.ts';
import {
  findRepository,
  type RepositoryRow,
  type Role,
  roleCovers,
  roleIn,
} from '../repositories.ts';
import type { Caller, Level } from '../tokens.ts';
import { ApiError, notFound } from './api-error.ts';

/** What an operation asks of its caller. */
export interface Access {
  /** Permissions of a token, one of which must be there, as `issues:write`. Every repository
   * operation needs `metadata:read` by itself. */
  readonly needs?: readonly string[];
  /** The least role of a person (a bot's token needs its permissions alone). */
  readonly role?: Role;
}

const order: readonly Level[] = ['none', 'read', 'write', 'admin'];

/** Whether a token has a permission such as `contents:write`. */
export function tokenMay(caller: Caller, need: string): boolean {
  if (caller.permissions === 'all') return true;
  const [name = '', level = 'read'] = need.split(':');
  const held = caller.permissions[name] ?? (name === 'metadata' ? 'read' : 'none');
  return order.indexOf(held) >= order.indexOf(level as Level);
}

/** Whether the caller may act in the repository as somebody of this role may. A bot has no role:
 * the permissions of its token are all that counts. */
export function mayActAs(
  ctx: Stored,
  caller: Caller | undefined,
  repo: RepositoryRow,
  role: Role,
): boolean {
  if (caller?.user.type === 'Bot') return true;
  return roleCovers(roleIn(ctx, repo, caller?.user.id), role);
}

function reaches(ctx: Stored, caller: Caller, repo: RepositoryRow) {
  if (caller.repoId !== null) return caller.repoId === repo.id;
  return caller.user.type === 'Bot' || roleIn(ctx, repo, caller.user.id) !== 'none';
}

/** The repository, or null where the caller may not even know of it. */
export function knownRepository(
  ctx: Stored,
  caller: Caller | undefined,
  owner: string,
  name: string,
): RepositoryRow | null {
  const repo = findRepository(ctx, owner, name);
  if (!repo || (repo.private && !(caller && reaches(ctx, caller, repo)))) return null;
  return repo;
}

/** The same, or 404. */
export function visibleRepository(
  ctx: Stored,
  caller: Caller | undefined,
  owner: string,
  name: string,
): RepositoryRow {
  const repo = knownRepository(ctx, caller, owner, name);
  if (!repo) throw notFound();
  return repo;
}

/** Refuses with GitHub's words what the caller may not do in this repository. */
export function demand(
  ctx: Stored,
  caller: Caller | undefined,
  repo: RepositoryRow,
  { needs = [], role = 'read' }: Access,
): void {
  const onlyReads = needs.every((need) => need.endsWith(':read'));
  if (!caller) {
    if (onlyReads && role === 'read') return;
    throw new ApiError(401, 'Requires authentication');
  }
  const publicRead = onlyReads && !repo.private;
  const permitted = needs.length === 0 || needs.some((need) => tokenMay(caller, need));
  const outOfReach = caller.repoId !== null && caller.repoId !== repo.id;
  if (!publicRead && (!permitted || outOfReach)) {
    const kind = caller.user.type === 'Bot' ? 'integration' : 'personal access token';
    throw new ApiError(403, `Resource not accessible by ${kind}`);
  }
  if (!mayActAs(ctx, caller, repo, role)) {
    throw new ApiError(403, 'Must have admin rights to Repository.');
  }
}
