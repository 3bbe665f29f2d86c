import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { aCheckout, buildCommandLine } from './a-checkout.ts';

/** A pipeline with a task that heals, over a real repository, real processes and the embedded GitHub. */
jest.setTimeout(60_000);

beforeAll(buildCommandLine);
let checkout: ReturnType<typeof aCheckout>;
afterEach(() => checkout.remove());

const files = {
  '.gitignore': 'build/\n',
  '.github/pipelines/nightly.yml': `tasks:
  extract:
    run: 'mkdir -p build && echo 20 > build/rows.txt'
    produces: build/rows.txt
  rate:
    needs: extract
    run: node rate.cjs
    heal: { verify: same }
    produces: build/rate.txt
  report:
    needs: [extract, rate]
    run: node report.cjs
    produces: report.txt
`,
  'config/shop.json': '{\n  "rate": 1.2,\n}\n',
  'rate.cjs': `const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { rate } = require('./config/shop.json');
mkdirSync('build', { recursive: true });
writeFileSync('build/rate.txt', String(rate * Number(readFileSync('build/rows.txt', 'utf8'))));
`,
  'report.cjs': `const { readFileSync, writeFileSync } = require('node:fs');
const { rate } = require('./config/shop.json');
writeFileSync('report.txt', rate + ' ' + readFileSync('build/rate.txt', 'utf8'));
`,
};

describe('a task that heals', () => {
  test('ends well, and what needs it goes on from the healed commit', async () => {
    checkout = aCheckout(files);
    const { code, out } = await checkout.run(['run']);
    expect(code).toBe(0);
    expect(out).toMatch(/rate healed: .* \(pull request #\d+, issue #\d+\)/);
    // The report read the same broken file, from the commit in which it is whole.
    expect(readFileSync(join(checkout.root, 'report.txt'), 'utf8')).toBe('1.2 24');
  });

  test('leaves the files of the person as they are, and its fix on a branch', async () => {
    checkout = aCheckout(files);
    await checkout.run(['run']);
    expect(checkout.git('status', '--porcelain', '--untracked-files=no')).toBe('');
    const [branch = ''] = checkout
      .git('for-each-ref', '--format=%(refname:short)', 'refs/heads/yardmaster-heal')
      .split('\n');
    expect(branch).toMatch(/^yardmaster-heal\/[0-9a-f]{16}$/);
    expect(checkout.git('diff', '--stat', 'main', branch)).toContain('config/shop.json');
  });

  test('waits for a person where the settings say so; the fix that is let through finishes the run', async () => {
    checkout = aCheckout({ ...files, '.github/yardmaster.yml': 'heal: { mode: human-in-loop }\n' });
    const first = await checkout.run(['run']);
    expect(first.code).toBe(1);
    const [, id = ''] = /yardmaster apply-fix ([\w.-]+)/.exec(first.out) ?? [];
    expect(checkout.git('status', '--porcelain', '--untracked-files=no')).toBe('');
    const applied = await checkout.run(['apply-fix', id]);
    expect(applied).toMatchObject({ code: 0, out: expect.stringContaining('3 of 3 done') });
  });

  test('beside another one brings its fix as well: what needs both has both', async () => {
    const caps = files['config/shop.json'].replace('rate', 'cap');
    checkout = aCheckout({
      ...files,
      '.github/pipelines/nightly.yml': `tasks:
  rate: { run: node rate.cjs, heal: { verify: same } }
  same: { run: node rate.cjs, heal: { verify: same } }
  cap: { run: node cap.cjs, heal: { verify: same } }
  report: { needs: [rate, same, cap], run: node both.cjs, produces: report.txt }
`,
      'config/caps.json': caps,
      'rate.cjs': "require('./config/shop.json');\n",
      'cap.cjs': "require('./config/caps.json');\n",
      'both.cjs': `const { rate } = require('./config/shop.json');
const { cap } = require('./config/caps.json');
require('node:fs').writeFileSync('report.txt', rate + ' ' + cap);
`,
    });
    const { code, out } = await checkout.run(['run', '--slots', '3']);
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(readFileSync(join(checkout.root, 'report.txt'), 'utf8')).toBe('1.2 1.2');
    expect(out).toMatch(/(?:rate|same) healed: what another task has brought mends it, too/);
    expect(out.match(/pull request #/g)).toHaveLength(2);
  });

  test('fails with its diagnosis where nothing is to be done, and nothing is changed', async () => {
    checkout = aCheckout({ ...files, 'config/shop.json': '{ "rate": }\n' });
    const { code, out } = await checkout.run(['run']);
    expect(code).toBe(1);
    expect(out).toMatch(/rate could not be healed: .*, issue #\d+/);
    expect(checkout.git('status', '--porcelain', '--untracked-files=no')).toBe('');
  });
});
