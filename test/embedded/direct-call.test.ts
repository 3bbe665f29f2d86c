import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Octokit } from '@octokit/rest';
import type { DirectOptions } from '../../src/embedded/http/direct-call.ts';
import { aGitHub, refusal, shop, type TestGitHub } from './a-github.ts';

let world: TestGitHub;
let direct: Octokit;
beforeEach(() => {
  world = aGitHub();
  direct = new Octokit({
    auth: world.github.createToken({ login: 'ada' }),
    baseUrl: 'http://github.localhost',
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    request: {
      fetch: (url: string, options: DirectOptions) => world.github.call(url, options),
    },
  });
});
afterEach(() => world.end());

test('a client that calls directly sees what one sees that sends requests', async () => {
  const { data: made } = await direct.issues.create({ ...shop, title: 'Ü & <b>', labels: ['bug'] });
  const far = await world.octokit.issues.get({ ...shop, issue_number: made.number });
  const near = await direct.issues.get({ ...shop, issue_number: made.number });
  expect(near.status).toBe(200);
  expect(near.data).toEqual(far.data);
  expect(near.headers.etag).toBe(far.headers.etag);
  const again = direct.issues.get({
    ...shop,
    issue_number: made.number,
    headers: { 'if-none-match': near.headers.etag },
  });
  await expect(again).rejects.toMatchObject({ status: 304 });
});

test('it may take JSON as it is, without parsing it', async () => {
  const { data } = await direct.issues.create({
    ...shop,
    title: 'A',
    request: { parseSuccessResponseBody: false },
  });
  expect(data).toMatchObject({ number: 1, title: 'A', state: 'open' });
});

test('GraphQL answers it', async () => {
  const query = 'query($name: String!) { repository(owner: "ada", name: $name) { nameWithOwner } }';
  expect(await direct.graphql(query, { name: 'shop' })).toEqual({
    repository: { nameWithOwner: 'ada/shop' },
  });
});

test('it is refused what others are refused, and counted as they are', async () => {
  expect(await refusal(direct.repos.get({ owner: 'ada', repo: 'none' }))).toMatchObject({
    status: '404',
    message: 'Not Found',
  });
  const before = world.github.requests.entries.length;
  await direct.issues.deleteLabel({ ...shop, name: 'bug' });
  expect(world.github.requests.entries.slice(before)).toMatchObject([
    { method: 'DELETE', status: 204, login: 'ada' },
  ]);
});

test('it meets injected faults', async () => {
  world.github.faults.inject({ method: 'GET' }, { kind: 'before', status: 502 });
  await expect(direct.repos.get(shop)).rejects.toMatchObject({ status: 502 });
});
