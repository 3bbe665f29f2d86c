import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fixReverted } from '../../src/github/fix-reverted.ts';
import { treeOf } from '../../src/github/tree-of.ts';
import { aBench, type Bench } from './helpers/bench.ts';

const path = 'models/orders.sql';
let bench: Bench;
let sha: string | undefined;

beforeEach(async () => {
  bench = await aBench();
  sha = undefined;
});
afterEach(() => bench.close());

async function write(text: string): Promise<string> {
  const { data } = await bench.octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    owner: 'octo',
    repo: 'shop',
    path,
    message: 'Write',
    content: Buffer.from(text).toString('base64'),
    ...(sha === undefined ? {} : { sha }),
  });
  sha = data.content?.sha;
  return data.commit.sha ?? '';
}

describe('a fix on a branch', () => {
  test('is taken back when its lines are gone and the old ones are back', async () => {
    await write('select custmer_id\n');
    const commit = await write('select customer_id\n');
    const reverted = () => fixReverted(bench.client, { commit }, 'main');
    expect(await reverted()).toBe(false);
    await write('select customer_id\nfrom orders\n');
    expect(await reverted()).toBe(false);
    await write('select custmer_id\nfrom orders\n');
    expect(await reverted()).toBe(true);
    await write('select id\nfrom orders\n');
    expect(await reverted()).toBe(false);
  });

  test('whose commit is gone says nothing', async () => {
    expect(await fixReverted(bench.client, { commit: 'f'.repeat(40) }, 'main')).toBe(false);
  });
});

test('the files of a commit have a hash of their own', async () => {
  const first = await write('a\n');
  const second = await write('b\n');
  const again = await write('a\n');
  expect(await treeOf(bench.client, first)).toBe(await treeOf(bench.client, again));
  expect(await treeOf(bench.client, first)).not.toBe(await treeOf(bench.client, second));
});
