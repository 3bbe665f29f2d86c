/** Everything that works on one checkout: its state folder, its lock, its embedded GitHub, its fleet. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Observation } from '../../core/decision.ts';
import type { Run } from '../../core/model.ts';
import type { Listening } from '../../embedded/listen.ts';
import { closeHealed } from '../../github/close-healed.ts';
import { githubClient } from '../../github/github-client.ts';
import type { HealPolicy } from '../../heal/loop/heal-policy.ts';
import type { Ports } from '../../reconcile/ports.ts';
import { allowedEnvironment } from '../../runner/allowed-environment.ts';
import { readFleetDiary } from '../../runner/fleet-diary.ts';
import { LocalFleet } from '../../runner/local-fleet.ts';
import { killRemains, remains } from '../../runner/orphans.ts';
import { processStart } from '../../runner/process-group.ts';
import type { SettleHealing } from '../../runner/settle-queue.ts';
import { workerProcess } from '../../runner/worker-process.ts';
import type { HealOfTask } from '../../text/healing/heal-schema.ts';
import { CliProblem } from '../cli-problem.ts';
import { legMaker, type PipelineOf, type WorkflowCall } from '../leg-of.ts';
import type { Terminal } from '../terminal.ts';
import type { Checkout } from './git-checkout.ts';
import { type HealedCheckouts, healedCheckouts } from './healed-checkouts.ts';
import { takeHostLock } from './host-lock.ts';
import { type LocalGitHub, openLocalGitHub } from './local-github.ts';
import { settleLocally } from './local-healing.ts';
import { localClient, localPorts } from './local-ports.ts';
import { ownCommand, workerStart } from './own-start.ts';
import { restoringFleet } from './restoring-fleet.ts';
import { makeStateFolder, type StateFolder } from './state-folder.ts';

export interface LocalSession extends LocalGitHub {
  readonly checkout: Checkout;
  readonly state: StateFolder;
  readonly fleet: LocalFleet;
  readonly ports: Ports;
  readonly checkouts: HealedCheckouts;
  /** Closes the issues of failures that are over. */
  closeHealed(runs: readonly Run[]): Promise<readonly number[]>;
  /** Names this host as a writer. */
  readonly holder: string;
  /** Makes workflows callable: the embedded GitHub listens, for them and for what they run. */
  openCalls(): Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly checkout: Checkout;
  readonly state: StateFolder;
  readonly terminal: Terminal;
  readonly pipelineOf: PipelineOf;
  readonly policyOf: (task: HealOfTask) => HealPolicy;
  readonly onHealed: (words: string) => void;
  readonly onNews: (news: readonly Observation[], pressing: boolean) => void;
}

/** Throws `CliProblem` when another host works on the same checkout. */
export function openSession(options: SessionOptions): LocalSession {
  const { checkout, state, terminal } = options;
  makeStateFolder(state, checkout.exclude);
  const lock = takeHostLock(state.lock, process.pid);
  if (!lock.ok)
    throw new CliProblem(
      'already-running',
      `Another yardmaster (process ${lock.pid}) works on ${checkout.root}.`,
      `Wait for it, or end it with \`kill ${lock.pid}\` and go on with \`yardmaster run --resume\`.`,
    );
  const mark = `YARDMASTER_STATE=${state.root}`;
  const kill = () => killRemains(remains(readFleetDiary(state.diary)), mark);
  kill();
  removeSpareLogs(state.root);
  const records = readFleetDiary(state.diary);
  const local = openLocalGitHub(state, checkout);
  let call: WorkflowCall | null = null;
  const client = localClient(local, checkout, terminal);
  const checkouts = healedCheckouts(checkout, state);
  const holder = `local:${process.pid}:${processStart(process.pid) ?? 0}`;
  const fleet: LocalFleet = openFleet(
    options,
    records,
    kill,
    checkouts,
    () => call,
    (end) => settleLocally({ ...options, client, ports, checkouts, holder }, end),
  );
  const restoring = restoringFleet(fleet, {
    issues: () => ports.issues,
    pipelineOf: options.pipelineOf,
    rootOf: checkouts.rootOf,
    tell: options.onHealed,
  });
  const ports: Ports = localPorts(client, restoring);
  let listening: Listening | null = null;
  return {
    ...local,
    checkout,
    state,
    fleet,
    checkouts,
    closeHealed: (runs) =>
      closeHealed(githubClient(client), ports, {
        holder,
        branch: checkout.branch,
        runs,
        isOnBranch: (run) => checkouts.rootOf(run) === checkout.root,
        urlOf: () => null,
        grace: 0,
      }),
    holder,
    ports,
    async openCalls() {
      listening ??= await local.github.listen(0);
      call ??= workflowCall(checkout, listening.url, local.token);
    },
    async close() {
      const quiet = fleet.close();
      await listening?.close();
      await local.github.close();
      await quiet;
      lock.release();
    },
  };
}

/** Of a worker that was killed; see `log-files.ts`. */
function removeSpareLogs(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith('spare-log-')) rmSync(join(folder, name), { force: true });
}

function openFleet(
  options: SessionOptions,
  records: ReturnType<typeof readFleetDiary>,
  kill: () => void,
  checkouts: HealedCheckouts,
  call: () => WorkflowCall | null,
  settleHealing: SettleHealing,
): LocalFleet {
  const { state, terminal, pipelineOf, policyOf, onNews } = options;
  const start = workerStart(import.meta.url);
  const fleet: LocalFleet = new LocalFleet({
    startWorker: workerProcess(
      start.script,
      {
        environment: allowedEnvironment(terminal.environment),
        state: state.root,
        diary: state.diary,
      },
      start.execArgv,
    ),
    records,
    legOf: legMaker({
      state,
      environment: terminal.environment,
      pipelineOf,
      call,
      outputsOf: (run, task) => fleet.outputsOf(run, task),
      producedOf: (run, task) => fleet.producedOf(run, task),
      policyOf,
      checkouts,
    }),
    now: terminal.now,
    onNews,
    killRemains: kill,
    settleHealing,
    onLeft: checkouts.bringOut,
  });
  return fleet;
}

function workflowCall(checkout: Checkout, url: string, token: string): WorkflowCall {
  return {
    command: `exec ${ownCommand(import.meta.url)} call-workflow`,
    environment: {
      YARDMASTER_GITHUB: url,
      YARDMASTER_GITHUB_TOKEN: token,
      YARDMASTER_REPOSITORY: `${checkout.owner}/${checkout.repo}`,
      YARDMASTER_BRANCH: checkout.branch,
      YARDMASTER_ROOT: checkout.root,
    },
    secrets: [token],
  };
}
