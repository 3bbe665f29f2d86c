import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import nock from 'nock';
import { aGitHub, refusal, shop, type TestGitHub } from '../a-github.ts';
import { aRunner } from './a-runner.ts';
import { deployWorkflow, twoJobs, untriggered } from './deploy-workflow.ts';

describe('workflow runs', () => {
  let world: TestGitHub;
  let programs: string;
  let delivered: string[];
  const open = async (script: string): Promise<void> => {
    delivered = [];
    const deliver = async (request: Request): Promise<Response> => {
      const { action } = (await request.json()) as { action?: string };
      const event = request.headers.get('x-github-event');
      delivered.push(action === undefined ? `${event}` : `${event} ${action}`);
      return new Response();
    };
    world = aGitHub({ runner: aRunner(programs, script), deliver });
    for (const [path, text] of [
      ['deploy.yml', deployWorkflow],
      ['ci.yml', untriggered],
    ] as const) {
      await world.octokit.repos.createOrUpdateFileContents({
        ...shop,
        path: `.github/workflows/${path}`,
        message: 'Add a workflow',
        content: Buffer.from(text).toString('base64'),
      });
    }
  };
  const dispatch = (inputs: Record<string, unknown>, workflow_id: string | number = 'deploy.yml') =>
    world.octokit.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
      ...shop,
      workflow_id,
      ref: 'main',
      inputs,
      return_run_details: true,
    });
  const over = async (id: number) => {
    for (;;) {
      const { data } = await world.octokit.actions.getWorkflowRun({ ...shop, run_id: id });
      if (data.status === 'completed') return data;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  beforeEach(() => {
    programs = mkdtempSync(join(tmpdir(), 'runner-'));
  });
  afterEach(async () => {
    await world.end();
    rmSync(programs, { recursive: true });
  });

  test('a dispatch says its run, which ends as its jobs end', async () => {
    await open(twoJobs);
    const { status, data } = await dispatch({ target: 'test' });
    expect(status).toBe(200);
    const id = (data as unknown as { workflow_run_id: number }).workflow_run_id;
    expect(await over(id)).toMatchObject({
      display_title: 'Deploy to test',
      event: 'workflow_dispatch',
      conclusion: 'failure',
      head_branch: 'main',
      head_commit: { message: 'Add a workflow' },
    });
    const { jobs } = (await world.octokit.actions.listJobsForWorkflowRun({ ...shop, run_id: id }))
      .data;
    expect(jobs.map(({ name, status, conclusion }) => [name, status, conclusion])).toEqual([
      ['build', 'completed', 'success'],
      ['deploy to test', 'completed', 'failure'],
    ]);
    expect(jobs[0]?.steps?.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['Set up job', null],
      ['Run make', 'success'],
    ]);
    const logs = await world.octokit.request(
      'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs',
      {
        ...shop,
        job_id: jobs[0]?.id ?? 0,
        request: { redirect: 'manual' },
      },
    );
    expect(logs.status).toBe(302);
    const log = await world.github.fetch(logs.headers.location ?? '');
    expect(await log.text()).toContain('made {"target":"test","times":"1","dry":"false"}');
  });

  test('webhooks hear of the dispatch, the run and its jobs', async () => {
    await open(twoJobs);
    await world.octokit.repos.createWebhook({
      ...shop,
      config: { url: 'https://example.com/hook', content_type: 'json' },
      events: ['workflow_dispatch', 'workflow_run', 'workflow_job'],
    });
    await dispatch({ target: 'test' });
    await over(1);
    await world.github.deliveries.drain();
    expect(delivered.filter((event) => event !== 'ping').sort()).toEqual([
      'workflow_dispatch',
      ...Array(2).fill('workflow_job completed'),
      ...Array(2).fill('workflow_job in_progress'),
      ...Array(2).fill('workflow_job queued'),
      'workflow_run completed',
      'workflow_run in_progress',
      'workflow_run requested',
    ]);
  });

  test('runs are listed by event, branch, status and time', async () => {
    await open(twoJobs);
    await dispatch({ target: 'test' });
    await over(1);
    world.wait(60_000);
    await dispatch({ target: 'production' });
    await over(2);
    const titles = async (filter: Record<string, string>) =>
      (
        await world.octokit.actions.listWorkflowRuns({
          ...shop,
          workflow_id: 'deploy.yml',
          ...filter,
        })
      ).data.workflow_runs.map(({ display_title }) => display_title);
    expect(await titles({})).toEqual(['Deploy to production', 'Deploy to test']);
    expect(await titles({ event: 'push' })).toEqual([]);
    expect(await titles({ branch: 'other' })).toEqual([]);
    expect(await titles({ status: 'failure', created: '2026-01-05T09:01:00Z' })).toEqual([
      'Deploy to production',
    ]);
  });

  test.each([
    [{}, "Required input 'target' not provided"],
    [
      { target: 'moon' },
      "Provided value 'moon' for input 'target' not in the list of allowed values",
    ],
    [
      { target: 'test', dry: 'maybe' },
      "Provided value 'maybe' for input 'dry' not in the list of allowed values",
    ],
    [{ target: 'test', times: 'x' }, "Provided value 'x' for input 'times' is not a number"],
    [{ target: 'test', colour: 'red' }, 'Unexpected inputs provided: ["colour"]'],
  ])('a dispatch with inputs %j is refused', async (inputs, message) => {
    await open(twoJobs);
    expect(await refusal(dispatch(inputs))).toMatchObject({ status: '422', message });
  });

  test('so are unknown refs, workflows without the trigger, and callers who may not', async () => {
    await open(twoJobs);
    expect(await refusal(dispatch({}, 'ci.yml'))).toMatchObject({
      message: "Workflow does not have 'workflow_dispatch' trigger",
    });
    expect(await refusal(dispatch({}, 'none.yml'))).toMatchObject({ status: '404' });
    const lost = world.octokit.actions.createWorkflowDispatch({
      ...shop,
      workflow_id: 'deploy.yml',
      ref: 'none',
    });
    expect(await refusal(lost)).toMatchObject({ status: '422', message: 'No ref found for: none' });
    const reader = world.as('ada', { actions: 'read', contents: 'read' });
    const denied = reader.actions.createWorkflowDispatch({
      ...shop,
      workflow_id: 'deploy.yml',
      ref: 'main',
      inputs: { target: 'test' },
    });
    expect(await refusal(denied)).toMatchObject({ status: '403' });
  });

  test('where no runner is installed the answer says so', async () => {
    await open(twoJobs);
    await world.end();
    world = aGitHub({ runner: join(programs, 'missing') });
    await world.octokit.repos.createOrUpdateFileContents({
      ...shop,
      path: '.github/workflows/deploy.yml',
      message: 'Add a workflow',
      content: Buffer.from(deployWorkflow).toString('base64'),
    });
    const refused = await refusal(dispatch({ target: 'test' }));
    expect(refused).toMatchObject({ status: '422' });
    expect(refused?.message).toMatch(/act \(nektos\/act\) is not installed/);
  });

  test('a run that is cancelled ends as cancelled, with its jobs', async () => {
    await open(`begin('Deploy/\\u2063build\\u2063', 'build'); await setTimeout(60_000);`);
    await dispatch({ target: 'test' });
    const jobs = async () =>
      (await world.octokit.actions.listJobsForWorkflowRun({ ...shop, run_id: 1 })).data.jobs;
    while ((await jobs())[0]?.status !== 'in_progress') {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await world.octokit.actions.cancelWorkflowRun({ ...shop, run_id: 1 });
    expect(await over(1)).toMatchObject({ conclusion: 'cancelled' });
    expect((await jobs())[0]).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
    expect(
      await refusal(world.octokit.actions.cancelWorkflowRun({ ...shop, run_id: 1 })),
    ).toMatchObject({
      status: '409',
    });
  });

  test('jobs upload artifacts with their own tokens, hold their groups, and may do what the file says', async () => {
    nock.enableNetConnect('127.0.0.1');
    await open(`
const tokens = [...copy.matchAll(/EMBEDDED_JOB_TOKEN: (\\S+)/g)].map(([, token]) => token);
const at = (path, token, body, method = 'POST') => fetch(env.GITHUB_API_URL + path, {
  method, headers: { authorization: 'Bearer ' + token }, body: body && JSON.stringify(body) });
const own = '/_embedded/actions/runs/' + env.GITHUB_RUN_ID;
const issue = '/repos/ada/shop/issues';
const files = [{ path: 'a.txt', content: Buffer.from('hello').toString('base64') }];
const upload = { name: 'left', overwrite: false, retention_days: 1, files };
const answers = [
  await at(issue, tokens[0], { title: 'from build' }),
  await at(issue, tokens[1], { title: 'from deploy' }),
  await at(own + '/artifacts', tokens[0], upload),
  await at(own + '/artifacts', tokens[0], upload),
  await at('/_embedded/actions/runs/99/artifacts', tokens[0], upload),
  await at(own + '/lease', tokens[1], { group: 'deploy-test' }),
];
begin('Deploy/\\u2063deploy to test\\u2064deploy-test\\u2063', 'deploy');
await at('/repos/ada/shop/actions/concurrency_groups/deploy-test', tokens[0], undefined, 'GET');
say('Deploy/\\u2063deploy to test\\u2064deploy-test\\u2063', 'deploy', { raw_output: true, msg: 'said ' + answers.map(({ status }) => status).join(' ') + '\\n' });
end('Deploy/\\u2063deploy to test\\u2064deploy-test\\u2063', 'deploy', 'success');
`);
    const server = await world.github.listen(0);
    await dispatch({ target: 'test' });
    expect(await over(1)).toMatchObject({ conclusion: 'success' });
    await server.close();
    const log = world.github.requests.entries.map(({ route, status }) => `${route} ${status}`);
    expect(log).toEqual(
      expect.arrayContaining([
        '/repos/{owner}/{repo}/issues 403',
        '/repos/{owner}/{repo}/issues 201',
        '/_embedded/actions/runs/{run_id}/artifacts 201',
        '/_embedded/actions/runs/{run_id}/artifacts 409',
        '/_embedded/actions/runs/{run_id}/artifacts 403',
        '/_embedded/actions/runs/{run_id}/lease 204',
      ]),
    );
    const { artifacts } = (
      await world.octokit.actions.listWorkflowRunArtifacts({ ...shop, run_id: 1, name: 'left' })
    ).data;
    expect(artifacts).toHaveLength(1);
    const download = await world.octokit.request(
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      {
        ...shop,
        artifact_id: artifacts[0]?.id ?? 0,
        archive_format: 'zip',
        request: { redirect: 'manual' },
      },
    );
    const archive = await world.github.fetch(download.headers.location ?? '');
    const unpacked = unzipSync(new Uint8Array(await archive.arrayBuffer()));
    expect(new TextDecoder().decode(unpacked['a.txt'])).toBe('hello');
    const forged = (download.headers.location ?? '').replace('artifact%3A1', 'artifact%3A2');
    expect((await world.github.fetch(forged)).status).toBe(404);
  });
});
