import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Octokit } from '@octokit/rest';
import { buildSchema, isObjectType } from 'graphql';
import { fieldsOf } from '../../src/embedded/graphql/fields.ts';
import { servedSchema } from '../../src/embedded/graphql/served-schema.ts';
import { aGitHub, shop, type TestGitHub } from './a-github.ts';
import { inShop, openIssue, refused } from './a-graphql.ts';

let bench: TestGitHub;
let ada: Octokit;
beforeEach(async () => {
  bench = aGitHub();
  ada = bench.octokit;
  await bench.seed();
});
afterEach(() => bench.end());

describe('the schema that is served', () => {
  it('is cut from the description of GitHub, and fresh', () => {
    expect(() => execFileSync('node', ['scripts/extract-graphql.mjs', '--check'])).not.toThrow();
  });

  it('has an answer for each field of each type that has fields of its own', () => {
    const types = buildSchema(servedSchema, { assumeValid: true }).getTypeMap();
    const unanswered = Object.entries(fieldsOf).flatMap(([name, fields]) => {
      const type = types[name];
      if (!isObjectType(type)) return [name];
      return Object.keys(type.getFields())
        .filter((field) => !fields?.[field])
        .map((field) => `${name}.${field}`);
    });
    expect(unanswered).toEqual([]);
  });

  it('refuses fields that GitHub has not, or that are not served, and says so', async () => {
    const error = await refused(ada, inShop('stargazerCount'));
    expect(error).toMatchObject({
      message:
        "Field 'stargazerCount' doesn't exist on type 'Repository' (or this GitHub does not serve it)",
      extensions: { code: 'undefinedField', typeName: 'Repository', fieldName: 'stargazerCount' },
    });
  });

  it('takes aliases of one name on different types, as the client gh writes them', async () => {
    const { number } = await openIssue(ada, 'x');
    const query = inShop(
      `issueOrPullRequest(number: ${number}) { ...on Issue { state } ...on PullRequest { state } }`,
    );
    expect(await ada.graphql(query)).toEqual({
      repository: { issueOrPullRequest: { state: 'OPEN' } },
    });
  });
});

describe('who may ask', () => {
  it('is nobody without a token', async () => {
    const answer = await bench.github.fetch('http://github.localhost/graphql', {
      method: 'POST',
      body: JSON.stringify({ query: '{ viewer { login } }' }),
    });
    expect(answer.status).toBe(401);
  });

  it('is told of a private repository that there is none', async () => {
    expect(await refused(bench.as('mallory'), inShop('id'))).toMatchObject({
      type: 'NOT_FOUND',
      path: ['repository'],
      message: "Could not resolve to a Repository with the name 'ada/shop'.",
    });
  });

  it('needs the permission for what a field shows', async () => {
    const token = { login: 'ada', repo: 'ada/shop', permissions: { contents: 'read' } } as const;
    const reader = bench.as(token.login, token.permissions);
    expect(
      await reader.graphql(inShop('object(expression: "HEAD:README.md") { oid }')),
    ).toBeDefined();
    expect(await refused(reader, inShop('issues(first: 1) { totalCount }'))).toMatchObject({
      type: 'FORBIDDEN',
      path: ['repository', 'issues'],
    });
  });

  it('sees what it has used of the rate limit', async () => {
    const answer = await ada.graphql<{ rateLimit: { limit: number; remaining: number } }>(
      '{ rateLimit { limit remaining cost resetAt } }',
    );
    expect(answer.rateLimit).toMatchObject({ limit: 5000, remaining: 4999, cost: 1 });
  });
});

describe('pages of a list', () => {
  beforeEach(async () => {
    for (let i = 1; i <= 5; i++) await openIssue(ada, `issue ${i}`);
  });

  interface Issues {
    readonly totalCount: number;
    readonly nodes: readonly { readonly title: string }[];
    readonly pageInfo: Readonly<Record<string, unknown>>;
  }
  async function issues(args: string): Promise<Issues> {
    const fields =
      'totalCount nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
    const answer = await ada.graphql<{ repository: { issues: Issues } }>(
      inShop(`issues(${args}) { ${fields} }`),
    );
    return answer.repository.issues;
  }
  const titles = (list: Issues) => list.nodes.map(({ title }) => title);

  it('follow each other by cursor, forwards and backwards', async () => {
    const first = await issues('first: 2');
    expect(titles(first)).toEqual(['issue 1', 'issue 2']);
    expect(first).toMatchObject({
      totalCount: 5,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const second = await issues(`first: 2, after: "${first.pageInfo.endCursor}"`);
    expect(titles(second)).toEqual(['issue 3', 'issue 4']);
    const third = await issues(`first: 2, after: "${second.pageInfo.endCursor}"`);
    expect(titles(third)).toEqual(['issue 5']);
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(titles(await issues('last: 2'))).toEqual(['issue 4', 'issue 5']);
    expect(titles(await issues(`last: 1, before: "${second.pageInfo.startCursor}"`))).toEqual([
      'issue 2',
    ]);
  });

  it('must be asked for, and hold at most 100', async () => {
    expect(await refused(ada, inShop('issues { totalCount }'))).toMatchObject({
      type: 'MISSING_PAGINATION_BOUNDARIES',
      message: expect.stringContaining('`first` or `last`'),
    });
    expect(await refused(ada, inShop('issues(first: 500) { totalCount }'))).toMatchObject({
      type: 'EXCESSIVE_PAGINATION',
      message:
        'Requesting 500 records on the `issues` connection exceeds the `first` limit of 100 records.',
    });
    expect(await refused(ada, inShop('issues(first: 1, after: "x") { totalCount }'))).toMatchObject(
      {
        type: 'INVALID_CURSOR_ARGUMENTS',
      },
    );
  });

  it('can be ordered and filtered', async () => {
    await ada.issues.update({ ...shop, issue_number: 2, state: 'closed', labels: ['bug'] });
    await ada.issues.addLabels({ ...shop, issue_number: 4, labels: ['question'] });
    const order = 'orderBy: { field: CREATED_AT, direction: DESC }';
    expect(titles(await issues(`first: 3, ${order}`))).toEqual(['issue 5', 'issue 4', 'issue 3']);
    expect(titles(await issues('first: 9, states: [CLOSED]'))).toEqual(['issue 2']);
    expect(titles(await issues('first: 9, labels: ["bug", "question"]'))).toEqual([
      'issue 2',
      'issue 4',
    ]);
    expect(titles(await issues('first: 9, filterBy: { createdBy: "nobody" }'))).toEqual([]);
  });
});
