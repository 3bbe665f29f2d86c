import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { aCheckout, buildCommandLine } from './a-checkout.ts';

/** The command line as a process of its own, over a real repository and real child processes. */
jest.setTimeout(30_000);

beforeAll(buildCommandLine);
let checkout: ReturnType<typeof aCheckout>;
afterEach(() => checkout.remove());

const nightly = `
slots: 2
tasks:
  extract:
    run: |
      echo rows=42 >> "$YARDMASTER_OUTPUT"
      echo data > data.csv
    outputs: [rows]
    produces: [data.csv]
  check:
    needs: extract
    run: 'echo "error: row 7 is doubled" >&2; exit 4'
  report:
    needs: extract
    env:
      ROWS: \${{ needs.extract.outputs.rows }}
      GREETING: hello
    run: 'echo "$GREETING $ROWS \${NOT_ALLOWED:-nothing}"'
  publish:
    needs: [check, report]
    run: 'true'
`;

const lines = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('yardmaster run', () => {
  test('--retry tries again what failed, and nothing that is done', async () => {
    const shipping = `tasks:
  build: { run: 'echo built >> builds.txt' }
  ship: { needs: build, run: 'test -e permit || { echo no permit >&2; exit 1; }' }
  tell: { needs: ship, run: 'true' }
`;
    checkout = aCheckout({ '.github/pipelines/shipping.yml': shipping });
    expect((await checkout.run(['run', '--json'])).code).toBe(1);
    const resumed = await checkout.run(['run', '--resume']);
    expect(resumed).toMatchObject({
      code: 2,
      err: expect.stringContaining('`yardmaster run --retry`'),
    });
    checkout.write('permit', '');
    const { code, out } = await checkout.run(['run', '--retry', '--json']);
    expect(lines(out).at(-1)).toMatchObject({
      runs: [{ run: 1, conclusion: 'success', done: 3, failed: 0 }],
    });
    expect(code).toBe(0);
    expect(readFileSync(join(checkout.root, 'builds.txt'), 'utf8')).toBe('built\n');
    expect((await checkout.run(['run', '--retry'])).err).toContain('nothing-to-re');
  });

  test('runs a pipeline: what fails holds up its dependents and nothing else', async () => {
    checkout = aCheckout({ '.github/pipelines/nightly.yml': nightly });
    const { code, out } = await checkout.run(['run', '--json'], { NOT_ALLOWED: 'secret' });
    const summary = lines(out).at(-1);
    expect(summary).toMatchObject({
      event: 'summary',
      outcome: 'over',
      runs: [
        {
          run: 1,
          conclusion: 'failure',
          states: {
            extract: 'COMPLETED',
            check: 'FAILED',
            report: 'COMPLETED',
            publish: 'BLOCKED',
          },
        },
      ],
    });
    expect(code).toBe(1);
    expect(lines(out)).toContainEqual(
      expect.objectContaining({
        event: 'ended',
        task: 'check',
        failure: 'crash',
        exitCode: 4,
        message: 'error: row 7 is doubled',
      }),
    );
    const log = join(checkout.root, '.yardmaster/logs/1/report.1.log');
    expect(readFileSync(log, 'utf8')).toBe('hello 42 nothing\n');
    // Nothing of it is in the way of a commit.
    expect(checkout.git('status', '--porcelain')).toBe('?? data.csv\n');
  });

  test('starts and writes nothing when the file has a problem', async () => {
    checkout = aCheckout({
      '.github/pipelines/bad.yml': 'tasks:\n  a: { run: x, need: b }\n  c: { run: y, needs: zz }\n',
    });
    const { code, err } = await checkout.run(['run']);
    expect(code).toBe(2);
    expect(err).toContain('bad.yml:2');
    expect(err).toContain('did you mean `needs`?');
    expect(err).toContain('bad.yml:3');
    expect(existsSync(join(checkout.root, '.yardmaster'))).toBe(false);
  });

  test.each(['run', 'plan', 'validate'])(
    '%s tells the problems of settings and pipeline at once',
    async (command) => {
      checkout = aCheckout({
        '.github/yardmaster.yml': 'slot: 2\nresources: { gpu: many }\n',
        '.github/pipelines/bad.yml':
          'tasks:\n  a: { run: x, need: b, resources: [{ name: gpu, amount: 2 }] }\n',
      });
      const { code, err } = await checkout.run([command]);
      expect(code).toBe(2);
      expect(err).toContain('yardmaster.yml:1');
      expect(err).toContain('yardmaster.yml:2');
      expect(err).toContain('bad.yml:2');
      // How much of it there is was not to be read, so nothing is too much.
      expect(err).not.toContain('resource-too-large');
    },
  );
});

describe('other commands', () => {
  test('plan, validate and status speak of the same pipeline', async () => {
    checkout = aCheckout({ '.github/pipelines/nightly.yml': nightly });
    const [plan, validate, status] = await Promise.all([
      checkout.run(['plan', '--json']),
      checkout.run(['validate']),
      checkout.run(['status']),
    ]);
    expect(plan.code).toBe(0);
    expect((await checkout.run(['plan', '--markdown'])).out).toContain('## Plan of');
    expect(JSON.parse(plan.out)).toMatchObject({
      pipeline: 'nightly',
      slots: 2,
      criticalPath: expect.arrayContaining(['extract', 'publish']),
      tasks: [
        { key: 'extract', decision: 'START_NOW', dependencies: [] },
        { key: 'check', decision: 'BLOCKED', dependencies: [{ key: 'extract' }] },
        { key: 'report' },
        { key: 'publish' },
      ],
    });
    expect(validate).toMatchObject({ code: 0 });
    expect(validate.out).toContain('4 tasks on 2 slots');
    expect(status.out).toContain('No run is open');
  });
});
