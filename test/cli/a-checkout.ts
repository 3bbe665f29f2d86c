import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Beside the installed packages, of which the native one is not bundled. */
const built = resolve('node_modules/.cache/yardmaster-test');
/** Absolute: what `buildCommandLine` builds. */
export const builtCommandLine = join(built, 'cli.mjs');

/** Builds the command line as it is now; starting the sources themselves takes a second each time. */
export function buildCommandLine(): void {
  const banner =
    "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);";
  for (const [source, target] of [
    ['src/cli/main.ts', 'cli.mjs'],
    ['src/runner/worker-main.ts', 'worker.mjs'],
  ] as const) {
    execFileSync('node_modules/.bin/esbuild', [
      ...[source, '--bundle', '--platform=node', '--target=node20', '--format=esm'],
      ...['--external:libsql', '--log-level=error', `--banner:js=${banner}`],
      `--outfile=${join(built, target)}`,
    ]);
  }
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A git repository in a new folder, with these files committed. */
export function aCheckout(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'yardmaster-cli-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  for (const [path, text] of Object.entries(files)) write(path, text);
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Mona Lisa');
  git('config', 'user.email', 'mona@example.org');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Begin');

  function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [builtCommandLine, ...args], {
      cwd: root,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: root, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    const waiting: { readonly text: string; readonly then: () => void }[] = [];
    child.stdout.on('data', (chunk) => {
      out += chunk;
      for (const each of waiting) if (out.includes(each.text)) each.then();
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    return {
      child,
      /** Resolves once this was printed. */
      saw: (text: string) =>
        new Promise<void>((then) => (out.includes(text) ? then() : waiting.push({ text, then }))),
      ended: new Promise<Ended>((then) => {
        child.once('close', (code) => then({ code, out, err }));
      }),
    };
  }

  return {
    root,
    write,
    git,
    start,
    run: (args: readonly string[], environment = {}) => start(args, environment).ended,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
