/** One way to make the client, for every host. Nothing here reads the environment. */
import { Octokit } from '@octokit/rest';

export interface OctokitOptions {
  readonly token: string;
  /** The REST root, as in `GITHUB_API_URL`; without it github.com's. */
  readonly baseUrl?: string | undefined;
  /** As in `GITHUB_GRAPHQL_URL`; without it what the REST root implies. */
  readonly graphqlUrl?: string | undefined;
  /** Takes the place of the network: the embedded GitHub in process, or a test. */
  readonly fetch?: ((request: string, init?: RequestInit) => Promise<Response>) | undefined;
  /** The `body` of what `fetch` answers is the JSON value itself already: nothing is parsed any more. */
  readonly parsed?: boolean;
  readonly userAgent: string;
  /** Milliseconds after which a call without an answer counts as lost; 30 seconds by default. */
  readonly timeout?: number | undefined;
}

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };

/**
 * A client without plugins that repeat calls: the ports repeat what may be repeated, and know why.
 */
export function makeOctokit(options: OctokitOptions): Octokit {
  const octokit = new Octokit({
    auth: options.token,
    userAgent: options.userAgent,
    log: quiet,
    ...(options.baseUrl ? { baseUrl: options.baseUrl.replace(/\/+$/, '') } : {}),
    ...(options.fetch
      ? { request: { fetch: options.fetch, parseSuccessResponseBody: options.parsed !== true } }
      : {}),
  });
  const { graphqlUrl, timeout = 30_000 } = options;
  octokit.hook.before('request', (request) => {
    if (graphqlUrl && request.url === '/graphql') request.url = graphqlUrl;
    request.request.signal ??= AbortSignal.timeout(timeout);
  });
  return octokit;
}
