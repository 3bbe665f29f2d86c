import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { endLeftovers, trackingMark } from '../../../src/embedded/actions/end-leftovers.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A process of a workflow run, in a group of its own, that no polite signal ends. */
async function aProcess(environment: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const script = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['-e', script], {
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

test('ends what a workflow run left, wherever it went, and nothing else', async () => {
  const left = await aProcess({ OTHER: '1', ...trackingMark('/data', 7) });
  const bystanders = [
    await aProcess(trackingMark('/data', 70)),
    await aProcess(trackingMark('/elsewhere', 7)),
    await aProcess({}),
  ];
  const ended = once(left, 'exit');
  endLeftovers(trackingMark('/data', 7));
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(bystanders.map(({ signalCode }) => signalCode)).toEqual([null, null, null]);
  endLeftovers(trackingMark('/data', 7));
});
