import { html } from 'hono/html';
import type { EmbeddedContext } from '../context.ts';
import { knownRepository } from '../http/access.ts';
import { ApiError } from '../http/api-error.ts';
import { authenticate } from '../http/authenticate.ts';
import type { RepositoryRow } from '../repositories.ts';
import type { Caller } from '../tokens.ts';
import type { Page } from './layout.ts';

/** Somebody who looks at a page: usually nobody in particular, who sees what is public. */
export interface Visitor {
  readonly ctx: EmbeddedContext;
  readonly caller: Caller | undefined;
  readonly url: URL;
}

export function visitorOf(ctx: EmbeddedContext, request: Request): Visitor {
  let caller: Caller | undefined;
  try {
    caller = authenticate(ctx, request);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
  return { ctx, caller, url: new URL(request.url) };
}

/** Null where the visitor may not know of it. */
export function seenRepository(
  { ctx, caller }: Visitor,
  owner: string,
  name: string,
): RepositoryRow | null {
  return knownRepository(ctx, caller, owner, name);
}

export const notFoundPage: Page = {
  title: 'Not found',
  trail: [],
  status: 404,
  content: html`<h1>Not found</h1>
<p>There is nothing here, or it is private.</p>`,
};
