import type { RepositoryRow } from '../repositories.ts';
import type { Caller } from '../tokens.ts';
import type { Incoming } from './direct-call.ts';

/** An answer as plain data, so that ETags, faults and validation can look at it. */
export interface Answer {
  readonly status: number;
  /** The body as JSON, or nothing. */
  readonly json?: unknown;
  /** The body as it is (raw media types, archives), instead of `json`. */
  readonly raw?: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request on its way to a handler. */
export interface Call {
  readonly request: Incoming;
  readonly url: URL;
  readonly query: URLSearchParams;
  /** The JSON object that was sent; empty where nothing was. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Who asks; undefined for anonymous requests. */
  readonly caller: Caller | undefined;
  /** A parameter of the path, decoded. */
  param(name: string): string;
  /** A parameter that is a number; answers 404 where it is none. */
  idParam(name: string): number;
  /** The caller, or 401. */
  requireCaller(): Caller;
}

/** A request about a repository that the caller may see. */
export interface RepoCall extends Call {
  readonly repo: RepositoryRow;
}
