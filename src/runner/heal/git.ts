/** Calls of git for healing: without hooks, monitors, prompts, or the variables of a git that called us. */
import { spawn } from 'node:child_process';
import { allowedEnvironment } from '../allowed-environment.ts';

export interface GitEnd {
  readonly ok: boolean;
  readonly out: string;
  readonly bytes: Buffer;
  readonly error: string;
}

export interface GitOptions {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  /** Milliseconds after which it is killed; without it nothing ends it. */
  readonly timeout?: number;
}

export type Git = (args: readonly string[], options: GitOptions) => Promise<GitEnd>;

/** What a repository's own configuration could make git execute is switched off; so is whatever waits for a person. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.pager=cat',
  'core.looseCompression=1',
  'core.askPass=',
  'credential.helper=',
  'gc.auto=0',
  'maintenance.auto=false',
  'commit.gpgSign=false',
  'diff.external=',
  'protocol.ext.allow=never',
  'advice.detachedHead=false',
  'advice.addEmbeddedRepo=false',
  // Owned by somebody else is what a checkout in a container looks like.
  'safe.directory=*',
].flatMap((setting) => ['-c', setting]);

const most = 256 << 20;

/** `outer`: the environment of this program; of it git gets the names of the allow-list. */
export function makeGit(outer: Readonly<Record<string, string | undefined>>): Git {
  const environment = {
    ...allowedEnvironment(outer),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
  };
  return (args, options) =>
    new Promise((resolve) => {
      const child = spawn('git', [...settings, ...args], {
        cwd: options.directory,
        env: { ...environment, ...options.environment },
        stdio: ['pipe', 'pipe', 'pipe'],
        ...(options.timeout === undefined
          ? {}
          : { timeout: options.timeout, killSignal: 'SIGKILL' as const }),
      });
      const out: Buffer[] = [];
      let size = 0;
      let error = '';
      const end = (ok: boolean) => {
        const bytes = Buffer.concat(out);
        resolve({ ok, bytes, out: bytes.toString('utf8'), error: error.trim().slice(0, 500) });
      };
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > most) child.kill();
        else out.push(chunk);
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        if (error.length < 10_000) error += chunk;
      });
      child.once('error', (problem) => {
        error = problem.message;
        end(false);
      });
      child.once('close', (code) => end(code === 0));
      child.stdin.on('error', () => {
        // It ended without reading all of it.
      });
      child.stdin.end(options.input ?? '');
    });
}

/** What git says, without the last line break. Throws what it complains of. */
export async function gitText(
  git: Git,
  args: readonly string[],
  options: GitOptions,
): Promise<string> {
  const end = await git(args, options);
  if (!end.ok) throw new Error(`git ${args[0]}: ${end.error || 'it failed'}`);
  return end.out.trimEnd();
}
