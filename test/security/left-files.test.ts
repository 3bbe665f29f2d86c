import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { actionContext } from '../../src/action/action-context.ts';
import { leave } from '../../src/action/leave.ts';
import { parseHandoff } from '../../src/text/handoff.ts';
import { aCheckout } from './a-checkout.ts';
import { aHandoff, digestOf, ref } from './a-handoff.ts';

let root: string;
let outside: string;
beforeEach(() => {
  ({ root, outside } = aCheckout());
});
afterEach(() => rmSync(outside, { recursive: true }));

describe('what an attempt leaves', () => {
  const left = (produced: readonly string[]) => {
    const temp = join(outside, 'temp');
    mkdirSync(temp, { recursive: true });
    const output = join(outside, 'output');
    const context = actionContext({
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_RUN_ID: '1',
      GITHUB_REF_NAME: 'main',
      GITHUB_SHA: '0'.repeat(40),
      GITHUB_JOB: 'run',
      GITHUB_WORKSPACE: root,
      RUNNER_TEMP: temp,
      YARDMASTER_TOKEN: 'secret-token',
      GITHUB_OUTPUT: output,
    });
    rmSync(output, { force: true });
    leave(context, aHandoff(produced));
    const folder = /^left<<(\S+)\n(.*)\n\1$/m.exec(readFileSync(output, 'utf8'))?.[2] ?? '';
    const result = parseHandoff(readFileSync(join(folder, 'result'), 'utf8'), ref);
    const bound = result.ok ? result.handoff.filesDigest : null;
    return { temp, folder, bound, filesOf: () => listed(join(folder, 'files')) };
  };
  const listed = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((path) => !lstatSync(join(folder, path)).isDirectory())
          .sort()
      : [];

  test('holds no link, and nothing behind one that leads out of the checkout', () => {
    mkdirSync(join(root, 'data'));
    writeFileSync(join(root, 'data/orders.json'), '[]');
    writeFileSync(join(outside, 'passwd'), 'secret');
    symlinkSync(join(outside, 'passwd'), join(root, 'data/link'));
    symlinkSync(outside, join(root, 'out'));
    symlinkSync('/proc/self', join(root, 'self'));
    const { filesOf, bound } = left(['data', 'out/passwd', 'self/environ']);
    expect(filesOf()).toEqual(['data/orders.json']);
    expect(bound).toBe(digestOf({ 'data/orders.json': '[]' }));
  });

  test('holds nothing of git’s own, neither by name nor through a link', () => {
    mkdirSync(join(root, 'a'));
    writeFileSync(join(root, 'a/file'), 'x');
    symlinkSync('.git', join(root, 'b'));
    const { filesOf } = left(['.', 'b/config']);
    expect(filesOf()).toEqual(['a/file']);
  });

  test('is bound to the bytes of its files, and to nothing where there are none', () => {
    writeFileSync(join(root, 'b'), '2');
    mkdirSync(join(root, 'a/deep'), { recursive: true });
    writeFileSync(join(root, 'a/deep/c'), '3');
    expect(left(['b', 'a']).bound).toBe(digestOf({ 'a/deep/c': '3', b: '2' }));
    expect(left([]).bound).toBeUndefined();
  });

  test('does not hold what the task put there before', () => {
    const place = join(outside, 'temp', 'yardmaster-12.0.1');
    const planted = join(place, 'files/.git/config');
    mkdirSync(dirname(planted), { recursive: true });
    writeFileSync(planted, 'evil');
    symlinkSync(join(outside, 'victim'), join(place, 'result'));
    mkdirSync(join(root, 'data'));
    writeFileSync(join(root, 'data/orders.json'), '[]');
    const { filesOf } = left(['data/orders.json']);
    expect(filesOf()).toEqual(['data/orders.json']);
    expect(existsSync(join(outside, 'victim'))).toBe(false);
  });
});
