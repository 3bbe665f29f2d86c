/** The bench: an embedded GitHub on a port, with the Action and a repository that uses it. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Run } from '../../src/core/model.ts';
import { type EmbeddedGitHub, openEmbeddedGitHub } from '../../src/embedded/embedded-github.ts';
import { apiChecks } from '../../src/embedded/openapi/api-checks.ts';
import { parseLedger } from '../../src/text/ledger/ledger.ts';
import { renderWorkflows } from '../../src/text/workflow/render-workflows.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
export const owner = 'acme';
export const repo = 'shop';

export interface WorkflowRunSeen {
  readonly id: number;
  readonly display_title: string;
  readonly status: string;
  readonly conclusion: string | null;
}
export interface JobSeen {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
}
export interface IssueSeen {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly labels: readonly { readonly name: string }[];
}

export interface Bench {
  readonly github: EmbeddedGitHub;
  readonly workflows: readonly { readonly path: string; readonly text: string }[];
  /** A call as `octocat`, who may write; answers the JSON. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  dispatch(inputs: Readonly<Record<string, string>>): Promise<number>;
  workflowRuns(): Promise<readonly WorkflowRunSeen[]>;
  jobs(runId: number): Promise<readonly JobSeen[]>;
  log(jobId: number): Promise<string>;
  /** An artifact's zip archive. */
  download(artifactId: number): Promise<Uint8Array>;
  issues(label: string): Promise<readonly IssueSeen[]>;
  ledger(issue: number): Promise<Run>;
  /** Resolves once no workflow run is left that has not completed, twice in a row. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

async function publish(
  url: string,
  token: string,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-repo-'));
  const git = (...args: string[]) =>
    // The server is in this very process, so nothing may block it.
    run('git', ['-c', 'user.name=octocat', '-c', 'user.email=o@example.com', ...args], {
      cwd: folder,
    });
  await git('init', '--quiet', '--initial-branch=main');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (text.startsWith('file:')) copyFileSync(text.slice('file:'.length), join(folder, path));
    else writeFileSync(join(folder, path), text);
  }
  await git('add', '--all');
  await git('commit', '--quiet', '--message=Begin');
  await git('tag', 'v1');
  const remote = `${url.replace('http://', `http://octocat:${token}@`)}/${owner}/${name}.git`;
  await git('push', '--quiet', remote, 'main', 'v1');
  rmSync(folder, { recursive: true });
}

/** The workflow file with a variable for all of its steps. */
function withVariable(text: string, name: string, value: string): string {
  return text.replace('\njobs:\n', () => `\nenv:\n  ${name}: '${value}'\n\njobs:\n`);
}

/**
 * Opens a bench. The Action is what was built into `dist`.
 *
 * @param watchEvery how often legs look at their entry in the ledger, in milliseconds
 */
export async function openBench(
  files: Readonly<Record<string, string>>,
  watchEvery = 20_000,
): Promise<Bench> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-github-'));
  const github = openEmbeddedGitHub({ dir, checks: apiChecks() });
  github.createUser({ login: 'octocat' });
  for (const name of [repo, 'yardmaster']) {
    github.createRepository({ owner, name });
    github.addCollaborator({ owner, repo: name, login: 'octocat', role: 'write' });
  }
  const token = github.createToken({ login: 'octocat' });
  const server = await github.listen(0);
  const workflows = renderWorkflows({ action: `${owner}/yardmaster@v1`, version: '', secrets: [] });
  await publish(server.url, token, 'yardmaster', {
    'action.yml': `file:${join(root, 'action.yml')}`,
    'dist/action.mjs': `file:${join(root, 'dist/action.mjs')}`,
    ...Object.fromEntries(
      readdirSync(join(root, 'dist/action')).map((name) => [
        `dist/action/${name}`,
        `file:${join(root, 'dist/action', name)}`,
      ]),
    ),
  });
  await publish(server.url, token, repo, {
    ...files,
    ...Object.fromEntries(
      workflows.map(({ path, text }) => [
        path,
        withVariable(text, 'YARDMASTER_WATCH_EVERY', String(watchEvery)),
      ]),
    ),
  });
  const at = `/repos/${owner}/${repo}`;
  const request = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const text = await (await request(method, path, body)).text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const workflowRuns = async () =>
    (await call<{ workflow_runs: WorkflowRunSeen[] }>('GET', `${at}/actions/runs?per_page=100`))
      .workflow_runs;
  return {
    github,
    workflows,
    call,
    workflowRuns,
    dispatch: async (inputs) =>
      (
        await call<{ workflow_run_id: number }>(
          'POST',
          `${at}/actions/workflows/yardmaster.yml/dispatches`,
          { ref: 'main', inputs, return_run_details: true },
        )
      ).workflow_run_id,
    jobs: async (id) =>
      (await call<{ jobs: JobSeen[] }>('GET', `${at}/actions/runs/${id}/jobs?per_page=100`)).jobs,
    log: async (id) => (await request('GET', `${at}/actions/jobs/${id}/logs`)).text(),
    download: async (id) =>
      new Uint8Array(
        await (await request('GET', `${at}/actions/artifacts/${id}/zip`)).arrayBuffer(),
      ),
    issues: (label) =>
      call<IssueSeen[]>(
        'GET',
        `${at}/issues?state=all&per_page=100&labels=${encodeURIComponent(label)}`,
      ),
    ledger: async (issue) => {
      const { body } = await call<IssueSeen>('GET', `${at}/issues/${issue}`);
      const ledger = parseLedger(body);
      if (!ledger.ok) throw new Error(`The ledger of issue ${issue} is ${ledger.code}`);
      return ledger.run;
    },
    async quiet() {
      for (let still = 0; still < 2; ) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        const over = (await workflowRuns()).every(({ status }) => status === 'completed');
        still = over ? still + 1 : 0;
      }
    },
    async close() {
      await server.close();
      await github.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
