import { Hono } from 'hono';
import type { Access } from './access.ts';
import { notFound } from './api-error.ts';
import type { Answer, Call, RepoCall } from './call.ts';
import type { Incoming } from './direct-call.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One operation of the API, named as in GitHub's description (`/repos/{owner}/{repo}/issues`). */
export interface Operation extends Access {
  readonly method: Method;
  readonly path: string;
  /** False for what GitHub's REST description does not know (GraphQL, pages). */
  readonly described: boolean;
  /** The rate limit that a call counts for. */
  readonly bucket: 'core' | 'graphql' | 'none';
}

interface OperationOptions extends Access {
  readonly described?: boolean;
  readonly bucket?: Operation['bucket'];
}

type Handler<C extends Call> = (call: C) => Answer | Promise<Answer>;
/** Turns a request into a response by way of an operation's handler. */
export type Serve = (
  request: Incoming,
  params: Readonly<Record<string, string>>,
  operation: Operation,
  handler: Handler<RepoCall>,
) => Promise<Response>;

/** Where the parts of the API register what they answer. */
export interface Router {
  /** An operation outside of any repository. */
  on(method: Method, path: string, options: OperationOptions, handler: Handler<Call>): void;
  /** An operation below `/repos/{owner}/{repo}`; `path` is what follows. The handler runs only
   * when the caller may see the repository and has the permissions and the role. */
  repo(method: Method, path: string, options: OperationOptions, handler: Handler<RepoCall>): void;
  /** Requests that are no API calls (git, pages): nothing is parsed, checked or counted. */
  raw(path: string, handler: (request: Request) => Response | Promise<Response>): void;
}

/** Parameters that may hold slashes, as GitHub's own do. */
const greedy = new Set(['ref', 'path', 'basehead', 'branch', 'tree_sha', 'all']);

/** GitHub's path in Hono's notation. */
function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    greedy.has(name) ? `:${name}{.+}` : `:${name}`,
  );
}

export interface Routing {
  readonly router: Router;
  readonly app: Hono;
  /** What has been registered, in its order. */
  readonly operations: readonly Operation[];
}

export function createRouter(serve: Serve): Routing {
  const operations: Operation[] = [];
  const app = new Hono({ strict: false });
  app.onError((error) => {
    throw error;
  });
  app.notFound(() => {
    const { status, body } = notFound();
    return Response.json(body, { status });
  });
  const add = (
    method: Method,
    path: string,
    options: OperationOptions,
    handler: Handler<RepoCall>,
  ): void => {
    const operation: Operation = { described: true, bucket: 'core', ...options, method, path };
    operations.push(operation);
    app.on(method, honoPath(path), (c) =>
      serve(c.req.raw, c.req.param() as Record<string, string>, operation, handler),
    );
  };
  const router: Router = {
    on: add,
    repo: (method, path, options, handler) =>
      add(method, `/repos/{owner}/{repo}${path}`, options, handler),
    raw: (path, handler) => {
      app.all(path, (c) => handler(c.req.raw));
    },
  };
  return { router, app, operations };
}
