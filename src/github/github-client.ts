/** What every file of this room works with: one repository, seen through one identity. */
import type { Octokit } from '@octokit/rest';
import type * as z from 'zod';
import type { Millis } from '../core/model.ts';
import { type Clock, PortError } from '../reconcile/ports.ts';
import { pace } from './pace.ts';
import { toPortError } from './port-error.ts';

/** The part of Octokit that is used; those of Probot and @actions/github fit as well. */
export type Caller = Pick<Octokit, 'request' | 'graphql'>;

export interface GitHubClientOptions {
  readonly octokit: Caller;
  readonly owner: string;
  readonly repo: string;
  /** The own login as REST writes it, `github-actions[bot]` for example; see `ownLogin`. */
  readonly self: string;
  /** Time between writes on average: about 1000 for github.com, 0 for the embedded GitHub. */
  readonly pace: Millis;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
}

export interface GitHubClient {
  readonly octokit: Caller;
  /** Parameters that each route of the repository takes. */
  readonly at: { readonly owner: string; readonly repo: string };
  /** The own login as REST writes it. */
  readonly self: string;
  isSelf(login: string | null | undefined): boolean;
  /** A call that changes nothing. Throws `PortError` only. */
  read<T>(call: () => Promise<T>): Promise<T>;
  /** A call that changes something, kept apart from the others. Throws `PortError` only. */
  write<T>(call: () => Promise<T>): Promise<T>;
}

export function githubClient(options: GitHubClientOptions): GitHubClient {
  const { octokit, owner, repo, clock } = options;
  const self = options.self.toLowerCase();
  const paced = pace(options.pace, clock);
  const read = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw toPortError(error, clock.now());
    }
  };
  return {
    octokit,
    at: { owner, repo },
    self: options.self,
    isSelf: (login) => login?.toLowerCase() === self,
    read,
    write: (call) => paced(() => read(call)),
  };
}

/** What GitHub sent, checked; a proxy's page or a changed shape is `unavailable`, never half a value. */
export function checked<S extends z.ZodType>(schema: S, data: unknown, call: string): z.output<S> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue ? `${issue.path.join('.')}: ${issue.message}` : 'unknown';
  throw new PortError('unavailable', `The answer to ${call} was not understood (${where})`);
}
