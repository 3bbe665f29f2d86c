/** The Action's own entries in this process, as the workflow files call them, on an embedded GitHub. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { actionContext } from '../../../src/action/action-context.ts';
import { apply } from '../../../src/action/apply.ts';
import type { Leg } from '../../../src/action/leg-matrix.ts';
import { plan } from '../../../src/action/plan.ts';
import { run } from '../../../src/action/run.ts';
import { settle } from '../../../src/action/settle.ts';
import { sweep } from '../../../src/action/sweep.ts';
import type { Run } from '../../../src/core/model.ts';
import { openEmbeddedGitHub } from '../../../src/embedded/embedded-github.ts';
import { parseLedger } from '../../../src/text/ledger/ledger.ts';
import { ActionsService, type WorkflowRun } from './actions-service.ts';

const modes = { plan, run, settle, sweep, apply };
/** As the workflow files give them. */
const permissions = {
  plan: { actions: 'write', contents: 'write', issues: 'write' },
  run: { actions: 'read', contents: 'read', issues: 'read' },
  settle: { actions: 'write', contents: 'write', issues: 'write', pull_requests: 'write' },
  apply: { contents: 'write', issues: 'write', pull_requests: 'write' },
  sweep: { actions: 'write', contents: 'write', issues: 'write', pull_requests: 'write' },
} as const;
type Mode = keyof typeof modes;
const bot = 'github-actions[bot]';

/** How a job's step ended. */
interface Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  readonly summary: string;
}

export interface ActionsHost {
  readonly service: ActionsService;
  /** One job of a workflow run. Rejects as the Action does. */
  job(
    mode: Mode,
    place: number,
    inputs?: Readonly<Record<string, string | number>>,
    /** What is checked out for a command. */
    commit?: string,
  ): Promise<Ended>;
  /** A person's button: the workflow run, its legs not begun. */
  open(pipeline: string): Promise<{ readonly place: number; readonly legs: readonly Leg[] }>;
  /** A workflow run that was dispatched, up to the legs that it hands out. */
  carry(workflowRun: WorkflowRun): Promise<{ readonly legs: readonly Leg[]; readonly log: string }>;
  /** The job that makes an attempt, and its artifact. */
  attempt(leg: Leg, place: number): Promise<Ended>;
  settle(leg: Leg, place: number, result: string, conclusion?: string): Promise<Ended>;
  /** Attempts and settles legs, then whatever they dispatch, until nothing is left. */
  finish(legs: readonly Leg[], place: number): Promise<void>;
  /** A call as `ada`, who owns the repository; the path below it. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Brings the jobs that do not run commands to the head of the branch, as their checkouts would be. */
  pull(): Promise<void>;
  /** The ledger of a run's issue. */
  ledger(issue: number): Promise<Run>;
  close(): Promise<void>;
}

function aCheckout(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=ada', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=Begin');
}

function parseOutputs(text: string): Record<string, string> {
  const entries = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...entries].map(([, name, , value]) => [name, value]));
}

function filesBelow(folder: string): Record<string, Uint8Array> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length + 1), new Uint8Array(readFileSync(path))];
      }),
  );
}

const nameOf = ({ run: issue, task, attempt }: Leg) => `yardmaster-${issue}.${task}.${attempt}`;

