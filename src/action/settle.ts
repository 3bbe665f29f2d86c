import type { Observation } from '../core/decision.ts';
import type { AttemptRef, AttemptResult } from '../core/model.ts';
import { githubIssueStore } from '../github/issue-store.ts';
import { resultOfConclusion } from '../github/workflow-life.ts';
import type { Ports } from '../reconcile/ports.ts';
import { parseHandoff } from '../text/handoff.ts';
import { parseLedger } from '../text/ledger/ledger.ts';
import { actionClock } from './action-clock.ts';
import { type ActionContext, ActionProblem, attemptInput, numberInput } from './action-context.ts';
import { actionClient, actionFleet, actionPorts } from './action-ports.ts';
import { actionSettings } from './action-settings.ts';
import { readSettings } from './read-pipeline.ts';
import { longWait, reconcileUntilSettled } from './reconcile-until-settled.ts';
import { runSummary } from './run-summary.ts';
import { runnerFiles } from './runner-files.ts';
import { settleUntilTaken } from './settle-until-taken.ts';
import { carrierOf } from './taken-elsewhere.ts';
import { actionLog } from './workflow-commands.ts';

const patience = 8 * 60_000;

/** What the job that made the attempt tells: what it handed over if that is its own, else its conclusion alone. */
export function observationOf(
  ref: AttemptRef,
  text: string,
  conclusion: string,
  place: number,
  now: number,
  artifact: number | null = null,
): Observation {
  const left = parseHandoff(text, ref);
  if (left.ok) return { kind: 'ended', ref, result: { ...left.handoff.result, place, artifact } };
  const result = resultOfConclusion(conclusion, place, { startedAt: null, endedAt: now });
  if (result) return { kind: 'ended', ref, result };
  return { kind: 'lost', ref, at: now, why: `its job ended (${conclusion}) and ${left.why}` };
}

const didWork = ({ digest, outcome, startedAt }: AttemptResult): boolean =>
  digest !== null && outcome !== 'fenced' && (outcome !== 'stopped' || startedAt !== null);

/**
 * Whether a job that did no work of its own belongs to a second workflow run of the same batch. What it says
 * would take the attempt from the first one, which may be at work: its legs wait for those of the first, and
 * may be cancelled, or fenced, while they wait.
 */
async function ofDouble(context: ActionContext, observed: Observation, batchId: number) {
  if (observed.kind !== 'ended' && observed.kind !== 'lost') return false;
  // Work that was done counts, whoever did it.
  if (observed.kind === 'ended' && didWork(observed.result)) return false;
  const client = actionClient(context);
  const issue = await githubIssueStore(client).get(observed.ref.run);
  const ledger = issue?.mine ? parseLedger(issue.body) : null;
  const run = ledger?.ok ? ledger.run : null;
  const batch = run?.batches.find(({ id }) => id === batchId);
  if (!run || !batch) return false;
  const carrier = await carrierOf(actionFleet(context, client), run, batch);
  return carrier !== null && carrier !== context.runId;
}

/** What is told of an attempt: of one that healed, once its fix and its failure's issue are seen to. */
async function afterHealing(
  context: ActionContext,
  ports: Ports,
  ended: Observation,
  holder: string,
): Promise<readonly Observation[]> {
  if (ended.kind !== 'ended') return [ended];
  const left = parseHandoff(context.input('result'), ended.ref);
  if (!left.ok || !left.handoff.heal) return [ended];
  const { settleHealed } = await import('./settle-healed.ts');
  const end = { ...left.handoff, heal: left.handoff.heal, result: ended.result };
  return settleHealed({ context, client: actionClient(context), ports, holder }, end);
}

/** `settle`: takes an attempt's end into the ledger, and starts what became ready. */
export async function settle(context: ActionContext, write: (line: string) => void): Promise<void> {
  const ref = attemptInput(context);
  const place = context.runId;
  const artifact = context.input('artifact');
  const ended = observationOf(
    ref,
    context.input('result'),
    context.input('conclusion'),
    place,
    actionClock.now(),
    /^\d{1,15}$/.test(artifact) ? Number(artifact) : null,
  );
  const batch = numberInput(context, 'batch');
  const log = actionLog(write);
  if (await ofDouble(context, ended, batch)) {
    log('notice', 'Another workflow run carries this batch; there is nothing to settle here.');
    return;
  }
  const bare = actionPorts(context, write);
  const { ports, settings } = actionSettings(context, readSettings(context.workspace), bare);
  const holder = `actions:${place}:${ref.run}/${ref.task}.${ref.attempt} settle`;
  const deadline = ports.clock.now() + patience;
  const placed: Observation = { kind: 'dispatched', run: ref.run, batch, place };
  const report = await settleUntilTaken(
    ref,
    () => afterHealing(context, ports, ended, holder),
    (news) => {
      const request = { holder, observations: [placed, ...news] };
      return reconcileUntilSettled(ports, settings, request, deadline, longWait);
    },
  );
  if (report.kind !== 'settled') {
    throw new ActionProblem(
      `The attempt could not be settled: ${report.error?.message ?? `the state is ${report.kind}`}`,
      'Nothing is lost: the sweep finds what the attempt left. To settle it now, run this job again.',
    );
  }
  if (report.unfinished.length > 0) log('warning', 'The rest is left to the next sweep.');
  runnerFiles(context).addSummary(runSummary(context, report, ref.run));
}
