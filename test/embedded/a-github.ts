import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import {
  type EmbeddedGitHub,
  type EmbeddedOptions,
  openEmbeddedGitHub,
} from '../../src/embedded/embedded-github.ts';
import { apiChecks } from '../../src/embedded/openapi/api-checks.ts';
import type { Permissions } from '../../src/embedded/tokens.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** An Octokit that reaches the server without a socket. */
export function clientOf(github: EmbeddedGitHub, auth?: string): Octokit {
  return new Octokit({
    ...(auth === undefined ? {} : { auth }),
    baseUrl: 'http://github.localhost',
    log: quiet,
    request: { fetch: github.fetch },
  });
}

/** The error body that a refused call got; undefined where it was granted. */
export function refusal(call: Promise<unknown>): Promise<Record<string, unknown> | undefined> {
  return call.then(
    () => undefined,
    (error: { response?: { data: Record<string, unknown> } }) => {
      if (!error.response) throw error;
      return error.response.data;
    },
  );
}

export interface TestGitHub {
  readonly github: EmbeddedGitHub;
  readonly dir: string;
  /** The owner, who may do everything. */
  readonly octokit: Octokit;
  /** A client of anybody; without permissions it may whatever its user may. */
  as(login: string, permissions?: Permissions): Octokit;
  /** Commits the repository's first file, so that it is not empty. */
  seed(): Promise<string>;
  /** Moves the clock. */
  wait(milliseconds: number): void;
  end(): Promise<void>;
}

export const shop = { owner: 'ada', repo: 'shop' } as const;

/** A strict GitHub with the private repository `ada/shop`. Each request and answer is held against
 * GitHub's description; `end` fails where one did not fit. */
export function aGitHub(options: Partial<EmbeddedOptions> = {}): TestGitHub {
  const dir = mkdtempSync(join(tmpdir(), 'embedded-'));
  let now = Date.parse('2026-01-05T09:00:00Z');
  const github = openEmbeddedGitHub({
    dir,
    inMemory: true,
    now: () => now,
    checks: apiChecks(),
    ...options,
  });
  github.createRepository({ owner: shop.owner, name: shop.repo, private: true });
  const as: TestGitHub['as'] = (login, permissions) =>
    clientOf(github, github.createToken({ login, ...(permissions ? { permissions } : {}) }));
  const octokit = as('ada');
  return {
    github,
    dir,
    octokit,
    as,
    seed: async () => {
      const { data } = await octokit.repos.createOrUpdateFileContents({
        ...shop,
        path: 'README.md',
        message: 'Begin',
        content: Buffer.from('# Shop\n').toString('base64'),
      });
      return data.commit.sha ?? '';
    },
    wait: (milliseconds) => {
      now += milliseconds;
    },
    end: async () => {
      await github.deliveries.drain();
      await github.close();
      rmSync(dir, { recursive: true, force: true });
      if (github.violations.length > 0) throw new Error(github.violations.join('\n'));
    },
  };
}
