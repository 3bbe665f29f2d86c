import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { shopFiles } from '../workflows/shop.ts';
import { type ActionsHost, anActionsHost } from './helpers/actions-host.ts';
import type { Call } from './helpers/actions-service.ts';

jest.setTimeout(60_000);

let host: ActionsHost;
beforeEach(async () => {
  host = await anActionsHost({}, shopFiles('attention'));
});
afterEach(() => host.close());

/** Runs the shop's pipeline to its end, and counts what its jobs asked of GitHub. */
async function aRun() {
  host.service.calls.length = 0;
  const { place, legs } = await host.open('nightly');
  await host.finish(legs, place);
  const run = await host.ledger(legs[0]?.run ?? 0);
  expect(run.conclusion).toBe('failure');
  return { run, calls: [...host.service.calls] };
}

/** What was asked, without numbers and queries, and how often. */
function counted(calls: readonly Call[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { job, method, path } of calls) {
    const name = `${job} ${method} ${path.replace(/\?.*$/, '').replaceAll(/\d+/g, 'N')}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

test('a whole run costs at most 6 calls a task, files of needs and the issue of what failed included', async () => {
  // The first run of a repository makes its labels and the journal's branch besides.
  await aRun();
  const { run, calls } = await aRun();
  expect(counted(calls)).toEqual({
    'plan GET /issues': 1,
    'plan GET /labels': 1,
    'plan POST /issues': 1,
    // Its own read and commit, then a read for each further batch.
    'plan POST /graphql': 5,
    'plan PATCH /issues/N': 1,
    'run GET /issues/N': 7,
    // One for each need of which files or outputs are used.
    'run GET /actions/artifacts/N/zip': 5,
    // A read and a commit each.
    'settle POST /graphql': 14,
    'settle PATCH /issues/N': 7,
    'settle POST /actions/workflows/yardmaster.yml/dispatches': 3,
    // The issue of the task that failed.
    'settle GET /issues': 1,
    'settle POST /issues': 1,
    'settle POST /issues/N/sub_issues': 1,
  });
  expect(calls.length / run.tasks.length).toBeLessThanOrEqual(6);
});
