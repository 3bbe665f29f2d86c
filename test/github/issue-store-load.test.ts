import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { githubPorts } from '../../src/github/github-ports.ts';
import { renderJournalState } from '../../src/text/journal/journal-state.ts';
import { aBench, type Bench, bot } from './helpers/bench.ts';
import { callsOf } from './helpers/calls-of.ts';
import { openRun } from './helpers/open-run.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(() => bench.close());

const calls = () => callsOf(bench);

describe('reading everything', () => {
  it('is empty for a repository that never saw a run', async () => {
    expect(await bench.issues.load()).toEqual({
      head: null,
      journal: null,
      runIssues: [],
      taskIssues: [],
    });
  });

  it('takes one call for journal, runs and tasks', async () => {
    const run = await openRun(bench, 'nightly');
    const task = await bench.issues.create({ title: 'extract', body: '', labels: ['state:ready'] });
    await bench.issues.link(run, task);
    await bench.issues.update(task, { state: 'closed' });
    const state = { schema: 1 as const, intent: null, runs: [] };
    const text = renderJournalState(state);
    const commit = { expectedHead: null, headline: 'i1', remove: [] };
    await bench.journal.commit({ ...commit, put: [{ path: 'state.json', text }] });
    bench.github.requests.clear();
    expect(await bench.issues.load()).toEqual({
      head: expect.stringMatching(/^[0-9a-f]{40}$/),
      journal: state,
      runIssues: [
        {
          number: run,
          title: 'nightly',
          body: 'body of nightly',
          state: 'open',
          labels: ['yardmaster:run'],
          mine: true,
        },
      ],
      taskIssues: [
        {
          number: task,
          title: 'extract',
          body: '',
          state: 'closed',
          labels: ['state:ready'],
          mine: true,
        },
      ],
    });
    expect(calls()).toEqual(['POST /graphql']);
  });

  it('leaves out closed runs, and knows which issues are its own', async () => {
    const closed = await openRun(bench, 'done');
    await bench.issues.update(closed, { state: 'closed' });
    const forged = await openRun(bench.as('mallory', 'triage'), 'forged');
    const own = await openRun(bench, 'own');
    const { runIssues } = await bench.issues.load();
    expect(runIssues.map(({ number, mine }) => ({ number, mine }))).toEqual([
      { number: forged, mine: false },
      { number: own, mine: true },
    ]);
  });

  it('does not take a person for the bot of the same name', async () => {
    const forged = await openRun(bench.as('yardmaster', 'triage'), 'forged');
    const { runIssues } = await bench.issues.load();
    expect(runIssues).toMatchObject([{ number: forged, mine: false }]);
    expect(await bench.issues.get(forged)).toMatchObject({ mine: false });
  });

  it('does not take an issue of another repository for a task', async () => {
    const run = await openRun(bench, 'nightly');
    const task = await bench.issues.create({ title: 'of elsewhere', body: '', labels: [] });
    await bench.issues.link(run, task);
    const across = bench.through((fetch) => async (url, init) => {
      const text = await (await fetch(url, init)).text();
      // The last repository of the answer is that of the only sub-issue.
      return Response.json(
        JSON.parse(text.replace(/(.*"repository":\{"id":")[^"]*/s, '$1R_elsewhere')),
      );
    });
    expect((await bench.issues.load()).taskIssues).toHaveLength(1);
    expect((await across.issues.load()).taskIssues).toEqual([]);
  });

  it('reads further pages beyond 50 runs', async () => {
    for (let i = 0; i < 53; i++) await openRun(bench, `run ${i}`);
    bench.github.requests.clear();
    const { runIssues } = await bench.issues.load();
    expect(runIssues.map(({ title }) => title)).toEqual(
      Array.from({ length: 53 }, (_, i) => `run ${i}`),
    );
    expect(calls()).toEqual(['POST /graphql', 'POST /graphql']);
  });

  it('refuses a journal that is damaged, rather than forgetting what it said', async () => {
    const commit = { expectedHead: null, headline: 'i1', remove: [] };
    await bench.journal.commit({ ...commit, put: [{ path: 'state.json', text: '{"schema":1' }] });
    await expect(bench.issues.load()).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('state.json'),
    });
  });

  it('says which repository is not there', async () => {
    const ports = githubPorts({
      octokit: bench.octokit,
      owner: 'octo',
      repo: 'nowhere',
      self: bot,
      pace: 0,
      clock: bench.clock,
    });
    await expect(ports.issues.load()).rejects.toMatchObject({
      kind: 'gone',
      message: expect.stringContaining('octo/nowhere'),
    });
  });
});
