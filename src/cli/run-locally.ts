/** Runs pipelines of a checkout on this machine, from opening the run to its end. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Observation } from '../core/decision.ts';
import { forecast } from '../core/forecast.ts';
import type { Millis, Run } from '../core/model.ts';
import { newRun } from '../core/new-run.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import type { ReconcileSettings } from '../reconcile/settings.ts';
import { compactFleetDiary } from '../runner/fleet-diary.ts';
import {
  type ExecutionMode,
  executionModePath,
  parseExecutionMode,
} from '../text/healing/execution-mode.ts';
import { healPolicyOf } from '../text/healing/heal-policy-of.ts';
import type { PipelineDefinition } from '../text/pipeline/pipeline-definition.ts';
import type { Settings } from '../text/settings/settings.ts';
import { endOnInterrupt } from './end-on-interrupt.ts';
import type { PipelineFile } from './find-pipeline.ts';
import { firstOrders, isRetryOf, nothingToResume } from './first-orders.ts';
import { attemptLogName } from './leg-of.ts';
import { type HostEnd, LocalHost } from './local-host.ts';
import { type LocalFacts, localSettings } from './local-settings.ts';
import { type PipelineStore, pipelineStore } from './pipeline-store.ts';
import type { Progress } from './progress/progress.ts';
import { RunWatch } from './progress/run-watch.ts';
import { tellLog } from './progress/tell-log.ts';
import type { Checkout } from './state/git-checkout.ts';
import { pushHead } from './state/local-github.ts';
import { type LocalSession, openSession } from './state/local-session.ts';
import { openRuns } from './state/open-runs.ts';
import type { StateFolder } from './state/state-folder.ts';
import type { Terminal } from './terminal.ts';

export interface RunWish {
  readonly checkout: Checkout;
  readonly state: StateFolder;
  readonly settings: Settings;
  /** What to start; null: go on with what is unfinished. */
  readonly start: {
    readonly file: PipelineFile;
    readonly pipeline: PipelineDefinition;
    readonly slots: number;
  } | null;
  /** Cancels unfinished runs of the same pipeline instead of refusing to start. */
  readonly anew: boolean;
  /** Tries again what failed in the last run of each pipeline. */
  readonly retry: boolean;
  readonly progress: Progress;
  readonly terminal: Terminal;
}

export interface RunReport extends HostEnd {
  /** Requests that the embedded GitHub answered. */
  readonly requests: number;
}

/** Throws `CliProblem` for what a person has to mend first; nothing was started then. */
export async function runLocally(wish: RunWish): Promise<RunReport> {
  const { checkout, state, terminal } = wish;
  const store = pipelineStore(state.pipelines, wish.settings);
  let host: LocalHost | null = null;
  let watch: RunWatch | null = null;
  const durations = recentDurations();
  const execution = executionModeOf(checkout.root);
  const session = openSession({
    checkout,
    state,
    terminal,
    pipelineOf: store.pipelineOf,
    policyOf: (task) => healPolicyOf(task, wish.settings.heal, execution),
    onHealed: (text) => wish.progress.on({ event: 'notice', at: terminal.now(), text }),
    onNews: (news, pressing) => {
      durations.take(news);
      watch?.onNews(news);
      host?.onNews(news, pressing);
    },
  });
  try {
    const pushed = pushHead(state, checkout);
    const known = await openRuns(session);
    tidyFleetDiary(state, known);
    session.checkouts.tidy(new Set(known.map(({ issue }) => issue)));
    session.fleet.warmUp();
    const open = known.filter((run) => run.conclusion === null);
    const orders = firstOrders(wish, known);
    const again = known.filter((run) => orders.some((order) => isRetryOf(order, run)));
    const taken = [...open, ...again.filter((run) => !open.includes(run))];
    if (wish.start === null) for (const run of taken) store.pipelineOf(run);
    const draft = wish.start ? draftRun(wish, store) : null;
    const calls = [...taken, ...(draft ? [draft] : [])].some(({ tasks }) =>
      tasks.some(({ uses }) => uses !== null),
    );
    if (calls) await session.openCalls();
    watch = watching(wish, taken);
    host = makeHost(wish, session, watch, draft, durations.now);
    const quiet = listenForInterrupts(host, session, terminal);
    // A host that died may have left failures half told.
    const tended = known.length > 0 ? closeOver(wish, session, []) : null;
    await pushed;
    const first = [...session.fleet.resume(open), ...orders];
    watch.onNews(first);
    const end = await host.follow(draft, first).finally(quiet);
    // People may have ordered something of a run that was over; it was looked for in vain.
    if (wish.start === null && end.runs.length === 0) throw nothingToResume(known);
    await tended;
    await closeOver(wish, session, end.runs);
    return { ...end, requests: session.github.requests.entries.length };
  } finally {
    await session.close();
  }
}

