import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { receiveFromNeeds } from '../../src/action/receive-from-needs.ts';
import type { Run } from '../../src/core/model.ts';
import { unpackArtifact } from '../../src/github/artifact-files.ts';
import { githubClient } from '../../src/github/github-client.ts';
import { makeOctokit } from '../../src/github/make-octokit.ts';
import { downloadArtifact } from '../../src/github/workflow-api.ts';
import { renderHandoff } from '../../src/text/handoff.ts';
import { parsePipeline } from '../../src/text/pipeline/parse-pipeline.ts';
import type { PipelineDefinition } from '../../src/text/pipeline/pipeline-definition.ts';
import { parseSettings } from '../../src/text/settings/parse-settings.ts';
import { aRun, aStatus } from '../text/helpers/builders.ts';
import { aCheckout } from './a-checkout.ts';
import { aHandoff, digestOf } from './a-handoff.ts';

let root: string;
let outside: string;
beforeEach(() => {
  ({ root, outside } = aCheckout());
});
afterEach(() => rmSync(outside, { recursive: true }));

function aPipeline(): PipelineDefinition {
  const settings = parseSettings(null);
  const text = `tasks:
  extract: { run: x, produces: [data/orders.json, 'out/*.csv', whole] }
  load: { run: x, needs: extract }
`;
  if (!settings.ok) throw new Error('the usual settings are wrong');
  const bytes = strToU8(text);
  const parsed = parsePipeline({ path: 'p.yml', bytes, settings: settings.settings });
  if (!parsed.ok) throw new Error('the pipeline is wrong');
  return parsed.pipeline;
}
const pipeline = aPipeline();

interface Served {
  readonly files: Readonly<Record<string, string>>;
  /** The files that the handoff was bound to; null: to none. Those that are served, unless somebody swapped them. */
  readonly bound?: Readonly<Record<string, string>> | null;
  readonly settledDigest?: string;
  readonly size?: number;
  /** The artifact's id, where the ledger has one. */
  readonly known?: number;
}

let asked: string[] = [];

const zipped = (archive: Uint8Array): Response =>
  new Response(Buffer.from(archive), { headers: { 'content-type': 'application/zip' } });

/** Lets `load` receive an artifact that claims to be what `extract` left. */
async function receive({
  files,
  bound = files,
  settledDigest,
  size,
  known,
}: Served): Promise<unknown> {
  const { text, digest } = renderHandoff({
    ...aHandoff(['data/orders.json']),
    filesDigest: bound === null ? undefined : digestOf(bound),
  });
  const entries = Object.entries(files).map(([path, content]) => [
    `files/${path}`,
    strToU8(content),
  ]);
  const archive = zipSync({ result: strToU8(text), ...Object.fromEntries(entries) });
  const artifacts = [
    { id: 5, name: 'yardmaster-12.0.1', expired: false, size_in_bytes: size ?? archive.length },
  ];
  const octokit = makeOctokit({
    token: 't',
    userAgent: 'test',
    fetch: async (url) => {
      const { pathname } = new URL(url);
      asked.push(pathname.replace('/repos/o/r/actions', ''));
      if (pathname.endsWith('/artifacts/5/zip')) return zipped(archive);
      if (pathname.endsWith('/zip')) return Response.json({ message: 'Gone' }, { status: 410 });
      return Response.json({ artifacts });
    },
  });
  const clock = { now: () => 0, sleep: async () => undefined };
  const client = githubClient({ octokit, owner: 'o', repo: 'r', self: 'x', pace: 0, clock });
  const status = aStatus({
    state: 'COMPLETED',
    attempt: 1,
    place: 7,
    artifact: known ?? null,
    digest: settledDigest ?? digest,
  });
  const run: Run = aRun({
    tasks: pipeline.tasks.map(({ spec }) => spec),
    statuses: [status, aStatus()],
  });
  return receiveFromNeeds(client, run, pipeline, 1, root).then(
    () => null,
    (error: unknown) => error,
  );
}

