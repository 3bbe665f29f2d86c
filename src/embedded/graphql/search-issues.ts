import { knownRepository } from '../http/access.ts';
import { issueById } from '../issues/issue-rows.ts';
import { listRepositories, type RepositoryRow, repositoryById } from '../repositories.ts';
import { connection, type PageArguments } from './connection.ts';
import { GraphqlFailure } from './graphql-failure.ts';
import { issueIds, pullIds } from './issue-lists.ts';
import type { Scope } from './scope.ts';
import { issueSource } from './sources.ts';

interface SearchArguments extends PageArguments {
  readonly query: string;
  readonly type: string;
}

/** A query's qualifiers by name, and its free words. */
interface Terms {
  readonly of: (name: string) => readonly string[];
  readonly words: readonly string[];
}

const known = new Set([
  'repo',
  'type',
  'is',
  'state',
  'label',
  'author',
  'assignee',
  'mentions',
  'in',
  'sort',
]);

/** Search of issues and pull requests with the qualifiers that `gh issue list` writes. */
export function searchConnection(scope: Scope, args: SearchArguments) {
  if (args.type !== 'ISSUE') {
    throw new GraphqlFailure(
      'UNPROCESSABLE',
      `This GitHub does not serve searches of type ${args.type}`,
    );
  }
  const terms = readTerms(args.query);
  const found = repositoriesOf(scope, terms).flatMap((repo) => idsIn(scope, repo, terms));
  const ids = found.sort((a, b) => b - a);
  const { totalCount, ...page } = connection('search', ids, args, (id) => {
    const issue = issueById(scope.ctx, id);
    return issueSource(repositoryById(scope.ctx, issue.repo_id), issue);
  });
  return { ...page, issueCount: totalCount };
}

function readTerms(query: string): Terms {
  const pairs: [name: string, value: string][] = [];
  const words: string[] = [];
  for (const [, name, quoted, plain, phrase, word] of query.matchAll(
    /(-?[\w]+):(?:"([^"]*)"|(\S+))|"([^"]*)"|(\S+)/g,
  )) {
    if (name === undefined) words.push((phrase ?? word ?? '').toLowerCase());
    else pairs.push([name.toLowerCase(), quoted ?? plain ?? '']);
  }
  const strange = pairs.find(([name]) => !known.has(name));
  if (strange) {
    throw new GraphqlFailure(
      'UNPROCESSABLE',
      `This GitHub does not serve the search qualifier ${strange[0]}`,
    );
  }
  return { words, of: (name) => pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]) };
}

function repositoriesOf(scope: Scope, terms: Terms): RepositoryRow[] {
  const wanted = terms.of('repo').map((name) => name.toLowerCase());
  return listRepositories(scope.ctx).filter(({ owner, name }) => {
    if (wanted.length > 0 && !wanted.includes(`${owner}/${name}`.toLowerCase())) return false;
    return knownRepository(scope.ctx, scope.caller, owner, name) !== null;
  });
}

function idsIn(scope: Scope, repo: RepositoryRow, terms: Terms): number[] {
  const kinds = [...terms.of('type'), ...terms.of('is')];
  const state = [...terms.of('state'), ...kinds].find(
    (word) => word === 'open' || word === 'closed',
  );
  const states = state ? [state.toUpperCase()] : null;
  const issues = kinds.includes('pr')
    ? []
    : issueIds(scope, repo, { states, filterBy: people(scope, terms) });
  const pulls = kinds.includes('issue') ? [] : pullIds(scope, repo, { states });
  return [...issues, ...pulls].filter((id) => matches(scope, id, terms));
}

function people({ caller }: Scope, terms: Terms) {
  const login = (name: string): string | null => {
    const value = terms.of(name)[0] ?? null;
    return value === '@me' ? caller.user.login : value;
  };
  return { createdBy: login('author'), assignee: login('assignee'), mentioned: login('mentions') };
}

/** Free words are looked for in title and body; every label must be there. */
function matches({ ctx }: Scope, id: number, terms: Terms): boolean {
  const { title, body } = issueById(ctx, id);
  const text = `${title}\n${body ?? ''}`.toLowerCase();
  if (!terms.words.every((word) => text.includes(word))) return false;
  return terms.of('label').every((name) =>
    ctx.store.get(
      `SELECT 1 FROM issue_labels il JOIN labels l ON l.id = il.label_id
        WHERE il.issue_id = ? AND l.name = ?`,
      id,
      name,
    ),
  );
}