/** Failures of earlier runs end here, too. That their issues stay open is no reason to fail. */
async function closeOver(
  wish: RunWish,
  session: LocalSession,
  runs: readonly Run[],
): Promise<void> {
  const { progress, terminal } = wish;
  const closed = await session.closeHealed(runs).catch(() => []);
  for (const issue of closed)
    progress.on({
      event: 'notice',
      at: terminal.now(),
      text: `the failure in issue #${issue} is over`,
    });
}

/** What `config/execution_mode.yml` says, where there is one. */
function executionModeOf(root: string): ExecutionMode {
  const path = join(root, executionModePath);
  return parseExecutionMode(existsSync(path) ? readFileSync(path) : null).execution;
}

/** What ended runs left in it is of no use any more. */
function tidyFleetDiary({ diary }: StateFolder, known: readonly Run[]): void {
  const size = statSync(diary, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 1 << 20) compactFleetDiary(diary, new Set(known.map(({ issue }) => issue)));
}

function draftRun(wish: RunWish, store: PipelineStore): Run | null {
  const { start, checkout, terminal } = wish;
  if (!start) return null;
  const { pipeline } = start;
  const few = pipeline.tasks.length <= 50;
  return newRun(
    {
      issue: 0,
      key: randomBytes(8).toString('hex'),
      pipeline: pipeline.id,
      commit: checkout.head,
      source: store.keep(start.file, pipeline),
      actor: checkout.actor,
      slots: start.slots,
      issues: pipeline.issues ?? (few ? 'all' : 'attention'),
    },
    pipeline.tasks.map(({ spec }) => spec),
    terminal.now(),
  );
}

function watching(wish: RunWish, open: readonly Run[]): RunWatch {
  const { terminal, progress, state } = wish;
  const watch = new RunWatch(progress.on, terminal.now, (run, task, attempt) => {
    const key = run.tasks[task]?.key ?? '';
    return `${state.logs}/${attemptLogName(run.issue, task, key, attempt)}`;
  });
  progress.update(open, null);
  for (const run of open) progress.on({ event: 'resumed', at: terminal.now(), run });
  watch.onRuns(open, []);
  return watch;
}

function makeHost(
  wish: RunWish,
  session: LocalSession,
  watch: RunWatch,
  draft: Run | null,
  durations: () => LocalFacts['durations'],
): LocalHost {
  const { terminal, progress, checkout, settings } = wish;
  const factsOf = (paused: boolean) => {
    const runs = [...watch.runs(), ...(draft ? [draft] : [])];
    return { checkout, settings, runs, durations: durations(), paused };
  };
  const ours = new Set<number>();
  const ports = { ...session.ports, log: tellLog(progress.on, terminal.now) };
  return new LocalHost({
    reconcile: (request, paused) =>
      reconcile(ports, localSettings(factsOf(paused)), {
        ...request,
        holder: session.holder,
      }),
    now: terminal.now,
    sleep: (time, wake) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, time);
        wake(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
    onReport(report) {
      const opened = report.runs.find(({ issue }) => issue === report.opened);
      // Earlier runs that failed and wait for a person are none of what is done here.
      for (const { issue, conclusion } of report.runs) if (conclusion === null) ours.add(issue);
      if (opened) ours.add(opened.issue);
      const runs = report.runs.filter(({ issue }) => ours.has(issue));
      progress.update(runs, expectedEnd(runs, localSettings(factsOf(false)), terminal));
      if (opened) progress.on({ event: 'opened', at: opened.createdAt, run: opened });
      watch.onRuns(report.runs, report.waiting);
      session.fleet.review(report.runs);
    },
    stopAll: () => session.fleet.stopAll(),
    unfinished: () => session.fleet.load().live + session.fleet.load().waiting,
    typical: () => durations()?.mean ?? null,
  });
}

/** When all is done, if estimates say so and somebody watches. */
function expectedEnd(
  runs: readonly Run[],
  { limits, fleet }: ReconcileSettings,
  { live, now }: Terminal,
): number | null {
  const estimated = runs.some(({ tasks }) => tasks.some(({ estimate }) => estimate !== null));
  if (!live || !estimated) return null;
  const active = runs.filter(({ conclusion }) => conclusion === null);
  return forecast({ limits, fleet, runs: active, observations: [] }, now()).end;
}

function listenForInterrupts(host: LocalHost, session: LocalSession, terminal: Terminal) {
  const work = {
    interrupt: () => host.interrupt(),
    abandon: () => void session.fleet.close(),
    later: (time: Millis, then: () => void) => {
      const timer = setTimeout(then, time);
      return () => clearTimeout(timer);
    },
  };
  return endOnInterrupt(work, terminal);
}

/** What the last attempts took, on average and at best. */
function recentDurations() {
  let durations: { readonly mean: Millis; readonly least: Millis } | null = null;
  return {
    now: () => durations,
    take(news: readonly Observation[]) {
      for (const each of news) {
        if (each.kind !== 'ended' || each.result.startedAt === null) continue;
        const time = each.result.endedAt - each.result.startedAt;
        const { mean, least } = durations ?? { mean: time, least: time };
        durations = { mean: mean + (time - mean) / 10, least: Math.min(least, time) };
      }
    },
  };
}
