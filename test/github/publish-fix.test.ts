import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GitHubClient } from '../../src/github/github-client.ts';
import { publishFix } from '../../src/github/publish-fix.ts';
import { defaultHealPolicy, type HealPolicy } from '../../src/heal/loop/heal-policy.ts';
import { aHealReport, aTriedFix } from '../helpers/heal-report.ts';
import { aBench, type Bench } from './helpers/bench.ts';
import { clientWith } from './helpers/client-with.ts';

const shop = { owner: 'octo', repo: 'shop' };
const model = 'models/orders.sql';
const broken = 'select\n  amout\nfrom stg_orders\n';
let bench: Bench;
let client: GitHubClient;
let head: string;

beforeEach(async () => {
  bench = await aBench();
  client = clientWith(bench, { contents: 'write', pull_requests: 'write', workflows: 'write' });
  head = await write(model, broken);
});
afterEach(() => bench.close());

async function write(path: string, text: string): Promise<string> {
  const { data } = await bench.octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    ...shop,
    path,
    message: `Write ${path}`,
    content: Buffer.from(text).toString('base64'),
  });
  return data.commit.sha ?? '';
}

function patchOf(path: string, line: string, replaced: string, instead: string): string {
  return `--- a/${path}\n+++ b/${path}\n@@ -1,3 +1,3 @@\n ${line}\n-${replaced}\n+${instead}\n from stg_orders\n`;
}

const rename = patchOf(model, 'select', '  amout', '  amount');
const policy: HealPolicy = { ...defaultHealPolicy, verify: 'same' };
const place = () => ({
  commit: head,
  into: 'main',
  site: 'https://github.com',
  origin: 'nightly #12, task build',
  url: 'https://github.com/octo/shop/issues/12',
  ownMachine: false,
  approvedBy: null,
  earlier: async () => ({ good: null, last: null }),
});
const publish = (patch: string, own = policy, fix = aTriedFix()) =>
  publishFix(client, aHealReport({ patch, base: head, fixes: [fix] }), own, place());

describe('a verified fix', () => {
  test('becomes a branch and a pull request', async () => {
    const published = await publish(rename);
    expect(published).toMatchObject({
      ok: true,
      branch: 'yardmaster-heal/f1f1f1f1f1f1f1f1',
      pull: { kind: 'pull', number: 1 },
    });
    const { data } = await bench.octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      ...shop,
      pull_number: 1,
    });
    expect(data.title).toBe('Write `amount` instead of `amout`');
    expect(data.body).toContain('Confidence 92 % (11 cases)');
    expect(data.body).toContain('+  amount');
  });

  test('goes onto the working branch where the policy says so', async () => {
    const published = await publish(rename, { ...policy, keep: 'branch' });
    expect(published).toMatchObject({ ok: true, pull: null });
    const { data } = await bench.octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...shop,
      ref: 'heads/main',
    });
    expect(published).toMatchObject({ commit: data.object.sha });
  });
});

describe('a fix that the job claims and the gates do not let through', () => {
  test.each([
    ['a workflow (51)', '.github/workflows/ci.yml', /a fix never changes that/],
    ['a test (53)', 'tests/assert_paid.sql', /a fix never changes that/],
  ])('is not pushed: %s', async (_, path, why) => {
    head = await write(path, broken);
    const published = await publish(patchOf(path, 'select', '  amout', '  amount'));
    expect(published).toMatchObject({ ok: false, why: expect.stringMatching(why) });
  });

  test('is not pushed from outside of the repository (52)', async () => {
    const published = await publish(patchOf('../../etc/passwd', 'select', '  amout', '  amount'));
    expect(published).toMatchObject({ ok: false, why: 'a path of it leads elsewhere' });
  });

  test('is not pushed where its context is not that of the commit', async () => {
    const published = await publish(patchOf(model, 'select', '  amuont', '  amount'));
    expect(published).toMatchObject({ ok: false, why: expect.stringContaining(model) });
  });

  test('is not pushed below the confidence that is asked for', async () => {
    const published = await publish(rename, policy, aTriedFix({ confidence: 60 }));
    expect(published).toMatchObject({ ok: false, why: expect.stringContaining('60 %') });
  });

  test('is not pushed without a verification', async () => {
    const published = await publish(rename, { ...policy, verify: null });
    expect(published).toMatchObject({ ok: false, why: expect.stringContaining('verify') });
  });
});
