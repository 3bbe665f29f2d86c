import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findAct } from '../../src/embedded/actions/find-act.ts';
import { type Bench, openBench, owner, repo } from './bench.ts';
import { mayAsk, permissionsOfJobs } from './permissions-of-jobs.ts';

const installed = (await findAct()) !== null;
const at = `/repos/${owner}/${repo}`;

const check = `import { readFileSync } from 'node:fs';
console.log(JSON.parse(readFileSync('config/shop.json', 'utf8')).rate);
`;
const pipelineOf = (name: string, mode: string) => `name: ${name}
tasks:
  check:
    run: node scripts/check.mjs
    heal: { mode: ${mode}, verify: same }
`;
const config = '{ "rate": 1.2 }\n';

interface Pull {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly head: { readonly sha: string };
}

/** A file of configuration goes after a run that succeeded; checkouts are one commit deep. */
(installed ? describe : describe.skip)('what was there before', () => {
  let bench: Bench;

  const pulls = () => bench.call<readonly Pull[]>('GET', `${at}/pulls`);
  async function start(inputs: Readonly<Record<string, string>>): Promise<void> {
    await bench.dispatch(inputs);
    await bench.quiet();
  }
  async function bodies(): Promise<string> {
    const issues = await bench.issues('pipeline-failure');
    return issues.map(({ body }) => body).join('\n');
  }

  beforeAll(async () => {
    bench = await openBench({
      'README.md': '# Shop\n',
      'scripts/check.mjs': check,
      'config/shop.json': config,
      '.github/pipelines/nightly.yml': pipelineOf('Nightly', 'autonomous'),
      '.github/pipelines/careful.yml': pipelineOf('Careful', 'human-in-loop'),
    });
    for (const pipeline of ['nightly', 'careful']) await start({ pipeline });
    const path = `${at}/contents/config/shop.json`;
    const { sha } = await bench.call<{ sha: string }>('GET', path);
    await bench.call('DELETE', path, { message: 'Tidy up', sha });
  });
  afterAll(() => bench?.close());

  test('waits in the journal for a person, who lets it through by the button', async () => {
    await start({ pipeline: 'careful' });
    expect(await pulls()).toEqual([]);
    const [, order = ''] = /apply-fix: ([\w.-]+:[0-9a-f]{64})/.exec(await bodies()) ?? [];
    expect(order).toMatch(/^restore-configuration-/);
    await start({ 'apply-fix': order });
    const [pull] = await pulls();
    expect(pull?.body.includes('Nothing has verified it yet')).toBe(true);
    const { content } = await bench.call<{ content: string }>(
      'GET',
      `${at}/contents/config/shop.json?ref=${pull?.head.sha}`,
    );
    expect(Buffer.from(content, 'base64').toString()).toBe(config);
  });

  test('is brought back and verified where no person is asked for', async () => {
    await start({ pipeline: 'nightly' });
    const runs = await bench.issues('yardmaster:run');
    const ledgers = await Promise.all(runs.map(({ number }) => bench.ledger(number)));
    const last = ledgers.filter(({ pipeline }) => pipeline === 'nightly').at(0);
    expect(last?.statuses.map(({ state }) => state)).toEqual(['COMPLETED']);
    const { files } = await bench.call<{ files: { filename: string }[] }>(
      'GET',
      `${at}/commits/${last?.commit}`,
    );
    expect(files.map(({ filename }) => filename)).toEqual(['config/shop.json']);
  });

  test('asks for nothing that its jobs may not have', () => {
    const given = permissionsOfJobs(bench.workflows.map(({ text }) => text));
    const asked = bench.github.requests.entries.filter(({ job }) => job !== null);
    expect(asked.some(({ job }) => job === 'apply')).toBe(true);
    for (const { job, method, route, needs } of asked) {
      const permissions = given.get(job ?? '') ?? {};
      const may =
        route === '/graphql' ? permissions.contents === 'write' : mayAsk(permissions, needs);
      expect({ job, method, route, may }).toEqual({ job, method, route, may: true });
    }
  });
});
