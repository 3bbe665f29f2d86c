import { createHash, randomBytes } from 'node:crypto';
import type { EmbeddedContext } from '../context.ts';
import type { ApiChecks } from '../openapi/api-checks.ts';
import type { Caller } from '../tokens.ts';
import { demand, visibleRepository } from './access.ts';
import { ApiError } from './api-error.ts';
import { authenticate } from './authenticate.ts';
import type { Answer, Call, RepoCall } from './call.ts';
import { DirectRequest, DirectResponse, type Incoming } from './direct-call.ts';
import { readCall } from './read-call.ts';
import type { Operation, Serve } from './router.ts';

export interface ServeParts {
  readonly ctx: EmbeddedContext;
  /** Undefined where nothing is checked. */
  readonly checks: Pick<ApiChecks, 'request' | 'response'> | undefined;
}

/** The way of every API request: who asks, may they, do it, show it. */
export function createServe({ ctx, checks }: ServeParts): Serve {
  const { limiter } = ctx;
  return async (request, params, operation, handler) => {
    let caller: Caller | undefined;
    const perform = async (): Promise<Answer> => {
      caller = authenticate(ctx, request);
      const refused = limiter.take(operation, caller);
      if (refused) return refused;
      const call = await readCall(request, params, caller);
      const repoCall = withRepository(ctx, operation, call, params);
      const answer = await handler(repoCall);
      const granted = answer.status < 400 ? checks?.request(operation, call) : undefined;
      return granted === undefined ? answer : violated(ctx, granted);
    };
    const fault = ctx.faults.meet(operation, request);
    const answered = await fault.around(() => settle(perform));
    const violation = checks?.response(operation, answered);
    const checked = violation === undefined ? answered : violated(ctx, violation);
    const answer = conditional(request, checked);
    if (answer.status === 304) limiter.giveBack(operation.bucket, caller);
    ctx.requests.add({
      method: operation.method,
      route: operation.path,
      url: request.url.slice(new URL(request.url).origin.length),
      status: answer.status,
      login: caller?.user.login ?? null,
      tokenId: caller?.tokenId ?? null,
      needs: operation.needs ?? [],
      userAgent: request.headers.get('user-agent'),
      job: request.headers.get('x-client-job'),
      at: ctx.now(),
    });
    return respond(request, answer, {
      ...limiter.headers(operation.bucket, caller),
      ...accepted(operation),
      ...scopes(caller),
    });
  };
}

/** The handler's answer, with what it threw as an answer too. */
async function settle(perform: () => Promise<Answer>): Promise<Answer> {
  try {
    return await perform();
  } catch (error) {
    if (error instanceof ApiError) {
      return { status: error.status, json: error.body, headers: error.headers };
    }
    return broken(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** What GitHub's description forbids is a fault of this server or of its client: it is noted, and
 * loud. */
function violated(ctx: EmbeddedContext, violation: string): Answer {
  ctx.violations.push(violation);
  return broken(violation);
}

function broken(message: string): Answer {
  return { status: 500, json: { message } };
}

function withRepository(
  ctx: EmbeddedContext,
  operation: Operation,
  call: Call,
  params: Readonly<Record<string, string>>,
): RepoCall {
  if (!operation.path.startsWith('/repos/{owner}/{repo}')) return call as RepoCall;
  const { owner = '', repo: name = '' } = params;
  const repo = visibleRepository(ctx, call.caller, owner, name);
  demand(ctx, call.caller, repo, operation);
  return { ...call, repo };
}

/** Adds the ETag of a readable answer, and empties it where the client has it already. */
function conditional(request: Incoming, answer: Answer): Answer {
  if (request.method !== 'GET' || answer.status !== 200) return answer;
  const bytes = answer.raw ?? JSON.stringify(answer.json);
  const etag = `W/"${createHash('sha256').update(bytes).digest('hex')}"`;
  const headers = { ...answer.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim());
  return known.includes(etag) || known.includes(etag.slice(2)) || known.includes('*')
    ? { status: 304, headers }
    : { ...answer, headers };
}

function accepted({ needs = [] }: Operation): Record<string, string> {
  if (needs.length === 0) return {};
  return { 'x-accepted-github-permissions': needs.join('; ').replaceAll(':', '=') };
}

/** Tokens without fine-grained permissions are classic ones, which name their scopes. */
function scopes(caller: Caller | undefined): Record<string, string> {
  return caller?.permissions === 'all' ? { 'x-oauth-scopes': 'read:org, repo, workflow' } : {};
}

function respond(
  request: Incoming,
  answer: Answer,
  limits: Readonly<Record<string, string>>,
): Response {
  const body = answer.raw ?? (answer.json === undefined ? null : JSON.stringify(answer.json));
  const headers = {
    ...(answer.json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': '2022-11-28',
    'x-github-request-id': randomBytes(14).toString('hex').toUpperCase(),
    ...limits,
    ...answer.headers,
  };
  if (request instanceof DirectRequest) {
    const direct = new DirectResponse(request, answer.status, headers, body);
    // Who calls directly reads nothing else of it.
    return direct as unknown as Response;
  }
  return new Response(body as string | Uint8Array<ArrayBuffer> | null, {
    status: answer.status,
    headers,
  });
}