describe('an artifact that a dependent receives', () => {
  test('brings the files that were promised', async () => {
    const files = { 'data/orders.json': '[]', 'out/a.csv': 'a', 'whole/deep/b': 'b' };
    expect(await receive({ files })).toBeNull();
    expect(readFileSync(join(root, 'whole/deep/b'), 'utf8')).toBe('b');
    expect(readFileSync(join(root, 'out/a.csv'), 'utf8')).toBe('a');
  });

  test.each([
    'package.json',
    '.github/workflows/ci.yml',
    'out/deep/a.csv',
    'data/orders.json.sh',
    'whole/.git/config',
    'whole/.GIT/config',
    '.git/config',
    '.git/hooks/post-checkout',
  ])('brings no %s, which nobody promised', async (path) => {
    const error = await receive({
      files: { 'data/orders.json': '[]', [path]: '[core]\nfsmonitor=evil' },
    });
    expect(error).toMatchObject({ message: expect.stringContaining('not among the files') });
    expect(readFileSync(join(root, '.git/config'), 'utf8')).toBe('[core]\n');
    expect(existsSync(join(root, 'data/orders.json'))).toBe(false);
  });

  test.each(['../evil', 'whole/../../evil', '/evil', 'whole\\..\\..\\evil', 'whole/a\nb'])(
    'leads nowhere else by the name %j (zip slip, 52)',
    async (path) => {
      expect(await receive({ files: { [path]: 'evil' } })).toMatchObject({ kind: 'invalid' });
      expect(readdirSync(outside)).toEqual(['checkout']);
    },
  );

  test('is not written through a link that the checkout has, to a folder or to a file', async () => {
    symlinkSync(outside, join(root, 'whole'));
    expect(await receive({ files: { 'whole/deep/evil': 'x' } })).toMatchObject({
      message: expect.stringContaining('link'),
    });
    mkdirSync(join(root, 'data'));
    writeFileSync(join(outside, 'victim'), 'safe');
    symlinkSync(join(outside, 'victim'), join(root, 'data/orders.json'));
    await receive({ files: { 'data/orders.json': 'evil' } });
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('safe');
    expect(readdirSync(outside).sort()).toEqual(['checkout', 'victim']);
  });

  test('is refused where its handoff is not the one that was settled (56)', async () => {
    const error = await receive({ files: {}, settledDigest: '0'.repeat(16) });
    expect(error).toMatchObject({ message: expect.stringContaining('not what was settled') });
  });

  test.each<[string, Record<string, string>]>([
    ['other bytes', { 'data/orders.json': '[{}]' }],
    ['a further file', { 'data/orders.json': '[]', 'out/a.csv': 'a' }],
    ['a file less', {}],
    ['another name', { 'out/a.csv': '[]' }],
  ])('is refused where somebody put %s in its place (56)', async (_, files) => {
    const error = await receive({ files, bound: { 'data/orders.json': '[]' } });
    expect(error).toMatchObject({ message: expect.stringContaining('not those that were handed') });
    expect(readdirSync(root)).toEqual(['.git']);
  });

  test('is refused where it has files, and its handoff is bound to none', async () => {
    const error = await receive({ files: { 'data/orders.json': '[]' }, bound: null });
    expect(error).toMatchObject({ message: expect.stringContaining('not those that were handed') });
  });

  test('is fetched in one call where the ledger knows it, and looked for by its name where it is gone', async () => {
    const files = { 'data/orders.json': '[]' };
    asked = [];
    expect(await receive({ files, known: 5 })).toBeNull();
    expect(asked).toEqual(['/artifacts/5/zip']);
    asked = [];
    expect(await receive({ files, known: 4 })).toBeNull();
    expect(asked).toEqual(['/artifacts/4/zip', '/runs/7/artifacts', '/artifacts/5/zip']);
  });

  test('is bound by its digest also where the ledger knows it', async () => {
    const error = await receive({ files: { 'data/orders.json': 'x' }, bound: {}, known: 5 });
    expect(error).toMatchObject({ message: expect.stringContaining('not those that were handed') });
  });

  test('is not read on when it has more bytes than are allowed', async () => {
    const octokit = makeOctokit({
      token: 't',
      userAgent: 'test',
      fetch: async () => zipped(new Uint8Array(11)),
    });
    const clock = { now: () => 0, sleep: async () => undefined };
    const client = githubClient({ octokit, owner: 'o', repo: 'r', self: 'x', pace: 0, clock });
    await expect(downloadArtifact(client, 5, 10)).rejects.toMatchObject({ kind: 'invalid' });
    await expect(downloadArtifact(client, 5, 11)).resolves.toHaveLength(11);
  });

  test('is not even fetched when it is too large', async () => {
    expect(await receive({ files: {}, size: 3 * 2 ** 30 })).toMatchObject({ kind: 'invalid' });
  });
});

describe('an archive', () => {
  test('whose files are larger than they say is cut to what they said', () => {
    const archive = zipSync({ result: new Uint8Array(5_000_000) });
    const view = new DataView(archive.buffer);
    const directory = archive.findIndex(
      (_, at) => at + 4 <= archive.length && view.getUint32(at, true) === 0x02014b50,
    );
    view.setUint32(directory + 24, 10, true);
    const size = (): number => {
      try {
        return unpackArtifact(archive, () => true).get('result')?.length ?? 0;
      } catch {
        return 0;
      }
    };
    expect(size()).toBeLessThanOrEqual(10);
  });

  test('that says it holds gigabytes is refused before anything is unpacked', () => {
    const archive = zipSync({ result: new Uint8Array(10) });
    const view = new DataView(archive.buffer);
    const directory = archive.findIndex(
      (_, at) => at + 4 <= archive.length && view.getUint32(at, true) === 0x02014b50,
    );
    view.setUint32(directory + 24, 4_000_000_000, true);
    expect(() => unpackArtifact(archive, () => true)).toThrow('more than is allowed');
  });

  test('that is none is refused', () => {
    expect(() => unpackArtifact(strToU8('<html>'), () => true)).toThrow('no zip archive');
  });
});
