import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../../src/cli/program.ts';
import { aCheckout } from './a-checkout.ts';
import { aTerminal } from './a-terminal.ts';

const path = '.github/yardmaster/rules/deploy.yml';
const rules = `rules:
  - name: corridor
    category: data_quality
    literals: [outside of the corridor]
    pattern: '(?P<message>metrics outside of the corridor)'
    summary: 'The canary was stopped: {message}'
    cause: The metrics of the canary are not as they should be.
    example: |
      stage canary: metrics outside of the corridor
`;
const log = 'stage canary: metrics outside of the corridor\nrollback finished\n';
const made: ReturnType<typeof aCheckout>[] = [];
afterAll(() => {
  for (const { remove } of made) remove();
});

function checkout(files: Readonly<Record<string, string>>) {
  const made_ = aCheckout({ 'a.log': log, ...files });
  made.push(made_);
  return made_;
}

async function yardmaster(directory: string, ...args: readonly string[]) {
  const terminal = aTerminal({ directory });
  const code = await runCommandLine(args, terminal, '0');
  return { code, text: terminal.text(), complaints: terminal.complaints() };
}
const kindIn = async (root: string, ...more: readonly string[]) =>
  JSON.parse((await yardmaster(root, 'diagnose', 'a.log', '--json', ...more)).text).kind;

describe('yardmaster diagnose in a repository', () => {
  it('uses the rules that its default branch has', async () => {
    const { root, git } = checkout({ [path]: rules });
    expect(await kindIn(root)).toBe('corridor');
    expect(await kindIn(root, '--no-rules')).toBe('unknown');
    git('remote', 'add', 'origin', 'https://example.org/a/b');
    expect(await kindIn(root)).toBe('unknown');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect(await kindIn(root)).toBe('corridor');
  });

  it('uses none that only a branch or the working tree has', async () => {
    const { root, git, write } = checkout({});
    git('remote', 'add', 'origin', 'https://example.org/a/b');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    write(path, rules);
    expect(await kindIn(root)).toBe('unknown');
    git('add', '-A');
    git('commit', '-qm', 'Add a rule');
    expect(await kindIn(root)).toBe('unknown');
  });

  it('says so where they have a problem, and goes on without them', async () => {
    const { root } = checkout({ [path]: rules.replace('cause:', 'couse:') });
    const { code, text, complaints } = await yardmaster(root, 'diagnose', 'a.log');
    expect(code).toBe(0);
    expect(text).toContain('unknown');
    expect(complaints).toContain(`not used: ${path}:`);
  });
});

describe('yardmaster validate', () => {
  it('checks the rules of the working tree', async () => {
    const { root, write } = checkout({ [path]: rules });
    expect(await yardmaster(root, 'validate')).toMatchObject({
      code: 0,
      text: `✔ ${path}  1 rule\n`,
    });
    write(path, rules.replace('(?P<message>', '(?=x)(?P<message>'));
    const { code, complaints } = await yardmaster(root, 'validate');
    expect(code).toBe(2);
    expect(complaints).toContain('bad-pattern');
    expect(complaints).toContain(`${path}:5:14`);
  });

  it('follows no link out of the repository', async () => {
    const { root, write } = checkout({ '.github/yardmaster/rules/a.yml': rules });
    write('elsewhere.yml', 'rules: secret\n');
    symlinkSync(join(root, 'elsewhere.yml'), join(root, '.github/yardmaster/rules/b.yml'));
    expect((await yardmaster(root, 'validate')).code).toBe(0);
  });
});
