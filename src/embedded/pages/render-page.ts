import type { EmbeddedContext } from '../context.ts';
import { actionsPage, workflowRunPage } from './actions-page.ts';
import { codePage, commitPage, filePage } from './code-page.ts';
import { homePage } from './home-page.ts';
import { issuePage } from './issue-page.ts';
import { issuesPage } from './issues-page.ts';
import { type Page, pageResponse } from './layout.ts';
import { notFoundPage, seenRepository, visitorOf } from './visitor.ts';

export interface RenderedPage {
  /** False: what is asked for is nowhere, and the response says so to a person. */
  readonly known: boolean;
  readonly response: Response;
}

/** The page at an address that some `html_url` names. */
export async function renderPage(ctx: EmbeddedContext, request: Request): Promise<RenderedPage> {
  const found = findPage(ctx, request);
  return { known: found !== notFoundPage, response: await pageResponse(found) };
}

function findPage(ctx: EmbeddedContext, request: Request): Page {
  const visitor = visitorOf(ctx, request);
  const [owner, name, section, ...rest] = visitor.url.pathname
    .split('/')
    .filter(Boolean)
    .map(decoded);
  if (owner === undefined) return homePage(visitor);
  const repo = name === undefined ? null : seenRepository(visitor, owner, name);
  if (!repo) return notFoundPage;
  const number = /^\d{1,15}$/.test(rest.at(-1) ?? '') ? Number(rest.at(-1)) : null;
  switch (section) {
    case undefined:
      return codePage(visitor, repo);
    case 'issues':
    case 'pull':
      if (rest.length === 0) return issuesPage(visitor, repo);
      return number === null ? notFoundPage : issuePage(visitor, repo, number);
    case 'actions':
      if (rest[0] === 'runs' && number !== null) return workflowRunPage(visitor, repo, runOf(rest));
      return actionsPage(visitor, repo);
    case 'commit':
      return commitPage(visitor, repo, rest[0] ?? '');
    case 'tree':
    case 'blob':
      return filePage(visitor, repo, rest.join('/'));
    default:
      return notFoundPage;
  }
}

/** Of `runs/ID` and `runs/ID/job/ID` alike. */
function runOf(rest: readonly string[]): number {
  return Number(rest[1]);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
