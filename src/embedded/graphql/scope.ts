import type { EmbeddedContext } from '../context.ts';
import { type Access, demand, knownRepository } from '../http/access.ts';
import type { RepositoryRow } from '../repositories.ts';
import type { Caller } from '../tokens.ts';
import { GraphqlFailure } from './graphql-failure.ts';

/** What every field is answered with: the server, and who asks. */
export interface Scope {
  readonly ctx: EmbeddedContext;
  readonly caller: Caller;
}

/** How the fields of one type are answered: from what its parent answered, and the arguments. */
export type Fields<S> = Readonly<
  // biome-ignore lint/suspicious/noExplicitAny: the schema has checked the arguments of each field.
  Record<string, (source: S, args: any, scope: Scope) => unknown>
>;

/** The repository, or `NOT_FOUND` where the caller may not know of it. */
export function repositoryNamed(scope: Scope, owner: string, name: string): RepositoryRow {
  const repo = knownRepository(scope.ctx, scope.caller, owner, name);
  if (repo) return repo;
  throw unresolved(`a Repository with the name '${owner}/${name}'`);
}

/** Refuses what the token or the role does not allow, as `FORBIDDEN`; the rules are those of REST. */
export function permit(scope: Scope, repo: RepositoryRow, access: Access): void {
  demand(scope.ctx, scope.caller, repo, access);
}

export function unresolved(what: string): GraphqlFailure {
  return new GraphqlFailure('NOT_FOUND', `Could not resolve to ${what}.`);
}
