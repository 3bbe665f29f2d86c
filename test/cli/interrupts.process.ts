import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openEmbeddedGitHub } from '../../src/embedded/embedded-github.ts';
import { aCheckout, buildCommandLine } from './a-checkout.ts';

/** Real processes that are interrupted and killed. */
jest.setTimeout(30_000);

beforeAll(buildCommandLine);
let checkout: ReturnType<typeof aCheckout>;
afterEach(() => checkout.remove());

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};
const lines = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const isGone = (pid: number) => !existsSync(`/proc/${pid}/stat`);
/** The number in a file, once it is wholly there. */
const pidIn = async (file: string) => {
  const path = join(checkout.root, file);
  await until(() => existsSync(path) && readFileSync(path, 'utf8').endsWith('\n'));
  return Number(readFileSync(path, 'utf8'));
};
/** A task that waits, unless there is a file `again`; a second one that does not. */
const slow = `
slots: 2
tasks:
  wait:
    run: |
      if [ -e again ]; then exit 0; fi
      echo $$ > pid
      exec sleep 60
  first: { run: 'echo first >> done' }
`;

describe('yardmaster run', () => {
  test('ends at Ctrl-C with the state kept, and goes on with --resume', async () => {
    checkout = aCheckout({
      '.github/pipelines/slow.yml': `
slots: 1
tasks:
  first: { run: 'echo first >> done' }
  second: { needs: first, run: 'if [ -e again ]; then echo second >> done; else sleep 60; fi' }
`,
    });
    const host = checkout.start(['run', '--json']);
    await host.saw('"task":"second"');
    const unfinished = await checkout.run(['run']);
    expect(unfinished).toMatchObject({ code: 2 });
    expect(unfinished.err).toContain('already-running');
    host.child.kill('SIGINT');
    const { code, out } = await host.ended;
    expect(code).toBe(3);
    expect(lines(out).at(-1)).toMatchObject({
      outcome: 'interrupted',
      runs: [{ conclusion: null, states: { first: 'COMPLETED', second: 'READY' } }],
    });
    const anew = await checkout.run(['run']);
    expect(anew.code).toBe(2);
    expect(anew.err).toContain('yardmaster run --resume');
    checkout.write('again', '');
    const resumed = await checkout.run(['run', '--resume', '--json']);
    expect(resumed.code).toBe(0);
    expect(readFileSync(join(checkout.root, 'done'), 'utf8')).toBe('first\nsecond\n');
  });

  test('ends at once at the second Ctrl-C, and leaves nothing running', async () => {
    checkout = aCheckout({
      '.github/pipelines/stubborn.yml': `
tasks:
  deaf:
    run: |
      trap 'echo > heard' TERM
      sleep 300 & echo $! > child-pid
      echo $$ > pid
      while :; do sleep 0.1 || true; done
`,
    });
    const host = checkout.start(['run', '--json']);
    const pids = [await pidIn('pid'), await pidIn('child-pid')];
    host.child.kill('SIGINT');
    await until(() => existsSync(join(checkout.root, 'heard')));
    expect(pids.map(isGone)).toEqual([false, expect.any(Boolean)]);
    host.child.kill('SIGINT');
    expect((await host.ended).code).toBe(3);
    // Its worker outlives it until nothing runs any more; nobody has to come and clean up.
    await until(() => pids.every(isGone));
  });
});

describe('a host that was killed', () => {
  async function killed(): Promise<void> {
    checkout = aCheckout({ '.github/pipelines/slow.yml': slow });
    const host = checkout.start(['run', '--json']);
    await pidIn('pid');
    await host.saw('"outcome":"success"');
    host.child.kill('SIGKILL');
    await host.ended;
  }

  test('runs nothing any more, as the status says, and is gone on from', async () => {
    await killed();
    const { out } = await checkout.run(['status']);
    expect(out).toContain('Nothing runs now');
    expect(out).toContain('yardmaster run --resume');
    expect(out).toMatch(/RUNNING \(0\/\d+ slots\)\n {2}nothing/);
    const machine = JSON.parse((await checkout.run(['status', '--json'])).out);
    expect(machine).toMatchObject({ host: null, running: [] });
    checkout.write('again', '');
    const resumed = await checkout.run(['run', '--resume', '--json']);
    expect(resumed.code).toBe(0);
    expect(lines(resumed.out)).toContainEqual(
      expect.objectContaining({
        event: 'ended',
        task: 'wait',
        outcome: 'stopped',
        message: 'its host was killed while it ran',
      }),
    );
    expect(readFileSync(join(checkout.root, 'done'), 'utf8')).toBe('first\n');
  });

  test('and whose ledger was damaged meanwhile: it is said that it was restored', async () => {
    await killed();
    const dir = join(checkout.root, '.yardmaster/github');
    const github = openEmbeddedGitHub({ dir });
    const token = github.createToken({ login: 'mona-lisa' });
    const { name } = { name: checkout.root.split('/').at(-1) ?? '' };
    const damaged = await github.fetch(`http://github.localhost/repos/local/${name}/issues/1`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ body: 'I cleaned this up.' }),
    });
    expect(damaged.status).toBe(200);
    await github.close();
    checkout.write('again', '');
    const resumed = await checkout.run(['run', '--resume', '--json']);
    expect(resumed.code).toBe(0);
    expect(lines(resumed.out)).toContainEqual(
      expect.objectContaining({
        event: 'warning',
        text: expect.stringMatching(
          /^run #1: its ledger was damaged; restored revision \d+ from the journal$/,
        ),
      }),
    );
  });
});
