import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Run } from '../../src/core/model.ts';
import { findAct } from '../../src/embedded/actions/find-act.ts';
import { type Bench, openBench, owner, repo } from './bench.ts';

const installed = (await findAct()) !== null;
const at = `/repos/${owner}/${repo}`;

/** Runs until it is ended, and says its process in a file of its name. */
const endless = (name: string, folder: string, trap: string): string =>
  `${trap}; echo $$ > ${folder}/${name}; while :; do sleep 0.1; done`;
const goes = `trap 'echo "was asked to end"; exit 0' TERM`;
const stays = `trap '' TERM`;

const single = (name: string, command: string): string => `name: ${name}
issues: all
tasks:
  ${name}:
    run: ${JSON.stringify(command)}
`;
/** A task that is in no hurry has the only slot, until somebody is in a hurry. */
const contested = (folder: string): string => `name: contested
slots: 1
issues: all
tasks:
  slow:
    priority: low
    estimate: 90m
    run: ${JSON.stringify(`test $YARDMASTER_ATTEMPT = 1 || exit 0; ${endless('slow', folder, goes)}`)}
  pressing:
    priority: low
    estimate: 60m
    run: echo pressing
`;

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

async function until(what: string, holds: () => boolean, seconds = 60): Promise<void> {
  for (let looks = 0; looks < seconds * 5; looks++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`In ${seconds} s it did not happen: ${what}`);
}

(installed ? describe : describe.skip)('orders to legs that run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stops-'));
  const pids = new Map<string, number>();
  const runs = new Map<string, Run>();
  let bench: Bench;

  /** Opens a run, and waits until its task is at work; answers the workflow run. */
  const begin = async (pipeline: string, task = pipeline): Promise<number> => {
    const place = await bench.dispatch({ pipeline });
    const file = join(folder, task);
    await until(`${task} begins`, () => existsSync(file) && readFileSync(file, 'utf8') !== '');
    pids.set(task, Number(readFileSync(file, 'utf8')));
    return place;
  };
  const label = async (task: string, name: string): Promise<void> => {
    const issues = await bench.issues('yardmaster:task');
    const issue = issues.find(({ title }) => title.includes(task));
    await bench.call('POST', `${at}/issues/${issue?.number}/labels`, { labels: [name] });
  };
  const isGone = (task: string) => () => !lives(pids.get(task) ?? process.pid);
  const logOf = async (task: string): Promise<string> => {
    const all = await Promise.all((await bench.workflowRuns()).map(({ id }) => bench.jobs(id)));
    const job = all.flat().find(({ name }) => name.endsWith(`${task} / run`));
    return bench.log(job?.id ?? 0);
  };

  beforeAll(async () => {
    bench = await openBench(
      {
        '.github/yardmaster.yml': 'slots: 8\n',
        '.github/pipelines/polite.yml': single('polite', endless('polite', folder, goes)),
        '.github/pipelines/stubborn.yml': single('stubborn', endless('stubborn', folder, stays)),
        '.github/pipelines/contested.yml': contested(folder),
        '.github/pipelines/orphan.yml': single('orphan', endless('orphan', folder, stays)),
        '.github/pipelines/called-off.yml': single(
          'called-off',
          endless('called-off', folder, goes),
        ),
      },
      500,
    );
    await begin('polite');
    await begin('stubborn');
    await begin('contested', 'slow');
    await label('polite', 'state:paused');
    await label('stubborn', 'state:cancelled');
    await label('pressing', 'priority:urgent');
    // No settle comes by: the sweep takes the orders.
    await bench.call('POST', `${at}/actions/workflows/yardmaster-sweep.yml/dispatches`, {
      ref: 'main',
    });
    await bench.quiet();
    for (const { number } of await bench.issues('yardmaster:run')) {
      const run = await bench.ledger(number);
      runs.set(run.pipeline, run);
    }
  });
  afterAll(async () => {
    await bench?.close();
    for (const pid of [...pids.values()].filter(lives)) process.kill(-pid, 'SIGKILL');
    rmSync(folder, { recursive: true });
  });

  test('end what runs: with TERM, and with KILL where that is not heard', async () => {
    expect([...pids].map(([task, pid]) => [task, lives(pid)])).toEqual([
      ['polite', false],
      ['stubborn', false],
      ['slow', false],
    ]);
    expect(await logOf('polite')).toContain('was asked to end');
  });

  test('leave the tasks paused and cancelled, with attempts that do not count', () => {
    const gone = { attempt: 1, counted: 0, stop: null, batch: null };
    expect(runs.get('polite')).toMatchObject({
      batches: [],
      statuses: [{ state: 'PAUSED', ...gone }],
    });
    expect(runs.get('stubborn')).toMatchObject({
      batches: [],
      statuses: [{ state: 'CANCELLED', ...gone }],
    });
  });

  test('give the slot of a LOW task to an URGENT one; it is tried again, and nothing is counted', () => {
    const run = runs.get('contested');
    expect(run).toMatchObject({ conclusion: 'success', batches: [] });
    const [slow, pressing] = run?.statuses ?? [];
    expect(slow).toMatchObject({ state: 'COMPLETED', attempt: 2, counted: 0 });
    expect(pressing).toMatchObject({ state: 'COMPLETED', attempt: 1, priority: 'urgent' });
    expect(pressing?.endedAt).toBeLessThanOrEqual(slow?.startedAt ?? 0);
  });

  test('are found by conditional requests, which cost nothing while nothing changed', () => {
    const looks = bench.github.requests.entries.filter(
      ({ job, method, route }) =>
        job === 'run' && method === 'GET' && route.endsWith('/issues/{issue_number}'),
    );
    const spent = looks.filter(({ status }) => status !== 304);
    // Each leg's first look, and one for each time that its ledger changed.
    const legs = 5;
    const changes = [...runs.values()].reduce((sum, { revision }) => sum + revision, 0);
    expect(spent.length).toBeLessThanOrEqual(legs + changes);
    expect(looks.length - spent.length).toBeGreaterThan(spent.length);
  });

  test('leave nothing running when the workflow run is cancelled', async () => {
    const place = await begin('called-off');
    await bench.call('POST', `${at}/actions/runs/${place}/cancel`);
    await until('it ends', isGone('called-off'));
  });

  test('leave nothing running when the runner is killed', async () => {
    await begin('orphan');
    const action = parentOf(pids.get('orphan') ?? 0);
    process.kill(parentOf(action), 'SIGKILL');
    await until('it ends', isGone('orphan'));
  });
});
