import { beforeEach, describe, expect, test } from '@jest/globals';
import { callWorkflow } from '../../src/github/call-workflow.ts';
import { githubClient } from '../../src/github/github-client.ts';
import { makeOctokit } from '../../src/github/make-octokit.ts';
import { ActionsService } from '../action/helpers/actions-service.ts';

let service: ActionsService;
let ticks: (() => void)[];
let stop: AbortController;
beforeEach(() => {
  service = new ActionsService();
  ticks = [];
  stop = new AbortController();
});

const titleOf = (attempt: number) => `Deploy (yardmaster 12/3.${attempt})`;

/** Calls the workflow for an attempt; each time that it waits, the next of `ticks` happens. */
function call(attempt: number, keyInput: string | null = 'yardmaster-key') {
  const clock = {
    now: () => Date.now(),
    sleep: async () => {
      const tick = ticks.shift();
      if (!tick) throw new Error('it waits for ever');
      tick();
    },
  };
  const fetch = service.before(() => Promise.reject(new Error('nothing else is asked for')));
  const octokit = makeOctokit({ token: 't', userAgent: 'test', fetch });
  const client = githubClient({ octokit, owner: 'o', repo: 'r', self: 'x', pace: 0, clock });
  const ref = { run: 12, task: 3, attempt };
  const order = { file: 'deploy.yml', keyInput, ref, branch: 'main', askEvery: 1_000 };
  return callWorkflow(client, order, clock, stop.signal, () => undefined);
}

function running(attempt: number): number {
  const run = service.start(titleOf(attempt));
  run.status = 'in_progress';
  return run.id;
}

function over(attempt: number, conclusion: string): number {
  const id = running(attempt);
  service.end(id, conclusion);
  return id;
}

/** Ends the run that was dispatched last. */
const endNewest = (conclusion: string) => () =>
  service.end(service.dispatched.at(-1)?.id ?? 0, conclusion);
const titles = () => service.dispatched.map(({ display_title }) => display_title);

describe('a workflow that a task uses', () => {
  test('is started once, and its end is the end of the attempt', async () => {
    ticks = [() => undefined, endNewest('success')];
    expect(await call(1)).toMatchObject({ outcome: 'success', failure: null });
    expect(titles()).toEqual([titleOf(1)]);
  });

  test('fails the attempt when it fails', async () => {
    ticks = [endNewest('failure')];
    expect(await call(1)).toMatchObject({ outcome: 'failure', failure: 'crash' });
  });

  test('is not sent again when the answer was lost, but found by its name', async () => {
    service.faults.push('unanswered');
    ticks = [endNewest('success')];
    expect(await call(1)).toMatchObject({ outcome: 'success' });
    expect(titles()).toEqual([titleOf(1)]);
  });

  test('is not sent again where nothing names it', async () => {
    service.faults.push('refused');
    await expect(call(1, null)).rejects.toThrow('It is not known whether deploy.yml was started');
    expect(titles()).toEqual([]);
  });

  test('that runs already for this very attempt is waited for', async () => {
    const id = running(1);
    ticks = [() => service.end(id, 'success')];
    expect(await call(1)).toMatchObject({ outcome: 'success' });
    expect(titles()).toEqual([]);
  });

  test('of an attempt whose number only begins alike is another one', async () => {
    running(12);
    ticks = [endNewest('success')];
    await call(1);
    expect(titles()).toEqual([titleOf(1)]);
  });
});

describe('an earlier attempt whose host died', () => {
  test.each([2, 3])('is taken over while it runs (by attempt %i)', async (attempt) => {
    const id = running(1);
    ticks = [() => undefined, () => service.end(id, 'success')];
    expect(await call(attempt)).toMatchObject({ outcome: 'success' });
    expect(titles()).toEqual([]);
  });

  test('counts where it succeeded meanwhile', async () => {
    over(1, 'success');
    expect(await call(2)).toMatchObject({ outcome: 'success' });
    expect(titles()).toEqual([]);
  });

  test.each(['failure', 'cancelled', 'timed_out'])(
    'is followed by a new one after %s',
    async (how) => {
      over(1, how);
      ticks = [endNewest('success')];
      expect(await call(2)).toMatchObject({ outcome: 'success' });
      expect(titles()).toEqual([titleOf(2)]);
    },
  );

  test('is followed by a new one where it fails while it is waited for', async () => {
    const id = running(1);
    ticks = [() => service.end(id, 'failure'), endNewest('success')];
    expect(await call(2)).toMatchObject({ outcome: 'success' });
    expect(titles()).toEqual([titleOf(2)]);
  });

  test('is cancelled where the attempt that took it over is stopped, and nothing is started', async () => {
    const id = running(1);
    ticks = [() => stop.abort('paused'), () => undefined];
    expect(await call(2)).toMatchObject({ outcome: 'stopped' });
    expect(service.runs).toMatchObject([{ id, conclusion: 'cancelled' }]);
    expect(titles()).toEqual([]);
  });

  test('that was followed by another one counts no more', async () => {
    over(1, 'success');
    over(2, 'failure');
    ticks = [endNewest('success')];
    await call(3);
    expect(titles()).toEqual([titleOf(3)]);
  });
});