/** Pipelines by their names, other files by their paths. Jobs run one after the other. */
export async function anActionsHost(
  pipelines: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>> = {},
): Promise<ActionsHost> {
  const dir = mkdtempSync(join(tmpdir(), 'actions-host-'));
  const github = openEmbeddedGitHub({ dir: join(dir, 'github'), inMemory: true });
  github.createRepository({ owner: 'ada', name: 'shop' });
  github.createUser({ login: bot });
  const service = new ActionsService();
  const send = service.before((url, init) => github.fetch(url, init));
  const source = join(dir, 'source');
  mkdirSync(source);
  const files = Object.entries(pipelines).map(
    ([name, text]) => [`.github/pipelines/${name}.yml`, text] as const,
  );
  aCheckout(source, { ...others, ...Object.fromEntries(files) });
  const bare = join(dir, 'github', 'git', 'ada', 'shop.git');
  execFileSync('git', ['push', '--quiet', bare, 'main'], { cwd: source });
  const call: ActionsHost['call'] = async (method, path, body) => {
    const answer = await github.fetch(`http://127.0.0.1:1/repos/ada/shop${path}`, {
      method,
      headers: { authorization: `Bearer ${github.createToken({ login: 'ada' })}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text === '' ? 'null' : text);
  };

  const job: ActionsHost['job'] = async (mode, place, inputs = {}, commit = 'main') => {
    const folder = mkdtempSync(join(dir, `${mode}-`));
    // Only what runs commands changes its checkout.
    const workspace = mode === 'run' ? join(folder, 'checkout') : source;
    if (mode === 'run') {
      // One commit deep, as `actions/checkout` leaves it.
      const inside = { cwd: workspace };
      execFileSync('git', ['init', '--quiet', workspace]);
      execFileSync('git', ['remote', 'add', 'origin', `file://${bare}`], inside);
      execFileSync('git', ['fetch', '--quiet', '--depth=1', 'origin', commit], inside);
      execFileSync('git', ['checkout', '--quiet', 'FETCH_HEAD'], inside);
    }
    const summary = join(folder, 'summary');
    writeFileSync(summary, '');
    const output = join(folder, 'output');
    writeFileSync(output, '');
    const named = Object.entries(inputs).map(
      ([name, value]) => [`YARDMASTER_${name.toUpperCase()}`, String(value)] as const,
    );
    const context = actionContext({
      PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      GITHUB_REPOSITORY: 'ada/shop',
      GITHUB_API_URL: 'http://127.0.0.1:1',
      GITHUB_GRAPHQL_URL: 'http://127.0.0.1:1/graphql',
      GITHUB_RUN_ID: String(place),
      GITHUB_REF_NAME: 'main',
      GITHUB_SHA: '0'.repeat(40),
      GITHUB_JOB: mode,
      GITHUB_ACTOR: 'ada',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: folder,
      YARDMASTER_TOKEN: github.createToken({
        login: bot,
        repo: 'ada/shop',
        permissions: permissions[mode],
      }),
      ...Object.fromEntries(named),
    });
    let log = '';
    await modes[mode]({ ...context, fetch: send }, (text) => {
      log += text;
    });
    return {
      outputs: parseOutputs(readFileSync(output, 'utf8')),
      log,
      summary: readFileSync(summary, 'utf8'),
    };
  };
  const legsOf = ({ outputs }: Ended): readonly Leg[] =>
    (JSON.parse(outputs.matrix ?? '') as { include: Leg[] }).include;
  const identity = ({ run: issue, task, attempt }: Leg) => ({ run: issue, task, attempt });

  const open: ActionsHost['open'] = async (pipeline) => {
    const workflowRun = service.start(`Yardmaster ${pipeline}`);
    workflowRun.status = 'in_progress';
    const legs = legsOf(await job('plan', workflowRun.id, { pipeline }));
    return { place: workflowRun.id, legs };
  };
  const carry: ActionsHost['carry'] = async (workflowRun) => {
    workflowRun.status = 'in_progress';
    const ended = await job('plan', workflowRun.id, workflowRun.inputs);
    return { legs: legsOf(ended), log: ended.log };
  };
  const attempt: ActionsHost['attempt'] = async (leg, place) => {
    const begun = {
      name: `${leg.label} / run`,
      status: 'in_progress',
      conclusion: null as string | null,
      started_at: new Date().toISOString(),
      completed_at: null as string | null,
    };
    service.jobs.set(place, [...(service.jobs.get(place) ?? []), begun]);
    const ended = await job('run', place, identity(leg), leg.commit);
    const { left = '', outcome } = ended.outputs;
    service.upload(place, nameOf(leg), filesBelow(left));
    begun.status = 'completed';
    begun.conclusion = outcome === 'failure' ? 'failure' : 'success';
    begun.completed_at = new Date().toISOString();
    return ended;
  };
  const settleLeg: ActionsHost['settle'] = (leg, place, result, conclusion = 'success') =>
    job('settle', place, {
      ...identity(leg),
      batch: leg.batch,
      result,
      conclusion,
      artifact: service.artifactOf(place, nameOf(leg)) ?? '',
    });
  const finish: ActionsHost['finish'] = async (legs, place) => {
    for (const leg of legs) {
      const { outputs } = await attempt(leg, place);
      const conclusion = outputs.outcome === 'failure' ? 'failure' : 'success';
      await settleLeg(leg, place, outputs.result ?? '', conclusion);
    }
    const over = service.runs.find(({ id }) => id === place);
    if (over) Object.assign(over, { status: 'completed', conclusion: 'success' });
    for (;;) {
      const next = service.runs.find(({ status }) => status === 'queued');
      if (!next) return;
      await finish((await carry(next)).legs, next.id);
    }
  };
  return {
    service,
    job,
    open,
    carry,
    attempt,
    settle: settleLeg,
    finish,
    call,
    pull: async () => {
      execFileSync('git', ['pull', '--quiet', bare, 'main'], { cwd: source });
    },
    ledger: async (issue) => {
      const { body } = await call<{ body: string }>('GET', `/issues/${issue}`);
      const ledger = parseLedger(body);
      if (!ledger.ok) throw new Error(`The ledger is ${ledger.code}`);
      return ledger.run;
    },
    close: async () => {
      await github.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
