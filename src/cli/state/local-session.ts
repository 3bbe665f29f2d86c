/** Everything that works on one checkout: its state folder, its lock, its embedded GitHub, its fleet. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Observation } from '../../core/decision.ts';
import type { Listening } from '../../embedded/listen.ts';
import type { Ports } from '../../reconcile/ports.ts';
import { allowedEnvironment } from '../../runner/allowed-environment.ts';
import { readFleetDiary } from '../../runner/fleet-diary.ts';
import { LocalFleet } from '../../runner/local-fleet.ts';
import { killRemains, remains } from '../../runner/orphans.ts';
import { processStart } from '../../runner/process-group.ts';
import { workerProcess } from '../../runner/worker-process.ts';
import { CliProblem } from '../cli-problem.ts';
import { legMaker, type PipelineOf, type WorkflowCall } from '../leg-of.ts';
import type { Terminal } from '../terminal.ts';
import type { Checkout } from './git-checkout.ts';
import { takeHostLock } from './host-lock.ts';
import { type LocalGitHub, openLocalGitHub } from './local-github.ts';
import { localPorts } from './local-ports.ts';
import { ownCommand, workerStart } from './own-start.ts';
import { makeStateFolder, type StateFolder } from './state-folder.ts';

export interface LocalSession extends LocalGitHub {
  readonly checkout: Checkout;
  readonly state: StateFolder;
  readonly fleet: LocalFleet;
  readonly ports: Ports;
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
  const fleet = openFleet(options, records, kill, () => call);
  let listening: Listening | null = null;
  return {
    ...local,
    checkout,
    state,
    fleet,
    holder: `local:${process.pid}:${processStart(process.pid) ?? 0}`,
    ports: localPorts(local, checkout, fleet, terminal),
    async openCalls() {
      listening ??= await local.github.listen(0);
      call ??= workflowCall(checkout, listening.url, local.token);
    },
    async close() {
      await fleet.close();
      await listening?.close();
      await local.github.close();
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
  call: () => WorkflowCall | null,
): LocalFleet {
  const { checkout, state, terminal, pipelineOf, onNews } = options;
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
      checkout,
      state,
      environment: terminal.environment,
      pipelineOf,
      call,
      outputsOf: (run, task) => fleet.outputsOf(run, task),
    }),
    now: terminal.now,
    onNews,
    killRemains: kill,
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
