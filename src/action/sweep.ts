import type { Observation } from '../core/decision.ts';
import { statusReport } from '../core/status-report.ts';
import type { HealedEnd } from '../github/workflow-fleet.ts';
import type { ReconcileReport } from '../reconcile/settings.ts';
import { renderStatusMarkdown } from '../text/report/status-report.ts';
import { actionClock } from './action-clock.ts';
import { type ActionContext, ActionProblem } from './action-context.ts';
import { actionClient, actionPorts } from './action-ports.ts';
import { actionSettings } from './action-settings.ts';
import { closeFailures } from './close-failures.ts';
import { readSettings } from './read-pipeline.ts';
import { longWait, reconcileUntilSettled } from './reconcile-until-settled.ts';
import { sweepSummary } from './run-summary.ts';
import { runnerFiles } from './runner-files.ts';
import { type HealingOffice, settleHealed } from './settle-healed.ts';
import { settleUntilTaken } from './settle-until-taken.ts';

const patience = 8 * 60_000;

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Look = (news: readonly Observation[]) => Promise<ReconcileReport>;

/** Settles the healings that were found, each attempt once, however often it was met. */
async function settleFound(
  office: HealingOffice,
  healed: readonly HealedEnd[],
  look: Look,
): Promise<ReconcileReport | null> {
  const ends = new Map(healed.map((end) => [`${end.ref.run}.${end.ref.task}`, end]));
  let last: ReconcileReport | null = null;
  for (const end of ends.values()) {
    const { run, task, attempt } = end.ref;
    const told = await settleUntilTaken(end.ref, () => settleHealed(office, end), look).catch(
      (error: unknown) => {
        office.ports.log('warning', `attempt ${run}/${task}.${attempt}: ${wordsOf(error)}`);
        return null;
      },
    );
    last = told ?? last;
  }
  return last;
}

/**
 * `sweep`: finds what nobody told, and starts what is due; settles what healed and was never settled, and closes
 * the issues of failures that are over. Once a day it writes the status report.
 */
export async function sweep(context: ActionContext, write: (line: string) => void): Promise<void> {
  const healed: HealedEnd[] = [];
  const bare = actionPorts(context, write, { onHealed: (end) => healed.push(end) });
  const { ports, settings } = actionSettings(context, readSettings(context.workspace), bare);
  const holder = `actions:${context.runId}:sweep`;
  const deadline = actionClock.now() + patience;
  const look: Look = (observations) =>
    reconcileUntilSettled(ports, settings, { holder, observations }, deadline, longWait);
  const first = await look([]);
  const office = { context, client: actionClient(context), ports, holder };
  const report = (await settleFound(office, [...healed], look)) ?? first;
  if (report.kind !== 'settled') {
    throw new ActionProblem(
      `The sweep did not come through: ${report.error?.message ?? `the state is ${report.kind}`}`,
      'The next sweep goes on; if it fails as well, look at the permissions of the workflow.',
    );
  }
  const closed = await closeFailures(context, office.client, ports, holder).catch((error) => {
    ports.log('warning', `failures that are over stay open: ${wordsOf(error)}`);
    return [];
  });
  const { limits, fleet } = settings;
  const world = { limits, fleet, runs: report.runs, observations: [] };
  const full = context.input('report') === 'true';
  const status = full ? statusReport(world, report.waiting, ports.clock.now()) : null;
  const files = runnerFiles(context);
  files.addSummary(sweepSummary(context, report, closed));
  if (status) files.addSummary(renderStatusMarkdown(status));
}
