import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { closeActions } from './actions/actions-routes.ts';
import type { EmbeddedContext } from './context.ts';
import { createFaultInjector, type FaultInjector } from './faults/fault-injector.ts';
import { createGitStore } from './git/git-store.ts';
import { createWebhookHub, type Deliver, type WebhookHub } from './hooks/webhook-hub.ts';
import { type DirectOptions, DirectRequest, type Incoming } from './http/direct-call.ts';
import { createRateLimiter, type RateLimiter } from './http/rate-limiter.ts';
import { createRequestLog, type RequestLog } from './http/request-log.ts';
import { createRouter, type Operation } from './http/router.ts';
import { createServe } from './http/serve.ts';
import type { Listening } from './listen.ts';
import type { ApiChecks } from './openapi/api-checks.ts';
import {
  findRepository,
  insertRepository,
  type NewRepository,
  type RepositoryRow,
  type Role,
  setRole,
} from './repositories.ts';
import { routeModules } from './route-modules.ts';
import { openStore } from './storage/store.ts';
import { issueToken, type NewToken } from './tokens.ts';
import { ensureUser, type NewUser, type UserRow } from './users.ts';

export interface EmbeddedOptions {
  /** Folder for the git repositories and the database. */
  readonly dir: string;
  /** Keeps the database in memory: faster, and gone at the end. */
  readonly inMemory?: boolean;
  /** Milliseconds since the epoch; by default the real time. */
  readonly now?: () => number;
  /** Where clients reach it, for the links in answers; by default where it listens. */
  readonly baseUrl?: string;
  /** `apiChecks()`: holds every request and response against GitHub's OpenAPI description. */
  readonly checks?: ApiChecks;
  /** The program that runs workflows: act (nektos/act), by default the one in the PATH. */
  readonly runner?: string;
  /** Sends webhooks; by default over the network. */
  readonly deliver?: Deliver;
  /** Waits for as long as an injected delay says; by default in real time. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

interface Collaboration {
  readonly owner: string;
  readonly repo: string;
  readonly login: string;
  readonly role: Role;
}

/** A small, strict GitHub: REST, GraphQL, git over HTTP and webhooks over one folder. */
export interface EmbeddedGitHub {
  /** The whole server as a function; also Octokit's `request.fetch`. */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** The same for a client in this process, at a fraction of the cost; for REST and GraphQL. */
  call(url: string, options?: DirectOptions): Promise<Response>;
  /** Serves on a port (0 takes a free one); only this machine reaches it by default. */
  listen(port: number, host?: string): Promise<Listening>;
  createUser(user: NewUser): UserRow;
  createRepository(repository: NewRepository): RepositoryRow;
  addCollaborator(collaboration: Collaboration): void;
  /** Issues a token; without permissions it may whatever its user may. */
  createToken(token: NewToken): string;
  readonly faults: FaultInjector;
  readonly deliveries: Pick<WebhookHub, 'drain'>;
  readonly rateLimits: Pick<RateLimiter, 'set'>;
  /** What the server answers. */
  readonly operations: readonly Operation[];
  readonly requests: RequestLog;
  /** With `checks`: where something broke GitHub's description. Clients get a 500 for it. */
  readonly violations: readonly string[];
  close(): Promise<void>;
}

/** Opens the GitHub that lives in `dir`, or makes a new one there. */
export function openEmbeddedGitHub(options: EmbeddedOptions): EmbeddedGitHub {
  mkdirSync(options.dir, { recursive: true });
  let baseUrl = options.baseUrl ?? 'http://github.localhost';
  const { checks } = options;
  const ctx = openContext(options, checks, () => baseUrl);
  const { router, app, operations } = createRouter(createServe({ ctx, checks }));
  for (const addRoutes of routeModules) addRoutes(router, ctx);
  const fetch: EmbeddedGitHub['fetch'] = async (input, init) =>
    app.fetch(atRoot(input instanceof Request && !init ? input : new Request(input, init)));
  return {
    fetch,
    // Hono looks at the method and the URL only.
    call: async (url, options = {}) =>
      app.fetch(new DirectRequest(url, options) as Incoming as Request),
    listen: async (port, host = '127.0.0.1') => {
      // Most uses never listen, and the server brings much with it.
      const { listenOn } = await import('./listen.ts');
      const listening = await listenOn((request) => fetch(request), port, host);
      if (options.baseUrl === undefined) baseUrl = listening.url;
      return listening;
    },
    ...administration(ctx),
    faults: ctx.faults,
    rateLimits: ctx.limiter,
    operations,
    requests: ctx.requests,
    violations: ctx.violations,
    deliveries: ctx.hub,
    close: async () => {
      await closeActions(ctx);
      await ctx.hub.close();
      ctx.store.close();
    },
  };
}

function openContext(
  options: EmbeddedOptions,
  checks: ApiChecks | undefined,
  baseUrl: () => string,
): EmbeddedContext {
  const now = options.now ?? Date.now;
  const violations: string[] = [];
  const store = openStore(options.inMemory ? ':memory:' : join(options.dir, 'github.sqlite'));
  const faults = createFaultInjector(options.sleep ?? ((milliseconds) => setTimeout(milliseconds)));
  const hub = createWebhookHub(
    { store, now, baseUrl },
    {
      deliver: options.deliver ?? ((request) => globalThis.fetch(request)),
      fate: (delivery) => faults.fate(delivery),
      inspect: (emission, payload) => {
        const violation = checks?.webhook(emission, payload);
        if (violation !== undefined) violations.push(violation);
      },
    },
  );
  return {
    store,
    now,
    baseUrl,
    dir: options.dir,
    git: createGitStore(join(options.dir, 'git'), !options.inMemory),
    runner: options.runner ?? 'act',
    hub,
    emit: hub.emit,
    requests: createRequestLog(),
    violations,
    faults,
    limiter: createRateLimiter({ now }),
  };
}

/** The doors of whoever runs the server: no request could do these. */
function administration(
  ctx: EmbeddedContext,
): Pick<EmbeddedGitHub, 'createUser' | 'createRepository' | 'addCollaborator' | 'createToken'> {
  return {
    createUser: (user) => ensureUser(ctx, user),
    createRepository: (repository) => {
      const known = findRepository(ctx, repository.owner, repository.name);
      if (known) return known;
      ctx.git.create(repository.owner, repository.name, repository.defaultBranch ?? 'main');
      return insertRepository(ctx, repository);
    },
    addCollaborator: ({ owner, repo, login, role }) => {
      const row = findRepository(ctx, owner, repo);
      if (!row) throw new Error(`There is no repository ${owner}/${repo}`);
      setRole(ctx, row.id, ensureUser(ctx, { login }).id, role);
    },
    createToken: (token) => issueToken(ctx, token),
  };
}

/** Requests below `/api/v3` and `/api/graphql`, where clients of an own GitHub server send them,
 * as those at the root. */
function atRoot(request: Request): Request {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^\/api\/(v3(?=\/|$)|(?=graphql$|uploads\/))/, '');
  if (path === url.pathname) return request;
  url.pathname = path.startsWith('/') ? path : `/${path}`;
  return new Request(url, request);
}
