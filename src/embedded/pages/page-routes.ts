import type { EmbeddedContext, RouteModule } from '../context.ts';
import { notFound } from '../http/api-error.ts';

/**
 * Pages for people, at the addresses that `html_url` names. They come last: what no other route took and
 * no browser asks for is unknown to the API. What renders them is loaded when somebody looks.
 */
export const pageRoutes: RouteModule = (router, ctx) => {
  router.raw('/', async (request) =>
    wantsPage(request) ? (await page(ctx, request)).response : apiRoot(ctx),
  );
  router.raw('/*', async (request) =>
    wantsPage(request) ? (await page(ctx, request)).response : pageIfAny(ctx, request),
  );
};

function wantsPage(request: Request): boolean {
  const accepts = request.headers.get('accept') ?? '';
  return ['GET', 'HEAD'].includes(request.method) && accepts.includes('text/html');
}

/** Where the API's parts are; clients ask for it to see whether a token is good. */
function apiRoot(ctx: EmbeddedContext): Response {
  const at = ctx.baseUrl();
  return Response.json({
    current_user_url: `${at}/user`,
    rate_limit_url: `${at}/rate_limit`,
    repository_url: `${at}/repos/{owner}/{repo}`,
    user_url: `${at}/users/{user}`,
  });
}

function unknownOperation(): Response {
  return Response.json(notFound().body, { status: 404 });
}

/** A client that takes anything, such as curl, gets a page where there is one; it asked no other route. */
async function pageIfAny(ctx: EmbeddedContext, request: Request): Promise<Response> {
  const accepts = request.headers.get('accept') ?? '*/*';
  if (request.method !== 'GET' || accepts !== '*/*') return unknownOperation();
  const { known, response } = await page(ctx, request);
  return known ? response : unknownOperation();
}

async function page(ctx: EmbeddedContext, request: Request) {
  const { renderPage } = await import('./render-page.ts');
  return renderPage(ctx, request);
}
