import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultHealPolicy, type HealPolicy } from '../../../src/heal/loop/heal-policy.ts';
import type { HealAction } from '../../../src/heal/loop/heal-ports.ts';
import type { HealAttempt, HealedAttempt } from '../../../src/runner/heal/heal-attempt.ts';
import { healAttempt } from '../../../src/runner/heal/heal-command.ts';

/** A formatter that complains of what a pattern finds, and takes it away. */
function formatter(pattern: string, complaint: string, summary: string): string {
  return `#!${process.execPath}
const { readFileSync, writeFileSync, readdirSync } = require('node:fs');
const args = process.argv.slice(2).filter((word) => word !== 'format');
const all = () => readdirSync('.', { recursive: true }).filter((name) => name.endsWith('.py')).sort();
if (args.includes('--check')) {
  const bad = all().filter((name) => ${pattern}.test(readFileSync(name, 'utf8')));
  for (const name of bad) console.log('${complaint}' + name);
  if (bad.length) console.log(bad.length + ' ${summary}');
  process.exit(bad.length ? 1 : 0);
}
for (const name of args)
  writeFileSync(name, readFileSync(name, 'utf8').replace(${pattern}g, ''));
`;
}

/** They read as the real ones do. */
const tools = {
  ruff: formatter('/ +$/m', 'Would reformat: ', 'file would be reformatted'),
  black: formatter('/\\t/', 'would reformat ', 'file would be reformatted.'),
};

/** What ruff complains of, what it makes of that, and how it is asked. */
export const untidy = 'answer = 42  \n';
export const tidy = 'answer = 42\n';
export const check = 'ruff format --check';

export interface Site {
  readonly root: string;
  readonly bin: string;
  /** Scratch checkouts are made there. */
  readonly temporary: string;
  write(path: string, text: string): void;
  read(path: string): string;
  has(path: string): boolean;
  git(...args: string[]): string;
  commit(): void;
  /** Heals a command in the folder; its words are separated by single blanks. */
  heal(
    command: string,
    facts?: Partial<HealAttempt>,
    policy?: Partial<HealPolicy>,
  ): Promise<Healed>;
  remove(): void;
}

interface Healed extends HealedAttempt {
  readonly output: string;
  readonly actions: readonly HealAction[];
}

/** A repository with a formatter that can heal it, in a folder of its own. */
export function aSite(files: Readonly<Record<string, string>>, repository = true): Site {
  const place = mkdtempSync(join(tmpdir(), 'yardmaster-site-'));
  const [root, bin] = [join(place, 'work'), join(place, 'bin')];
  const temporary = join(place, 'tmp');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  mkdirSync(bin);
  mkdirSync(temporary);
  mkdirSync(root);
  for (const [name, text] of Object.entries(tools))
    writeFileSync(join(bin, name), text, { mode: 0o755 });
  for (const [path, text] of Object.entries(files)) write(path, text);
  const commit = () => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'Go on');
  };
  if (repository) {
    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.name', 'Mona Lisa');
    git('config', 'user.email', 'mona@example.org');
    commit();
  }
  return {
    root,
    bin,
    temporary,
    write,
    git,
    commit,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    has: (path) => existsSync(join(root, path)),
    remove: () => rmSync(place, { recursive: true, force: true }),
    async heal(command, facts = {}, policy = {}) {
      const [file = '', ...args] = command.split(' ');
      const actions: HealAction[] = [];
      let output = '';
      const healed = await healAttempt({
        command: { file, args, shell: false },
        directory: root,
        root: null,
        temporary,
        environment: { PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, HOME: place },
        secrets: [],
        timeout: 20_000,
        stop: new AbortController().signal,
        policy: { ...defaultHealPolicy, verify: 'same', delays: [1], ...policy },
        keep: 'branch',
        approved: null,
        log: null,
        now: Date.now,
        bash: true,
        missing: () => null,
        onOutput: (text) => {
          output += text;
        },
        onAction: (action) => actions.push(action),
        ...facts,
      });
      return { ...healed, output, actions };
    },
  };
}
