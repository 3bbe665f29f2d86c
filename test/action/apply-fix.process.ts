import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parseProposal, renderProposal } from '../../src/text/failure/proposal-text.ts';
import { aShop, broken, has, type Issue, type Shop } from './helpers/prices-shop.ts';

jest.setTimeout(60_000);

/** A fix that waits in the journal, from the leg that found it to the pull request that a person asked for. */
const list = 'config/prices.json';
let shop: Shop;
let issue: Issue;
let summary: string;

beforeEach(async () => {
  shop = await aShop('{ mode: human-in-loop, verify: same }');
  const { leg, place } = await shop.openedRun();
  const made = await shop.attempt(leg, place);
  summary = made.summary;
  await shop.settle(leg, place, made.outputs.result ?? '', 'failure');
  [issue] = (await shop.failures()) as [Issue];
});
afterEach(() => shop.close());

const order = () => /apply-fix: ([\w.-]+:[0-9a-f]{64})/.exec(issue.body)?.[1] ?? '';
const apply = (fix: string) => shop.job('apply', 41, { fix });

interface File {
  readonly sha: string;
  readonly content: string;
}
const fileAt = (path: string, ref: string) =>
  shop.call<File>('GET', `/contents/${path}?ref=${ref}`);
const textOf = ({ content }: File) => Buffer.from(content, 'base64').toString();
const held = async (): Promise<readonly { readonly path: string }[]> =>
  shop.call('GET', '/contents/proposals?ref=yardmaster');
async function push(path: string, text: string, ref: string): Promise<void> {
  const known = await fileAt(path, ref).catch(() => null);
  await shop.call('PUT', `/contents/${path}`, {
    message: 'Change it',
    content: Buffer.from(text).toString('base64'),
    branch: ref,
    ...(known ? { sha: known.sha } : {}),
  });
}

describe('a fix that waits', () => {
  test('says how a person lets it through, where it is read', () => {
    expect(order()).toMatch(/^json-sign-[0-9a-f]{8}:[0-9a-f]{64}$/);
    expect(has(summary, `apply-fix: ${order()}`)).toBe(true);
  });

  test('becomes a pull request that says that nothing has verified it', async () => {
    const { log } = await apply(order());
    const [pull] = (await shop.call('GET', '/pulls')) as [{ body: string; head: { sha: string } }];
    expect(has(pull.body, 'let through by `ada`')).toBe(true);
    expect(has(pull.body, 'Nothing has verified it yet')).toBe(true);
    expect(textOf(await fileAt(list, pull.head.sha))).toBe(broken.replace('"pen"', '"pen",'));
    expect(has(log, 'pull request #')).toBe(true);
    expect(textOf(await fileAt(list, 'main'))).toBe(broken);
  });

  test('is over once: its issue awaits the merge, and the journal holds it no more', async () => {
    expect(await held()).toHaveLength(1);
    await apply(order());
    expect(await shop.failures()).toMatchObject([
      { number: issue.number, state: 'open', title: expect.stringContaining('awaiting merge') },
    ]);
    await expect(held()).rejects.toThrow('Not Found');
    await expect(apply(order())).rejects.toThrow('No fix waits');
    expect(await shop.pulls()).toHaveLength(1);
  });

  test('counts as no case of its remedy: nobody has seen it hold', async () => {
    await apply(order());
    await expect(fileAt('healing/tried.json', 'yardmaster')).rejects.toThrow('Not Found');
  });

  test('is not applied where the branch has moved (21)', async () => {
    await push('README.md', 'Go on', 'main');
    await expect(apply(order())).rejects.toThrow('The proposal was made for');
    expect(await shop.pulls()).toEqual([]);
  });

  test.each([
    ['no hash', (id: string) => id.split(':')[0] ?? ''],
    ['a part of the hash, of which there could be two', (id: string) => id.slice(0, -1)],
    ['another hash (23)', (id: string) => `${id.split(':')[0]}:${'0'.repeat(64)}`],
    ['another id', () => `json-sign-00000000:${'0'.repeat(64)}`],
    ['a path (52)', () => `../state:${'0'.repeat(64)}`],
  ])('is not applied by %s', async (_, named) => {
    await expect(apply(named(order()))).rejects.toThrow();
    expect(await shop.pulls()).toEqual([]);
    expect(await held()).toHaveLength(1);
  });

  test('is not applied where somebody changed it in the journal (26)', async () => {
    const [{ path } = { path: '' }] = await held();
    const proposal = parseProposal(path, textOf(await fileAt(path, 'yardmaster')));
    if (!proposal) throw new Error('nothing waits');
    const patch = proposal.patch.replace('"pen",', '"pencil",');
    await push(path, renderProposal({ ...proposal, patch }), 'yardmaster');
    await expect(apply(order())).rejects.toThrow('not what it was when it was made');
    expect(await shop.pulls()).toEqual([]);
  });

  test('is not applied where the gates would never let it through, whatever its hash is', async () => {
    await push('.github/yardmaster.yml', 'heal:\n  protect: config/**\n', 'main');
    const [{ path } = { path: '' }] = await held();
    const proposal = parseProposal(path, textOf(await fileAt(path, 'yardmaster')));
    if (!proposal) throw new Error('nothing waits');
    const { sha: head } = await shop.call<{ sha: string }>('GET', '/commits/main');
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update(`${head}\n${proposal.patch}`).digest('hex');
    await push(path, renderProposal({ ...proposal, head, hash }), 'yardmaster');
    await expect(apply(`${proposal.id}:${hash}`)).rejects.toThrow(
      'is protected by this repository',
    );
    expect(await shop.pulls()).toEqual([]);
  });
});
