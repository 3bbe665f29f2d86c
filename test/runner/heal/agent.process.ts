import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { readProposals } from '../../../src/runner/heal/proposals.ts';
import { runAgent } from '../../../src/runner/heal/run-agent.ts';
import { aSite, type Site } from './a-site.ts';

let site: Site;
jest.setTimeout(60_000);
afterEach(() => site.remove());

const diff = '--- a/app.js\n+++ b/app.js\n@@ -1 +1 @@\n-consol.log("yes");\n+console.log("yes");\n';
const agent = (code: string, timeout = 10_000) => ({
  command: [process.execPath, '-e', code],
  timeout,
});
const ask = (code: string, timeout?: number) =>
  runAgent({
    agent: agent(code, timeout),
    prompt: 'What now?',
    directory: site.root,
    environment: { PATH: '/usr/bin:/bin', HOME: site.root },
    stop: new AbortController().signal,
  });

describe('an agent', () => {
  test('is asked by standard input, and its change waits for a person', async () => {
    site = aSite({ 'app.js': 'consol.log("yes");\n' });
    const code = `let text = '';
      process.stdin.on('data', (chunk) => (text += chunk)).on('end', () => {
        const known = text.includes('app.js') && !text.includes('hunter2hunter2');
        if (known && !process.env.MY_TOKEN) process.stdout.write(${JSON.stringify(diff)});
      });`;
    const { report } = await site.heal(
      'node app.js',
      {
        secrets: ['hunter2hunter2'],
        environment: {
          PATH: '/usr/local/bin:/usr/bin:/bin',
          HOME: site.root,
          MY_TOKEN: 'hunter2hunter2',
        },
      },
      { agent: agent(code) },
    );
    expect(report).toMatchObject({
      result: 'proposed',
      fixes: [{ remedy: 'agent', confidence: 50, outcome: 'waiting' }],
    });
    const [proposal] = readProposals(`${site.root}/.git/yardmaster/proposals`);
    const applied = await site.heal('node app.js', { approved: proposal ?? null, keep: 'tree' });
    expect(applied.report.result).toBe('healed');
    expect(site.read('app.js')).toBe('console.log("yes");\n');
  });

  test('may not touch what no fix may touch', async () => {
    site = aSite({ 'app.js': 'consol.log("yes");\n', '.github/workflows/a.yml': 'on: push\n' });
    const bad =
      '--- a/.github/workflows/a.yml\n+++ b/.github/workflows/a.yml\n@@ -1 +1 @@\n-on: push\n+on: []\n';
    const { report } = await site.heal(
      'node app.js',
      {},
      { agent: agent(`process.stdout.write(${JSON.stringify(bad)})`) },
    );
    expect(report).toMatchObject({ result: 'exhausted', fixes: [{ outcome: 'refused' }] });
  });

  test('says nothing where it fails, takes too long, or says too much', async () => {
    site = aSite({});
    expect(await ask('process.stdout.write("a diff")')).toBe('a diff');
    expect(await ask('process.stdout.write("a diff"); process.exitCode = 1')).toBeNull();
    expect(await ask('')).toBeNull();
    expect(await ask('setInterval(() => {}, 1000)', 300)).toBeNull();
    expect(await ask('process.stdout.write("x".repeat(3e6))')).toBeNull();
  });
});
