import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { aRunner } from '../embedded/actions/a-runner.ts';
import { aCheckout, buildCommandLine } from './a-checkout.ts';

/** Tasks that use a workflow, over real processes; a small program stands in for act. */
jest.setTimeout(40_000);

const files = {
  '.github/pipelines/release.yml': `
tasks:
  build: { run: 'echo built >> trace' }
  deploy: { needs: build, uses: ./.github/workflows/deploy.yml }
  tell: { needs: deploy, run: 'echo told >> trace' }
`,
  '.github/workflows/deploy.yml': `name: Deploy
run-name: Deploy \${{ inputs.yardmaster-key }}
on: { workflow_dispatch: { inputs: { yardmaster-key: { type: string } } } }
jobs: { deploy: { runs-on: ubuntu-latest, steps: [{ run: make }] } }
`,
};
const systemPath = `${join(process.execPath, '..')}:/usr/local/bin:/usr/bin:/bin`;

let checkout: ReturnType<typeof aCheckout>;
let programs: string;
/** Installs a runner that notes each start, then does what the script says. */
const withRunner = (script: string) => {
  const note = `import { appendFileSync, existsSync } from 'node:fs';
appendFileSync(${JSON.stringify(join(checkout.root, 'trace'))}, 'act ' + event.inputs['yardmaster-key'] + '\\n');
`;
  symlinkSync(aRunner(programs, note + script), join(programs, 'act'));
  return { PATH: `${programs}:${systemPath}` };
};
const trace = () => readFileSync(join(checkout.root, 'trace'), 'utf8').trim().split('\n');
/** Resolves once the runner noted its first start. */
const begun = async () => {
  while (!existsSync(join(checkout.root, 'trace')) || trace().length < 2)
    await new Promise((resolve) => setTimeout(resolve, 50));
};
const states = (out: string) =>
  JSON.parse(out.trim().split('\n').at(-1) ?? '').runs[0].states as unknown;

beforeAll(buildCommandLine);
beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'yardmaster-act-'));
  checkout = aCheckout(files);
});
afterEach(() => {
  checkout.remove();
  rmSync(programs, { recursive: true, force: true });
});

describe('a task that uses a workflow', () => {
  test('is as well as its run is', async () => {
    const environment = withRunner('process.exit(0);');
    const { code, out } = await checkout.run(['run', '--json'], environment);
    expect(states(out)).toEqual({ build: 'COMPLETED', deploy: 'COMPLETED', tell: 'COMPLETED' });
    expect(code).toBe(0);
    expect(trace()).toEqual(['built', 'act yardmaster 1/1.1', 'told']);
  });

  test('fails with its run, and says so', async () => {
    const { code, out } = await checkout.run(['run', '--json'], withRunner('process.exit(1);'));
    expect(states(out)).toEqual({ build: 'COMPLETED', deploy: 'FAILED', tell: 'BLOCKED' });
    expect(out).toContain('the workflow run is failure');
    expect(code).toBe(1);
  });

  test('says what to install where nothing can run it', async () => {
    // As good as none, on machines that have one as well.
    writeFileSync(join(programs, 'act'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const PATH = `${programs}:${systemPath}`;
    const { code, out } = await checkout.run(['run', '--json'], { PATH });
    expect(states(out)).toMatchObject({ deploy: 'FAILED' });
    expect(out).toMatch(/act \(nektos\/act\) is not installed/);
    expect(code).toBe(1);
  });

  test('stops its run at Ctrl-C, and starts another one with --resume', async () => {
    const script = `if (!existsSync(${JSON.stringify(join(checkout.root, 'again'))})) await setTimeout(60_000);`;
    const environment = withRunner(
      `process.on('SIGINT', () => { appendFileSync(${JSON.stringify(join(checkout.root, 'trace'))}, 'ended\\n'); process.exit(1); });\n${script}`,
    );
    const host = checkout.start(['run', '--json'], environment);
    await begun();
    host.child.kill('SIGINT');
    const { code, out } = await host.ended;
    expect(code).toBe(3);
    expect(states(out)).toMatchObject({ deploy: 'READY' });
    checkout.write('again', '');
    expect((await checkout.run(['run', '--resume'], environment)).code).toBe(0);
    expect(trace()).toEqual([
      'built',
      'act yardmaster 1/1.1',
      'ended',
      'act yardmaster 1/1.2',
      'told',
    ]);
  });

  test('goes down with a host that is killed, and is made once more', async () => {
    const again = JSON.stringify(join(checkout.root, 'again'));
    const environment = withRunner(`if (!existsSync(${again})) await setTimeout(60_000);`);
    const host = checkout.start(['run', '--json'], environment);
    await begun();
    host.child.kill('SIGKILL');
    await host.ended;
    checkout.write('again', '');
    expect((await checkout.run(['run', '--resume'], environment)).code).toBe(0);
    expect(trace()).toEqual(['built', 'act yardmaster 1/1.1', 'act yardmaster 1/1.2', 'told']);
  });
});
