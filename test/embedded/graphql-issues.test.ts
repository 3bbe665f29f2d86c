import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Octokit } from '@octokit/rest';
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

describe('issues', () => {
  it('show labels, people, family and comments', async () => {
    const parent = await openIssue(ada, 'parent', {
      labels: ['bug'],
      assignees: ['ada'],
      body: 'why',
    });
    const child = await openIssue(ada, 'child');
    const { data } = await ada.issues.get({ ...shop, issue_number: child.number });
    await ada.request('POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues', {
      ...shop,
      issue_number: parent.number,
      sub_issue_id: data.id,
    });
    await ada.issues.update({
      ...shop,
      issue_number: child.number,
      state: 'closed',
      state_reason: 'not_planned',
    });
    await ada.issues.createComment({ ...shop, issue_number: parent.number, body: 'because' });
    const answer = await ada.graphql(
      inShop(`issue(number: ${parent.number}) {
        title body state author { __typename login } viewerDidAuthor authorAssociation
        labels(first: 5) { nodes { name color } } assignees(first: 5) { nodes { login } }
        comments(last: 1) { totalCount nodes { body author { login } url } }
        subIssues(first: 5) { nodes { number state stateReason parent { number } } }
        subIssuesSummary { total completed percentCompleted }
        reactionGroups { content users { totalCount } }
      }`),
    );
    expect(answer).toMatchObject({
      repository: {
        issue: {
          title: 'parent',
          body: 'why',
          state: 'OPEN',
          author: { __typename: 'User', login: 'ada' },
          viewerDidAuthor: true,
          authorAssociation: 'OWNER',
          labels: { nodes: [{ name: 'bug', color: 'd73a4a' }] },
          assignees: { nodes: [{ login: 'ada' }] },
          comments: {
            totalCount: 1,
            nodes: [{ body: 'because', url: expect.stringContaining('#issuecomment-') }],
          },
          subIssues: {
            nodes: [
              { state: 'CLOSED', stateReason: 'NOT_PLANNED', parent: { number: parent.number } },
            ],
          },
          subIssuesSummary: { total: 1, completed: 1, percentCompleted: 100 },
        },
      },
    });
  });

  it('show a bot without the suffix that REST gives it', async () => {
    const bot = bench.as('helper[bot]', { issues: 'write' });
    const { data } = await bot.issues.create({ ...shop, title: 'by a bot' });
    expect(
      await ada.graphql(inShop(`issue(number: ${data.number}) { author { __typename login } }`)),
    ).toEqual({
      repository: { issue: { author: { __typename: 'Bot', login: 'helper' } } },
    });
    expect(await bot.graphql('{ viewer { login } }')).toEqual({ viewer: { login: 'helper[bot]' } });
  });

  it('are searched by label, state, author and words', async () => {
    const apple = await openIssue(ada, 'an apple', { labels: ['bug'] });
    await openIssue(ada, 'a pear', { labels: ['bug'] });
    const query =
      'query ($q: String!) { search(type: ISSUE, first: 9, query: $q) { issueCount nodes { ...on Issue { number } } } }';
    const q = 'repo:ada/shop type:issue state:open label:bug author:@me apple';
    expect(await ada.graphql(query, { q })).toEqual({
      search: { issueCount: 1, nodes: [{ number: apple.number }] },
    });
    expect(await refused(ada, query, { q: 'language:go' })).toMatchObject({
      type: 'UNPROCESSABLE',
    });
    expect(await bench.as('mallory').graphql(query, { q: 'apple' })).toMatchObject({
      search: { issueCount: 0 },
    });
  });

  it('are found by their global id, by those who may see them', async () => {
    const { node_id: id, number } = await openIssue(ada, 'x');
    const query = 'query ($id: ID!) { node(id: $id) { id ...on Issue { number } } }';
    expect(await ada.graphql(query, { id })).toEqual({ node: { id, number } });
    expect(await refused(bench.as('mallory'), query, { id })).toMatchObject({ type: 'NOT_FOUND' });
    expect(await refused(ada, query, { id: 'I_nonsense' })).toMatchObject({
      type: 'NOT_FOUND',
      message: "Could not resolve to a node with the global id of 'I_nonsense'.",
    });
  });
});

describe('mutations of issues', () => {
  it('give the id of the client back', async () => {
    const { data } = await ada.repos.get(shop);
    const answer = await ada.graphql(
      'mutation ($input: CreateIssueInput!) { createIssue(input: $input) { clientMutationId issue { title } } }',
      { input: { repositoryId: data.node_id, title: 'made', clientMutationId: 'c1' } },
    );
    expect(answer).toEqual({ createIssue: { clientMutationId: 'c1', issue: { title: 'made' } } });
  });

  it('are refused to those who only read', async () => {
    const { node_id: id } = await openIssue(ada, 'x');
    bench.github.addCollaborator({ ...shop, login: 'rob', role: 'read' });
    const rob = bench.as('rob');
    const close = 'mutation ($id: ID!) { closeIssue(input: { issueId: $id }) { issue { state } } }';
    expect(await refused(rob, close, { id })).toMatchObject({
      type: 'FORBIDDEN',
      path: ['closeIssue'],
    });
    const edit =
      'mutation ($id: ID!) { updateIssue(input: { id: $id, title: "y" }) { issue { title } } }';
    expect(await refused(rob, edit, { id })).toMatchObject({ type: 'FORBIDDEN' });
  });

  it('leave the same events as REST does', async () => {
    const { node_id: id, number } = await openIssue(ada, 'x');
    await ada.graphql(
      'mutation ($id: ID!) { closeIssue(input: { issueId: $id, stateReason: NOT_PLANNED }) { issue { stateReason } } }',
      { id },
    );
    const { data } = await ada.issues.listEvents({ ...shop, issue_number: number });
    expect(data.map(({ event }) => event)).toEqual(['closed']);
    expect((await ada.issues.get({ ...shop, issue_number: number })).data.state_reason).toBe(
      'not_planned',
    );
  });

  it('refuse what REST refuses', async () => {
    const { node_id: id } = await openIssue(ada, 'x');
    const edit =
      'mutation ($id: ID!, $body: String) { updateIssue(input: { id: $id, body: $body }) { issue { id } } }';
    expect(await refused(ada, edit, { id, body: 'x'.repeat(65_537) })).toMatchObject({
      type: 'UNPROCESSABLE',
      message: expect.stringContaining('body is too long (maximum is 65536 characters)'),
    });
  });
});
