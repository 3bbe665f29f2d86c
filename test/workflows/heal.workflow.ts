import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { Run } from '../../src/core/model.ts';
import { findAct } from '../../src/embedded/actions/find-act.ts';
import { type Bench, type IssueSeen, type JobSeen, openBench, owner, repo } from './bench.ts';
import { mayAsk, permissionsOfJobs } from './permissions-of-jobs.ts';

const installed = (await findAct()) !== null;
const at = `/repos/${owner}/${repo}`;

const check = `import { createRequire } from 'node:module';
const { refunded } = createRequire(import.meta.url)('../config/refunded-payments.json');
const seen = Object.keys(process.env).filter((name) => /TOKEN|^GITHUB_(ENV|PATH|STATE)$/.test(name));
if (seen.length > 0) throw new Error('found ' + seen.join(', '));
console.log('::error::this line of a task is no command');
console.log(refunded.length + ' payments were given back');
`;
const report = `import { readFileSync } from 'node:fs';
const { refunded } = JSON.parse(readFileSync('config/refunded-payments.json', 'utf8'));
console.log('reported ' + refunded.length);
`;
const pipeline = `name: Nightly payments
slots: 2
issues: attention
tasks:
  check-payments:
    run: node scripts/check-payments.mjs
    heal: { verify: same }
  report:
    needs: check-payments
    run: node scripts/report.mjs
`;
/** A comma is lost. */
const broken = `{
  "refunded": [
    "P-50093"
    "P-50209",
    "P-50348"
  ]
}
`;

interface Pull {
  readonly number: number;
  readonly body: string;
  readonly head: { readonly ref: string; readonly sha: string };
}

(installed ? describe : describe.skip)('a task that heals, through the workflow files', () => {
  let bench: Bench;
  let run: Run;
  let jobs: readonly (JobSeen & { readonly runId: number })[];
  let pull: Pull;

  const failure = async (): Promise<IssueSeen | undefined> =>
    (await bench.issues('pipeline-failure')).find(({ title }) =>
      title.startsWith('Pipeline Failure'),
    );

  beforeAll(async () => {
    bench = await openBench({
      'README.md': '# Shop\n',
      'scripts/check-payments.mjs': check,
      'scripts/report.mjs': report,
      'config/refunded-payments.json': broken,
      '.github/pipelines/payments.yml': pipeline,
    });
    await bench.dispatch({ pipeline: 'payments' });
    await bench.quiet();
    const [issue] = await bench.issues('yardmaster:run');
    run = await bench.ledger(issue?.number ?? 0);
    const workflowRuns = await bench.workflowRuns();
    jobs = (
      await Promise.all(
        workflowRuns.map(async ({ id }) =>
          (await bench.jobs(id)).map((job) => ({ ...job, runId: id })),
        ),
      )
    ).flat();
    const [first] = await bench.call<Pull[]>('GET', `${at}/pulls`);
    if (!first) throw new Error('no pull request was opened');
    pull = first;
  });
  afterAll(() => bench?.close());

  test('is healed in its leg, and the run comes to its end', async () => {
    expect(run.statuses.map(({ state, attempt }) => [state, attempt])).toEqual([
      ['COMPLETED', 1],
      ['COMPLETED', 1],
    ]);
    expect(run.conclusion).toBe('success');
    const leg = jobs.find(({ name }) => name.includes('check-payments / run'));
    expect(leg?.conclusion).toBe('success');
    const log = await bench.log(leg?.id ?? 0);
    expect(log.includes('3 payments were given back')).toBe(true);
    // What it printed while it healed is no command to the runner either.
    expect(log.includes('::error::this line of a task is no command')).toBe(true);
  });

  test('leaves its fix as a branch and a pull request, and the run goes on from there', async () => {
    expect(pull.head.ref).toMatch(/^yardmaster-heal\/[0-9a-f]{16}$/);
    expect(run.commit).toBe(pull.head.sha);
    expect(pull.body.includes('+    "P-50093",')).toBe(true);
    const { files } = await bench.call<{ files: { filename: string }[] }>(
      'GET',
      `${at}/commits/${run.commit}`,
    );
    expect(files.map(({ filename }) => filename)).toEqual(['config/refunded-payments.json']);
    const next = jobs.find(({ name }) => name.includes('report / run'));
    // The file cannot be read on the commit that the run began with.
    expect((await bench.log(next?.id ?? 0)).includes('reported 3')).toBe(true);
  });

  test('has an issue that waits for the merge', async () => {
    const issue = await failure();
    expect(issue).toMatchObject({
      state: 'open',
      title: expect.stringContaining('healed, awaiting merge'),
    });
    expect(issue?.labels.map(({ name }) => name).sort()).toEqual([
      'auto-healing',
      'bug',
      'pipeline-failure',
    ]);
  });

  test('leaves what it did in its artifact', async () => {
    const leg = jobs.find(({ name }) => name.includes('check-payments / run'));
    const { artifacts } = await bench.call<{ artifacts: { id: number }[] }>(
      'GET',
      `${at}/actions/runs/${leg?.runId}/artifacts?name=yardmaster-${run.issue}.0.1`,
    );
    const files = unzipSync(await bench.download(artifacts[0]?.id ?? 0));
    const actions = strFromU8(files['pipeline_runs.log'] ?? new Uint8Array());
    expect(actions).toContain('"action":"verify"');
  });

  test('asks for nothing that its jobs may not have', () => {
    const given = permissionsOfJobs(bench.workflows.map(({ text }) => text));
    const asked = bench.github.requests.entries.filter(({ job }) => job !== null);
    for (const { job, method, route, needs, status } of asked) {
      // Whether a file or a branch is there yet is asked.
      const absent = status === 404 && /\/(contents|git\/ref)\//.test(route) && method === 'GET';
      expect({ method, route, ok: status < 400 || absent }).toEqual({ method, route, ok: true });
      const permissions = given.get(job ?? '') ?? {};
      const may =
        route === '/graphql' ? permissions.contents === 'write' : mayAsk(permissions, needs);
      expect({ job, method, route, may }).toEqual({ job, method, route, may: true });
    }
  });

  test('is over once the pull request is merged and a sweep has seen it', async () => {
    await bench.call('PUT', `${at}/pulls/${pull.number}/merge`, {});
    await bench.call('POST', `${at}/actions/workflows/yardmaster-sweep.yml/dispatches`, {
      ref: 'main',
    });
    await bench.quiet();
    expect(await failure()).toMatchObject({ state: 'closed' });
  });
});
